import { useLayoutEffect, useMemo, useRef } from 'react';
import { spansIn } from '../../explain/clause-spans.ts';
import type { PlanNode } from '../../explain/plan.ts';
import { PlanPanel } from './plan-panel.tsx';
import { revealIn } from './reveal-in.ts';
import { sqlPieces } from './sql-pieces.ts';

/** The query, with what the node does lit up in it. */
export function SqlPanel({ sql, node }: { sql: string; node: PlanNode }) {
  const pieces = useMemo(() => sqlPieces(sql, spansIn(sql, node)), [sql, node]);
  const text = useRef<HTMLPreElement>(null);
  useLayoutEffect(() => {
    const view = text.current!.closest<HTMLElement>('.scroll-fade-view');
    const lit = text.current!.querySelector('mark');
    if (view && lit) revealIn(view, lit, 16);
  }, [pieces]);
  const isLit = pieces.some(({ lit }) => lit);
  return (
    <PlanPanel className="plan-sql" title="Query" note={isLit ? '' : 'no words of its own for this node'}>
      <pre ref={text}>
        {pieces.map(({ text: piece, kind, lit }, index) => {
          const Tag = lit ? 'mark' : 'span';
          // The pieces of a query never change places.
          return (
            <Tag key={index} data-kind={kind ?? undefined}>
              {piece}
            </Tag>
          );
        })}
      </pre>
    </PlanPanel>
  );
}
