/** The name of a node in EXPLAIN's text, from its keys: `ExplainNode` in PostgreSQL's `src/backend/commands/explain.c`. */
import { stringIn } from './raw-values.ts';
import type { Raw } from './read-json.ts';

const aggregates = new Map([
  ['Plain', 'Aggregate'],
  ['Sorted', 'GroupAggregate'],
  ['Hashed', 'HashAggregate'],
  ['Mixed', 'MixedAggregate'],
]);

export function titleOf(raw: Raw): string {
  const parallel = raw['Parallel Aware'] === true ? 'Parallel ' : '';
  const async = raw['Async Capable'] === true ? 'Async ' : '';
  const backward = raw['Scan Direction'] === 'Backward' ? ' Backward' : '';
  return `${parallel}${async}${nameOf(raw)}${backward}`;
}

function nameOf(raw: Raw): string {
  const type = stringIn(raw, 'Node Type') ?? '';
  const strategy = stringIn(raw, 'Strategy') ?? '';
  const operation = stringIn(raw, 'Operation') ?? 'Select';
  switch (type) {
    case 'Aggregate': {
      const mode = raw['Partial Mode'];
      const prefix = mode === 'Partial' || mode === 'Finalize' ? `${mode} ` : '';
      return prefix + (aggregates.get(strategy) ?? type);
    }
    case 'SetOp':
      return `${strategy === 'Hashed' ? 'HashSetOp' : 'SetOp'} ${stringIn(raw, 'Command') ?? ''}`.trim();
    case 'Nested Loop':
    case 'Hash Join':
    case 'Merge Join':
      return joinName(type, stringIn(raw, 'Join Type') ?? 'Inner');
    case 'ModifyTable':
      return operation === 'Select' ? type : operation;
    case 'Foreign Scan':
      return operation === 'Select' ? type : `Foreign ${operation}`;
    case 'Custom Scan':
      return `Custom Scan (${stringIn(raw, 'Custom Plan Provider') ?? 'unknown'})`;
    default:
      return type;
  }
}

function joinName(type: string, joinType: string): string {
  if (joinType === 'Inner') return type;
  return type === 'Nested Loop' ? `Nested Loop ${joinType} Join` : type.replace('Join', () => `${joinType} Join`);
}
