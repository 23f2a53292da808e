import { formatMs } from '../../course/story.ts';
import { Icon } from '../icon.tsx';
import { sameFiles } from '../store/workbench-state.ts';
import { prefersReducedMotion } from '../use-media-query.ts';
import { useActions, useRunView, useWorkbenchState } from '../workbench-context.tsx';
import './run-bar.css';

/** Run, and the movements in time. */
export function RunBar() {
  const { run, stepBack, stepForward, togglePlaying, reset } = useActions();
  const busy = useWorkbenchState((state) => state.engine.kind !== 'ready');
  const playing = useWorkbenchState((state) => state.playing);
  const atStart = useWorkbenchState((state) => state.cursor === 0);
  const atEnd = useWorkbenchState((state) => !state.run || state.cursor === state.run.trace.length - 1);
  const hasRun = useWorkbenchState((state) => (state.run?.trace.length ?? 0) > 1);
  return (
    <div className="run-bar" role="group" aria-label="Run">
      <RunButton busy={busy} onRun={() => void run({ play: !prefersReducedMotion() })} />
      <button type="button" className="button" onClick={stepBack} disabled={atStart} title="Back (←)">
        <Icon name="back" />
        <span className="run-bar-label">Back</span>
      </button>
      <button type="button" className="button" onClick={stepForward} disabled={atEnd} title="Step (→)">
        <Icon name="forward" />
        <span className="run-bar-label">Step</span>
      </button>
      <button type="button" className="button" onClick={togglePlaying} disabled={!hasRun} title="Play or pause (P)">
        <Icon name={playing ? 'pause' : 'play'} />
        <span className="run-bar-label run-bar-play">{playing ? 'Pause' : 'Play'}</span>
      </button>
      <button
        type="button"
        className="button button-quiet"
        onClick={reset}
        title="Back to the lesson's start; it can be undone"
      >
        <Icon name="reset" />
        <span className="run-bar-label">Reset</span>
      </button>
      <Moment />
    </div>
  );
}

function RunButton({ busy, onRun }: { busy: boolean; onRun: () => void }) {
  const status = useWorkbenchState((state) => state.engine.kind);
  return (
    <button type="button" className="button button-primary run-button" onClick={onRun} disabled={busy} aria-busy={busy}>
      <Icon name="play" />
      {status === 'running' ? 'Running' : status === 'preparing' ? 'Starting' : 'Run'}
    </button>
  );
}

/** Where the cursor stands. Of a fixed width, so that nothing moves while a run plays. */
function Moment() {
  const view = useRunView();
  const length = useWorkbenchState((state) => state.run?.trace.length ?? 0);
  const changed = useWorkbenchState(({ run, files }) => run?.files != null && !sameFiles(run.files, files));
  if (!view || length < 2)
    return <p className="moment">{view ? 'Both nodes are ready.' : 'Two Postgres servers are starting.'}</p>;
  return (
    <p className="moment">
      <span className="moment-time">t = {formatMs(view.at)}</span>
      <span className="moment-count">
        event {view.cursor + 1} of {length}
        {changed && <em> · code changed since</em>}
      </span>
    </p>
  );
}
