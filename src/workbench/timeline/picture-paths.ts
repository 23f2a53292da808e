/** The picture of a run as few paths, however many events it has: all that look alike are one. */
import { rulesThroughAll } from './event-marks.ts';
import { pixelOf, type Frame } from './frame.ts';
import { glyphLayers } from './glyph-layers.ts';
import { Path } from './path.ts';
import {
  streamTracks,
  type LagCurve,
  type Mark,
  type QueryArrow,
  type TimelineLayout,
  type Trip,
} from './timeline-layout.ts';

export interface PicturePath {
  /** Its class in `timeline.css`. */
  readonly name: string;
  readonly d: string;
}

/** In the order in which they are drawn. What is out of sight is left out, and so is what would be drawn on the same spot. */
export function picturePaths(layout: TimelineLayout, frame: Frame): readonly PicturePath[] {
  const picture = new Picture(layout, frame);
  return [
    ...picture.lag(),
    ...picture.rules(),
    ...picture.requests(),
    ...picture.queries(),
    ...picture.trips(),
    ...picture.glyphs(),
  ].flatMap(({ name, path: { d } }) => (d === '' ? [] : [{ name, d }]));
}

interface Layer {
  readonly name: string;
  readonly path: Path;
}

/** So far beyond the edges things are still drawn, in px: half a mark, and a word. */
const beyond = 12;

class Picture {
  readonly #layout: TimelineLayout;
  readonly #frame: Frame;

  constructor(layout: TimelineLayout, frame: Frame) {
    this.#layout = layout;
    this.#frame = frame;
  }

  #pixel(position: number): number {
    return pixelOf(this.#frame, position);
  }

