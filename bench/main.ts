/** The page that `npm run bench` opens: it measures what it is asked for. */
import type { Goal } from './goals.ts';
import { clusterReady } from './cluster-ready.ts';
import { physicalReplay } from './physical-replay.ts';
import { rerun } from './rerun.ts';
import type { Compared } from './rounds.ts';
import { replicaRead, statement } from './statement.ts';
import { seek, timelineFrame } from './timeline.ts';

declare global {
  /** Called from outside, one after the other. */
  var measure: (name: Goal['name']) => Promise<Compared>;
}

const measurements: Readonly<Record<Goal['name'], () => Promise<Compared>>> = {
  'cluster-ready': clusterReady,
  statement,
  'replica-read': replicaRead,
  rerun,
  'physical-replay': physicalReplay,
  'timeline-frame': timelineFrame,
  seek,
};

globalThis.measure = (name) => measurements[name]();
