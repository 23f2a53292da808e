/**
 * A plan as rows, one below the other in EXPLAIN's order, with a rail in front of them: a dot for each node, and a line to the one that it
 * works for. Where there is no room for boxes. An only child stands straight below its parent, so that a chain of 60 is no wider than one.
 */
import type { Plan, PlanNode } from '../../explain/plan.ts';
import type { Box, Edge, PlanLayout } from './plan-layout.ts';
import { rounded } from './rounded.ts';

export interface RowsLayout extends PlanLayout {
  /** Where each node's dot is, by its index; in px. */
  readonly dots: readonly { readonly x: number; readonly y: number }[];
}

export const rowHeight = 60;
const widestStep = 18;
/** Of the width, for the rail at most. */
const mostForRail = 0.3;
const edgeX = 14;

/** `width` is that of the frame, in px. */
export function rowsLayout({ root, nodes }: Plan, width: number): RowsLayout {
  const columns: number[] = [];
  const place = ({ index, children }: PlanNode, column: number): void => {
    columns[index] = column;
    for (const child of children) place(child, children.length === 1 ? column : column + 1);
  };
  place(root, 0);
  const most = Math.max(...columns);
  const step = Math.min(widestStep, (width * mostForRail) / Math.max(1, most));
  const dots = nodes.map(({ index }) => ({
    x: edgeX + columns[index]! * step,
    y: index * rowHeight + rowHeight / 2,
  }));
  const boxes = nodes.map(({ index }): Box => ({ x: 0, y: index * rowHeight, width, height: rowHeight }));
  const edges = nodes.flatMap((parent) =>
    parent.children.map(({ index, runsIn }): Edge => {
      const [upper, lower] = [dots[parent.index]!, dots[index]!];
      const path = rounded([lower.x, lower.y], [upper.x, lower.y], [upper.x, upper.y]);
      const isElsewhere = runsIn !== null && runsIn !== parent.index;
      return { from: index, to: parent.index, kind: isElsewhere ? 'printed' : 'rows', path };
    }),
  );
  return { boxes, edges, dots, width, height: nodes.length * rowHeight };
}
