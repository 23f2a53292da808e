import { count, formatMs } from '../../course/story.ts';
import type { LiveLag } from './live-lag.ts';

/** The way from the primary down to the replica, and the changes that are on it. */
export function DemoStream({ lag }: { lag: LiveLag | null }) {
  const travelling = lag?.travelling ?? [];
  return (
    <div className="demo-stream" data-idle={travelling.length === 0 || undefined}>
      <div className="demo-track" aria-hidden="true">
        {travelling.map(({ lsn, progress }) => (
          <span key={lsn} className="demo-packet" style={{ top: `${progress * 100}%` }} />
        ))}
      </div>
      <p>{lag && travelling.length > 0 ? whereabouts(lag) : 'nothing on its way'}</p>
    </div>
  );
}

function whereabouts({ travelling, landsInMs }: LiveLag): string {
  const what = `${count(travelling.length, 'commit')} on ${travelling.length === 1 ? 'its' : 'their'} way`;
  return landsInMs === null ? what : `${what}, lands in ${formatMs(tens(landsInMs))}`;
}

/** A figure that changes with every frame is read no better for its last digit. */
export const tens = (ms: number): number => Math.round(ms / 10) * 10;
