import { Slider } from '@base-ui/react/slider';
import { formatMs } from '../../course/story.ts';
import { useActions } from '../workbench-context.tsx';
import type { Frame } from './frame.ts';
import { isWhole } from './sight.ts';
import type { TimeScale } from './time-scale.ts';

interface OverviewStripProps {
  readonly scale: TimeScale;
  readonly frame: Frame;
  /** The cursor's. */
  readonly position: number;
}

/** Which part of the run is in sight, to be dragged. Its room is there when all is in sight, too: nothing jumps. */
export function OverviewStrip({ scale, frame: { from, span }, position }: OverviewStripProps) {
  const { pan } = useActions();
  if (isWhole({ span })) return <div className="overview" />;
  const inSight = `${formatMs(scale.timeAt(from))} to ${formatMs(scale.timeAt(from + span))}`;
  return (
    <Slider.Root
      className="overview"
      min={0}
      max={1 - span}
      step={span / 40}
      value={from}
      thumbAlignment="edge"
      aria-label="Part of the run in sight"
      onValueChange={(value) => pan((value - from) / span)}
    >
      <Slider.Control className="overview-control">
        <Slider.Track className="overview-track">
          <span className="overview-cursor" style={{ left: `${position * 100}%` }} />
          <Slider.Thumb
            className="overview-thumb"
            style={{ width: `max(12px, ${span * 100}%)` }}
            aria-label="Part of the run in sight"
            getAriaValueText={() => inSight}
          />
        </Slider.Track>
      </Slider.Control>
    </Slider.Root>
  );
}
