import { Icon } from '../icon.tsx';
import { SteadyWords } from '../steady-words.tsx';
import { prefersReducedMotion } from '../use-media-query.ts';
import { useActions, useWorkbenchState } from '../workbench-context.tsx';
import { Moment } from './moment.tsx';
import { SpeedSelect } from './speed-select.tsx';
import './run-bar.css';

/** Run, and the movements in time. */
export function RunBar() {
  const { run, stepBack, stepForward, togglePlaying, reset } = useActions();
  const busy = useWorkbenchState((state) => state.engine.kind !== 'ready');
  const resting = useWorkbenchState((state) => state.engine.kind === 'resting');
  const playing = useWorkbenchState((state) => state.playing);
  const atStart = useWorkbenchState((state) => state.cursor === 0);
  const atEnd = useWorkbenchState((state) => !state.run || state.cursor === state.run.trace.length - 1);
  const hasRun = useWorkbenchState((state) => (state.run?.trace.length ?? 0) > 1);
  return (
    <div className="run-bar" role="group" aria-label="Run">
      {resting ? <StartButton /> : <RunButton busy={busy} onRun={() => void run({ play: !prefersReducedMotion() })} />}
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
        <span className="run-bar-label">
          <SteadyWords words={{ play: 'Play', pause: 'Pause' }} shown={playing ? 'pause' : 'play'} />
        </span>
      </button>
      <SpeedSelect />
      <button
        type="button"
        className="button button-quiet"
        onClick={reset}
        title="Code and delay back to the lesson's start; it can be undone (R)"
      >
        <Icon name="reset" />
        <span className="run-bar-label">Reset</span>
      </button>
      <Moment />
    </div>
  );
}

/** Where nothing starts by itself. */
function StartButton() {
  const { prepare } = useActions();
  return (
    <button type="button" className="button button-primary" onClick={() => void prepare()}>
      <Icon name="play" />
      Start the servers
    </button>
  );
}

const runWords = {
  ready: 'Run',
  running: 'Running',
  resting: 'Starting',
  preparing: 'Starting',
  failed: 'Stopped',
} as const;

function RunButton({ busy, onRun }: { busy: boolean; onRun: () => void }) {
  const status = useWorkbenchState((state) => state.engine.kind);
  return (
    <button type="button" className="button button-primary run-button" onClick={onRun} disabled={busy} aria-busy={busy}>
      <Icon name="play" />
      <SteadyWords words={runWords} shown={status} />
    </button>
  );
}
