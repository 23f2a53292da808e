import { useId } from 'react';
import { formatNumber } from '../../course/story.ts';
import type { ReplicationSettings } from '../store/workbench-state.ts';
import { ReplicationChoice } from './replication-choice.tsx';

interface ApplySettingsProps {
  readonly replication: ReplicationSettings;
  readonly onChange: (change: Partial<ReplicationSettings>) => void;
}

const jitters = [0, 100, 500, 2_000, 10_000] as const;
const rates = [null, 100, 20, 5, 1] as const;

/** How the replica follows; jitter and apply rate, the two less common ways for it to lag; and whether anybody waits for it. */
export function ApplySettings({ replication, onChange }: ApplySettingsProps) {
  const id = useId();
  return (
    <div className="apply-settings">
      <ReplicationChoice />
      <label htmlFor={`${id}-jitter`}>Jitter</label>
      <select
        id={`${id}-jitter`}
        value={replication.jitterMs}
        onChange={(event) => onChange({ jitterMs: Number(event.target.value) })}
      >
        {withCurrent(jitters, replication.jitterMs).map((ms) => (
          <option key={ms} value={ms}>
            {ms === 0 ? 'none' : `up to ${formatNumber(ms)} ms`}
          </option>
        ))}
      </select>
      <p>Each transaction waits a little longer than the delay, by an amount drawn from the seed.</p>
      <label htmlFor={`${id}-rate`}>Apply rate</label>
      <select
        id={`${id}-rate`}
        value={replication.changesPerSecond ?? ''}
        onChange={(event) =>
          onChange({ changesPerSecond: event.target.value === '' ? null : Number(event.target.value) })
        }
      >
        {withCurrent(rates, replication.changesPerSecond).map((rate) => (
          <option key={rate} value={rate ?? ''}>
            {rate === null ? 'no bound' : `${rate} changes a second`}
          </option>
        ))}
      </select>
      <p>Under heavy writes a bounded replica falls behind by itself.</p>
      <label htmlFor={`${id}-commits`}>Commits</label>
      <select
        id={`${id}-commits`}
        value={replication.synchronous ? 'replica' : 'nobody'}
        onChange={(event) => onChange({ synchronous: event.target.value === 'replica' })}
      >
        <option value="nobody">wait for nobody</option>
        <option value="replica">wait for the replica</option>
      </select>
      <p>
        As a synchronous standby the replica has to confirm a commit, as far as its <code>synchronous_commit</code>{' '}
        asks.
      </p>
      <label htmlFor={`${id}-former`}>Former primary</label>
      <select
        id={`${id}-former`}
        value={replication.fencing ? 'fenced' : 'free'}
        onChange={(event) => onChange({ fencing: event.target.value === 'fenced' })}
      >
        <option value="free">takes writes again</option>
        <option value="fenced">is fenced by its epoch</option>
      </select>
      <p>
        Each promotion begins an epoch. A server that reaches one of a later epoch than its own takes no writes any
        more; across a cut network it hears of none.
      </p>
    </div>
  );
}

/** A lesson may set a value that is not on offer: then it is offered too. */
function withCurrent<Value>(offered: readonly Value[], current: Value): readonly Value[] {
  return offered.includes(current) ? offered : [...offered, current];
}
