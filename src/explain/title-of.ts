/** The name of a node in EXPLAIN's text, from its keys: `ExplainNode` in PostgreSQL's `src/backend/commands/explain.c`. */
import type { Raw } from './read-json.ts';

const aggregates: Readonly<Record<string, string>> = {
  Plain: 'Aggregate',
  Sorted: 'GroupAggregate',
  Hashed: 'HashAggregate',
  Mixed: 'MixedAggregate',
};

export function titleOf(raw: Raw): string {
  const parallel = raw['Parallel Aware'] === true ? 'Parallel ' : '';
  const async = raw['Async Capable'] === true ? 'Async ' : '';
  const backward = raw['Scan Direction'] === 'Backward' ? ' Backward' : '';
  return `${parallel}${async}${nameOf(raw)}${backward}`;
}

function nameOf(raw: Raw): string {
  const type = String(raw['Node Type']);
  const strategy = String(raw['Strategy'] ?? '');
  switch (type) {
    case 'Aggregate': {
      const mode = raw['Partial Mode'];
      const prefix = mode === 'Partial' || mode === 'Finalize' ? `${mode} ` : '';
      return prefix + (aggregates[strategy] ?? type);
    }
    case 'SetOp':
      return `${strategy === 'Hashed' ? 'HashSetOp' : 'SetOp'} ${String(raw['Command'] ?? '')}`.trim();
    case 'Nested Loop':
    case 'Hash Join':
    case 'Merge Join':
      return joinName(type, String(raw['Join Type'] ?? 'Inner'));
    case 'ModifyTable':
    case 'Foreign Scan':
      return raw['Operation'] === undefined || raw['Operation'] === 'Select' ? type : String(raw['Operation']);
    case 'Custom Scan':
      return `Custom Scan (${String(raw['Custom Plan Provider'] ?? 'unknown')})`;
    default:
      return type;
  }
}

function joinName(type: string, joinType: string): string {
  if (joinType === 'Inner') return type;
  return type === 'Nested Loop' ? `Nested Loop ${joinType} Join` : type.replace('Join', `${joinType} Join`);
}
