import { memo } from 'react';
import { axisTicks } from './axis-ticks.ts';
import { pixelOf, type Frame } from './frame.ts';
import { Path } from './path.ts';
import type { TimeScale } from './time-scale.ts';

const height = 18;

/** Virtual time, with a mark where idle time is drawn together. */
export const TimeAxis = memo(function TimeAxis({ scale, frame }: { scale: TimeScale; frame: Frame }) {
  const { width } = frame;
  const [marks, gaps] = [new Path(), new Path()];
  const ticks = width === 0 ? [] : axisTicks(scale, frame);
  for (const { x } of ticks) marks.line(x, 0, x, 4);
  for (const { from, to } of scale.breaks) {
    const [left, right] = [pixelOf(frame, from), pixelOf(frame, to)];
    const middle = (left + right) / 2;
    // Narrower than this there is nothing to see between the two strokes' sides.
    if (right - left < 10 || middle < 0 || middle > width) continue;
    gaps.line(middle - 4, 3.5, middle - 1, -3.5);
    gaps.line(middle + 1, 3.5, middle + 4, -3.5);
  }
  return (
    <svg className="timeline-axis" width={width} height={height} aria-hidden="true">
      <line className="axis-line" x2={width} y1="0.5" y2="0.5" />
      <path className="axis-gaps" d={gaps.d} />
      <path className="axis-ticks" d={marks.d} />
      {ticks.map(({ x, label }) => (
        <text key={label} x={x} y="14" textAnchor="middle">
          {label}
        </text>
      ))}
    </svg>
  );
});
