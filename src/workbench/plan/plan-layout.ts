/**
 * A plan as a tree of boxes, in px from the top left. Rows flow upwards: each node stands below the one that it is printed under, on a
 * grid of levels.
 *
 * 1. A node stands above the child whose rows it works on first, its spine, so that a chain is a straight line.
 * 2. Siblings stand in EXPLAIN's order, as close as their subtrees allow on each level.
 * 3. Many siblings, the members of an Append, are wrapped into shelves, below each other beside a trunk.
 */
import type { Plan, PlanNode } from '../../explain/plan.ts';
import { rounded } from './rounded.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Edge {
  /** The indices of the lower node and of the one that it leads to. */
  readonly from: number;
  readonly to: number;
  /** `rows` flow along it; `printed` is where a subplan is attached to; `asked` leads to the node that a subplan runs in. */
  readonly kind: 'rows' | 'printed' | 'asked';
  /** An SVG path. */
  readonly path: string;
}

export interface PlanLayout {
  /** By the index of the node. */
  readonly boxes: readonly Box[];
  readonly edges: readonly Edge[];
  readonly width: number;
  readonly height: number;
}

export const box = { width: 228, height: 82 } as const;
const gap = { column: 20, row: 34 } as const;
/** Between a trunk and what hangs on it. */
const trunk = { x: 14, indent: 32 } as const;
const margin = 16;
/** So many siblings stand side by side, however wide they are: the sides of a join. */
const mostInLine = 2;
/** Wide to high, of what is wrapped: about that of the frame it is seen in. */
const aspect = 1.8;

/** A subtree: its root is at 0 on level 0. */
interface Arranged {
  readonly places: readonly { readonly index: number; readonly x: number; readonly level: number }[];
  /** The left edge of what is most to the left on each level, and the right edge of what is most to the right. */
  readonly left: readonly number[];
  readonly right: readonly number[];
}

export function planLayout({ root, nodes }: Plan): PlanLayout {
  const { places, left, right } = arrange(root);
  const offset = margin - Math.min(...left);
  const boxes: Box[] = [];
  for (const { index, x, level } of places)
    boxes[index] = { x: x + offset, y: margin + level * (box.height + gap.row), ...box };
  return {
    boxes,
    edges: edgesOf(nodes, boxes),
    width: Math.max(...right) + offset + margin,
    height: 2 * margin + left.length * (box.height + gap.row) - gap.row,
  };
}

function arrange(node: PlanNode): Arranged {
  const own = { places: [{ index: node.index, x: 0, level: 0 }], left: [0], right: [box.width] };
  if (node.children.length === 0) return own;
  const children = node.children.map((child) => arrange(child));
  const line = inLine(children);
  const widest = widestOf(children.reduce((sum, { places }) => sum + places.length, 0));
  if (children.length <= mostInLine || widthOf(line.all) <= widest) {
    return joined(own, line.all, -line.at[spineOf(node)]!, 1);
  }
  return shelvesOf(children, widest).reduce((above, shelf): Arranged => {
    const { length } = above.left;
    const below = joined(above, shelf, trunk.indent - Math.min(...shelf.left), length);
    // Nothing else may stand where the trunk passes.
    return { ...below, left: below.left.map((x, level) => (level > 0 && level < length ? 0 : x)) };
  }, own);
}

/** How wide so many nodes may be, so that they have about the shape of a frame; five of them anyway. */
function widestOf(count: number): number {
  const cell = { width: box.width + gap.column, height: box.height + gap.row };
  return Math.max(5 * cell.width, Math.sqrt(count * cell.width * cell.height * aspect));
}

/** Which child a node stands above: one whose rows it works on, before a subplan. */
const spineOf = ({ children }: PlanNode): number =>
  Math.max(
    0,
    children.findIndex(({ relationship }) => relationship === 'outer' || relationship === 'subquery'),
  );

