import { useLayoutEffect, useMemo, useRef } from 'react';
import { count, formatNumber } from '../../course/story.ts';
import type { Plan, PlanNode } from '../../explain/plan.ts';
import type { TableFacts } from '../../explain/table-facts.ts';
import { PlanPanel } from './plan-panel.tsx';
import { planTables, type PlanTable } from './plan-tables.ts';
import { revealIn } from './reveal-in.ts';

interface TablesPanelProps {
  readonly plan: Plan;
  readonly facts: readonly TableFacts[] | null;
  readonly node: PlanNode;
}

/** The tables of the plan, with the one that the node is about lit up, and the index that it uses. */
export function TablesPanel({ plan, facts, node }: TablesPanelProps) {
  const tables = useMemo(() => planTables(plan, facts), [plan, facts]);
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const view = list.current!.closest<HTMLElement>('.scroll-fade-view');
    const lit = list.current!.querySelector('[data-lit] li[data-lit], [data-lit]');
    if (view && lit) revealIn(view, lit, 8);
  }, [node, tables]);
  return (
    <PlanPanel className="plan-tables" title="Tables" note={facts ? '' : 'as far as the plan names them'}>
      <div ref={list}>
        {tables.length === 0 && <p className="null">The plan names no table.</p>}
        {tables.map((table) => (
          <TableInPlan key={`${table.schema}.${table.name}`} table={table} node={node} />
        ))}
      </div>
    </PlanPanel>
  );
}

function TableInPlan({ table, node }: { table: PlanTable; node: PlanNode }) {
  const { schema, name, facts, indexes, users } = table;
  const isLit = users.has(node.index);
  const used = users.get(node.index) ?? null;
  return (
    <section className="plan-table" data-lit={isLit || undefined} aria-current={isLit || undefined}>
      <h3>
        <code>{schema === null || schema === 'public' ? name : `${schema}.${name}`}</code>
        <small>{facts ? sizeInWords(facts) : indexes.length === 0 && 'no index used'}</small>
      </h3>
      {facts && (
        <p className="plan-columns">
          {facts.columns.map((column, index) => (
            <span key={column.name}>
              {index > 0 && ', '}
              <code>{column.name}</code> <small>{column.type}</small>
            </span>
          ))}
        </p>
      )}
      {(facts || indexes.length > 0) && (
        <ul>
          {indexes.map((index) => (
            <li key={index.name} data-lit={index.name === used || undefined} title={index.facts?.definition}>
              <code>{index.name}</code>
              {index.facts && (
                <small>
                  {index.facts.isUnique ? 'unique on ' : 'on '}
                  {index.facts.keys.join(', ')}
                </small>
              )}
            </li>
          ))}
          {indexes.length === 0 && <li className="null">no index</li>}
        </ul>
      )}
    </section>
  );
}

const sizeInWords = ({ rows, blocks, isAnalysed }: TableFacts): string =>
  [
    rows === null ? 'rows not counted yet' : `about ${count(rows, 'row')}`,
    `${formatNumber(blocks)} ${blocks === 1 ? 'page' : 'pages'}`,
    ...(isAnalysed ? [] : ['never analysed']),
  ].join(', ');
