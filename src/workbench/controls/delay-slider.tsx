import { Slider } from '@base-ui/react/slider';
import { useState } from 'react';
import { formatMs } from '../../course/story.ts';
import { delayAt, delayPosition, delaySteps } from './delay-scale.ts';
import './controls.css';

interface DelaySliderProps {
  readonly delayMs: number;
  readonly disabled?: boolean;
  /** Settles when the delay is in force, or is not. */
  readonly onCommit: (delayMs: number) => Promise<void>;
}

/** Follows the hand while it drags and takes effect when it lets go: a run in between would be thrown away. Then it shows
 * what is in force, and nothing else. */
export function DelaySlider({ delayMs, disabled = false, onCommit }: DelaySliderProps) {
  const [held, setHeld] = useState<number | null>(null);
  const shown = held === null ? delayMs : delayAt(held);
  const commit = async (position: number): Promise<void> => {
    setHeld(position);
    await onCommit(delayAt(position));
    // Somebody may drag again by now.
    setHeld((latest) => (latest === position ? null : latest));
  };
  return (
    <Slider.Root
      className="delay-slider"
      min={0}
      max={delaySteps}
      disabled={disabled}
      value={held ?? delayPosition(delayMs)}
      onValueChange={(value) => setHeld(value)}
      onValueCommitted={(value) => void commit(value)}
    >
      <Slider.Label className="delay-label">Delay</Slider.Label>
      <Slider.Control className="slider-control">
        <Slider.Track className="slider-track">
          <Slider.Indicator className="slider-indicator" />
          <Slider.Thumb className="slider-thumb" getAriaValueText={() => formatMs(shown)} />
        </Slider.Track>
      </Slider.Control>
      <output className="delay-value">{formatMs(shown)}</output>
    </Slider.Root>
  );
}