/** Side by side, each as close to those before it as all levels allow. */
function inLine(subtrees: readonly Arranged[]): { readonly all: Arranged; readonly at: readonly number[] } {
  let all = subtrees[0]!;
  const at = [0];
  for (const next of subtrees.slice(1)) {
    const x = Math.max(
      ...next.left.flatMap((left, level) => (level in all.right ? [all.right[level]! + gap.column - left] : [])),
    );
    at.push(x);
    all = joined(all, next, x, 0);
  }
  return { all, at };
}

function shelvesOf(subtrees: readonly Arranged[], widest: number): readonly Arranged[] {
  const shelves: Arranged[] = [];
  let shelf: readonly Arranged[] = [];
  for (const subtree of subtrees) {
    const longer = [...shelf, subtree];
    if (shelf.length > 0 && widthOf(inLine(longer).all) > widest) {
      shelves.push(inLine(shelf).all);
      shelf = [subtree];
    } else shelf = longer;
  }
  return [...shelves, inLine(shelf).all];
}

const widthOf = ({ left, right }: Arranged): number => Math.max(...right) - Math.min(...left);

/** Both, with the second one moved. */
function joined(first: Arranged, second: Arranged, byX: number, byLevel: number): Arranged {
  const left = [...first.left];
  const right = [...first.right];
  for (const [level, x] of second.left.entries()) {
    const at = level + byLevel;
    left[at] = Math.min(left[at] ?? Infinity, x + byX);
    right[at] = Math.max(right[at] ?? -Infinity, second.right[level]! + byX);
  }
  const moved = second.places.map(({ index, x, level }) => ({ index, x: x + byX, level: level + byLevel }));
  return { places: [...first.places, ...moved], left, right };
}

function edgesOf(nodes: readonly PlanNode[], boxes: readonly Box[]): readonly Edge[] {
  return nodes.flatMap((parent) => {
    const isWrapped = isOnShelves(parent, boxes);
    return parent.children.flatMap(({ index, runsIn }): Edge[] => {
      const [upper, lower] = [boxes[parent.index]!, boxes[index]!];
      const path = isWrapped ? alongTrunk(upper, lower) : elbow(upper, lower);
      const isElsewhere = runsIn !== null && runsIn !== parent.index;
      const edge = { from: index, to: parent.index, kind: isElsewhere ? 'printed' : 'rows', path } as const;
      if (!isElsewhere) return [edge];
      return [edge, { from: index, to: runsIn, kind: 'asked', path: across(lower, boxes[runsIn]!) }];
    });
  });
}

const isOnShelves = ({ index, children }: PlanNode, boxes: readonly Box[]): boolean =>
  children.length > mostInLine && children.every((child) => boxes[child.index]!.x > boxes[index]!.x);

const middle = ({ x, width }: Box): number => x + width / 2;

/** From a node up to the one that it works for, through the gap between their levels. */
function elbow(upper: Box, lower: Box): string {
  const bus = lower.y - gap.row / 2;
  const [from, to] = [middle(lower), middle(upper)];
  return rounded([from, lower.y], [from, bus], [to, bus], [to, upper.y + upper.height]);
}

function alongTrunk(upper: Box, lower: Box): string {
  const bus = lower.y - gap.row / 2;
  const [from, to] = [middle(lower), upper.x + trunk.x];
  return rounded([from, lower.y], [from, bus], [to, bus], [to, upper.y + upper.height]);
}

/** To a node that may be anywhere, through the gaps between the boxes. */
function across(from: Box, to: Box): string {
  const isRight = to.x > from.x;
  const endY = to.y + to.height / 2;
  const endX = isRight ? to.x : to.x + to.width;
  const isBeside = from.y === to.y && Math.abs(to.x - from.x) <= box.width + gap.column;
  if (isBeside) return rounded([isRight ? from.x + from.width : from.x, endY], [endX, endY]);
  const startX = isRight ? from.x + from.width - 24 : from.x + 24;
  const [startY, gapY] =
    to.y < from.y ? [from.y, from.y - gap.row / 4] : [from.y + from.height, from.y + from.height + gap.row / 4];
  const gapX = isRight ? to.x - gap.column / 2 : endX + gap.column / 2;
  return rounded([startX, startY], [startX, gapY], [gapX, gapY], [gapX, endY], [endX, endY]);
}