  #inSight(from: number, to: number): boolean {
    return to >= -beyond && from <= this.#frame.width + beyond;
  }

  *lag(): Iterable<Layer> {
    const { lag, lanes } = this.#layout;
    const { top, height } = lanes.of('lag');
    const path = new Path();
    const floor = top + height - 3;
    for (const hill of hills(lag)) {
      const outline = hill.map(({ x, ms }) => [this.#pixel(x), floor - (ms / lag.mostMs) * (height - 6)] as const);
      if (this.#inSight(outline[0]![0], outline.at(-1)![0])) path.polygon(...thinned(outline));
    }
    yield { name: 'lag', path };
  }

  *rules(): Iterable<Layer> {
    const { marks, lanes } = this.#layout;
    const [setting, stop] = [new Path(), new Path()];
    for (const { look, x } of marks) {
      if (!rulesThroughAll.has(look)) continue;
      const at = this.#pixel(x);
      if (this.#inSight(at, at)) (look === 'setting' ? setting : stop).line(at, 0, at, lanes.height);
    }
    yield { name: 'rule-setting', path: setting };
    yield { name: 'rule-code-stopped', path: stop };
  }

  *requests(): Iterable<Layer> {
    const paths = { answered: new Path(), open: new Path(), failed: new Path() };
    const isNew = unseen();
    for (const { from, to, lane, look } of this.#layout.requests) {
      const [left, right] = [this.#pixel(from), this.#pixel(to)];
      if (!this.#inSight(left, right) || !isNew(`${lane} ${look}`, left, right)) continue;
      const start = Math.max(left, -beyond);
      const width = Math.max(2, Math.min(right, this.#frame.width + beyond) - start);
      paths[look].box(start, this.#layout.lanes.of(lane).middle - 5, width, 10);
    }
    for (const [look, path] of Object.entries(paths)) yield { name: `request-${look}`, path };
  }

  *queries(): Iterable<Layer> {
    const { queries } = this.#layout;
    const back = new Path();
    const there = new Map<string, Path>();
    const isNew = unseen();
    for (const query of queries) {
      const [sent, ran, answered] = [query.sent, query.ran, query.answered].map((x) => this.#pixel(x)) as [
        number,
        number,
        number,
      ];
      const name = query.look === 'fresh' ? `sent-${query.node}` : `sent-${query.look}`;
      if (!this.#inSight(sent, answered) || !isNew(`${query.lane} ${name}`, sent, answered)) continue;
      const [from, to] = this.#heights(query);
      back.line(ran, to, answered, from);
      const path = there.get(name) ?? new Path();
      path.line(sent, from, ran, to - 4);
      there.set(name, path);
    }
    yield { name: 'back', path: back };
    for (const [name, path] of there) yield { name, path };
  }

  /** Of a query: below the person's bar, and in the middle of the node's lane. */
  #heights({ lane, node }: QueryArrow): readonly [number, number] {
    const { lanes } = this.#layout;
    return [lanes.of(lane).middle + 5, lanes.of(node).middle];
  }

  *trips(): Iterable<Layer> {
    const { lanes } = this.#layout;
    const [wire, wait] = [new Path(), new Path()];
    const isNew = unseen();
    for (const trip of this.#layout.trips) {
      const [committed, received, applied] = [trip.committed, trip.received, trip.applied].map((x) =>
        this.#pixel(x),
      ) as [number, number, number];
      if (!this.#inSight(committed, applied) || !isNew(`${trip.track}`, committed, applied)) continue;
      const y = trackHeight(this.#layout, trip);
      wire.line(committed, lanes.of('primary').middle, received, y);
      if (applied - received > 1) wait.line(received, y, applied, y);
      if (trip.isApplied) wire.line(applied, y, applied, lanes.of('replica').middle);
    }
    yield { name: 'wait', path: wait };
    yield { name: 'wire', path: wire };
  }

  *glyphs(): Iterable<Layer> {
    const drawn = new Map<Mark['look'], { readonly x: number; readonly y: number }[]>();
    const isNew = unseen();
    for (const { look, x, lane } of this.#layout.marks) {
      const at = this.#pixel(x);
      if (!this.#inSight(at, at) || !isNew(`${lane} ${look}`, at, at)) continue;
      const places = drawn.get(look) ?? [];
      places.push({ x: at, y: this.#layout.lanes.of(lane).middle });
      drawn.set(look, places);
    }
    for (const { name, look, draw } of glyphLayers) {
      const path = new Path();
      for (const { x, y } of drawn.get(look) ?? []) draw(path, x, y);
      yield { name, path };
    }
  }
}

/** Where a transaction runs on the stream, in px from the top. */
export function trackHeight({ lanes }: TimelineLayout, { track }: Pick<Trip, 'track'>): number {
  const { top, height } = lanes.of('stream');
  return top + 4 + (track * (height - 8)) / (streamTracks - 1);
}

/** The stretches in which the replica is behind, each from 0 to 0. */
function hills({ points }: LagCurve): readonly LagCurve['points'][] {
  const found: LagCurve['points'][number][][] = [];
  let hill: LagCurve['points'][number][] = [];
  for (const point of points) {
    hill.push(point);
    if (point.ms > 0) continue;
    if (hill.some(({ ms }) => ms > 0)) found.push(hill);
    hill = [point];
  }
  const { x } = points.at(-1) ?? { x: 1 };
  return hill.some(({ ms }) => ms > 0) ? [...found, [...hill, { x, ms: 0 }]] : found;
}

type Point = readonly [number, number];

/** Without the points that nobody could tell from the one before. */
function thinned(points: readonly Point[]): readonly Point[] {
  const kept: Point[] = [];
  for (const point of points) {
    const last = kept.at(-1);
    if (!last || Math.abs(point[0] - last[0]) >= 0.5 || Math.abs(point[1] - last[1]) >= 0.5) kept.push(point);
  }
  return kept;
}

/** Whether something of a kind is not drawn where the last one of its kind was, to half a px. */
function unseen(): (kind: string, from: number, to: number) => boolean {
  const last = new Map<string, readonly [number, number]>();
  return (kind, from, to) => {
    const [left, right] = [Math.round(from * 2), Math.round(to * 2)];
    const before = last.get(kind);
    if (before && before[0] === left && before[1] === right) return false;
    last.set(kind, [left, right]);
    return true;
  };
}
