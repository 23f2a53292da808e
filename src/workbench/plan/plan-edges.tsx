import type { Plan } from '../../explain/plan.ts';
import type { Edge, PlanLayout } from './plan-layout.ts';
import type { RowsLayout } from './rows-layout.ts';

interface PlanEdgesProps {
  readonly plan: Plan;
  readonly layout: PlanLayout | RowsLayout;
  /** The index of the node that is lit up. */
  readonly lit: number;
}

/** The lines between the nodes, the wider the more rows go along them; and in front of rows, their dots. Said in words elsewhere. */
export function PlanEdges({ plan, layout, lit }: PlanEdgesProps) {
  const { edges, width, height } = layout;
  const isLit = ({ from, to }: Edge): boolean => from === lit || to === lit;
  // What is lit up lies above the others.
  const ordered = [...edges.filter((edge) => !isLit(edge)), ...edges.filter(isLit)];
  const widest = 'dots' in layout ? 4 : 7;
  return (
    <svg className="plan-edges" width={width} height={height} aria-hidden="true">
      {ordered.map((edge) => {
        const { from, to, kind, path } = edge;
        const { actual, estimate } = plan.nodes[from]!;
        const rows = actual ? actual.totalRows : (estimate?.rows ?? 0);
        return (
          <path
            key={`${from}-${to}`}
            d={path}
            data-kind={kind}
            data-lit={isLit(edge) || undefined}
            data-never={actual?.loops === 0 || undefined}
            strokeWidth={kind === 'rows' ? Math.min(widest, 1 + Math.log10(1 + rows)) : 1}
          />
        );
      })}
      {'dots' in layout &&
        layout.dots.map(({ x, y }, index) => (
          // A node's index is its place.
          <circle key={index} cx={x} cy={y} r={index === lit ? 6 : 4} data-lit={index === lit || undefined} />
        ))}
    </svg>
  );
}
