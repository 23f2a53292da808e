import { Popover } from '@base-ui/react/popover';
import { Slider } from '@base-ui/react/slider';
import { useEffect, useState } from 'react';
import { formatMs } from '../../course/story.ts';
import { Icon } from '../icon.tsx';
import { standsInRun } from '../store/workbench-state.ts';
import { useActions, useRunView, useWorkbenchState } from '../workbench-context.tsx';
import { delayAt, delayPosition, delaySteps } from './delay-scale.ts';
import { ApplySettings } from './apply-settings.tsx';
import './controls.css';

/** How far behind the replica is kept, and what else slows it. */
export function DelayControl() {
  const { changeReplication, clearChanges } = useActions();
  const inRun = useWorkbenchState(standsInRun);
  const fromStart = useWorkbenchState((state) => state.replication);
  const changes = useWorkbenchState((state) => state.changes.length);
  const view = useRunView();
  const replication = inRun && view ? view.settings.replication : fromStart;
  return (
    <div className="delay-control" role="group" aria-label="Replication delay">
      <DelaySlider delayMs={replication.delayMs} onCommit={(delayMs) => void changeReplication({ delayMs })} />
      <button
        type="button"
        className="button"
        aria-pressed={replication.paused}
        title={replication.paused ? 'The replica applies nothing' : 'Let the replica apply nothing'}
        onClick={() => void changeReplication({ paused: !replication.paused })}
      >
        <Icon name={replication.paused ? 'play' : 'pause'} />
        <span className="delay-pause">{replication.paused ? 'Resume replica' : 'Pause replica'}</span>
      </button>
      <Popover.Root>
        <Popover.Trigger className="button button-quiet" aria-label="More replication settings">
          <Icon name="setting" />
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Positioner sideOffset={6} align="end">
            <Popover.Popup className="popup">
              <Popover.Title className="popup-title">How the replica applies</Popover.Title>
              <ApplySettings replication={replication} onChange={(change) => void changeReplication(change)} />
            </Popover.Popup>
          </Popover.Positioner>
        </Popover.Portal>
      </Popover.Root>
      <p className="delay-scope">
        {inRun && view ? `from t = ${formatMs(view.at)} on` : 'from the start of the next run'}
        {changes > 0 && (
          <button type="button" className="link" onClick={clearChanges}>
            forget {changes === 1 ? 'the change' : `${changes} changes`} made in the run
          </button>
        )}
      </p>
    </div>
  );
}

interface DelaySliderProps {
  readonly delayMs: number;
  readonly onCommit: (delayMs: number) => void;
}

/** Follows the hand while it drags and takes effect when it lets go: a run in between would be thrown away. */
function DelaySlider({ delayMs, onCommit }: DelaySliderProps) {
  const [position, setPosition] = useState(delayPosition(delayMs));
  useEffect(() => setPosition(delayPosition(delayMs)), [delayMs]);
  const shown = position === delayPosition(delayMs) ? delayMs : delayAt(position);
  return (
    <Slider.Root
      className="delay-slider"
      min={0}
      max={delaySteps}
      value={position}
      onValueChange={(value) => setPosition(value)}
      onValueCommitted={(value) => onCommit(delayAt(value))}
    >
      <Slider.Label className="delay-label">Delay</Slider.Label>
      <Slider.Control className="slider-control">
        <Slider.Track className="slider-track">
          <Slider.Indicator className="slider-indicator" />
          <Slider.Thumb className="slider-thumb" getAriaValueText={(_, value) => formatMs(delayAt(value))} />
        </Slider.Track>
      </Slider.Control>
      <output className="delay-value">{formatMs(shown)}</output>
    </Slider.Root>
  );
}
