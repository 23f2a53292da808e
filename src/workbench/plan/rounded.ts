type Point = readonly [x: number, y: number];

/** An SVG path along these points, whose corners are right angles, rounded as far as there is room. */
export function rounded(...points: readonly Point[]): string {
  const corners = points.slice(1, -1).map((corner, index) => {
    const [before, after] = [points[index]!, points[index + 2]!];
    const radius = Math.min(8, distance(before, corner) / 2, distance(corner, after) / 2);
    return `L${at(towards(corner, before, radius))}Q${at(corner)} ${at(towards(corner, after, radius))}`;
  });
  return `M${at(points[0]!)}${corners.join('')}L${at(points.at(-1)!)}`;
}

const at = ([x, y]: Point): string => `${x} ${y}`;

const distance = ([ax, ay]: Point, [bx, by]: Point): number => Math.abs(ax - bx) + Math.abs(ay - by);

/** So many px from one point in the direction of another. */
function towards(from: Point, to: Point, px: number): Point {
  const all = distance(from, to);
  return all === 0 ? from : [from[0] + ((to[0] - from[0]) * px) / all, from[1] + ((to[1] - from[1]) * px) / all];
}
