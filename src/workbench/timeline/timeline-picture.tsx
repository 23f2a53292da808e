import { memo, useMemo } from 'react';
import type { Frame } from './frame.ts';
import { pictureLabels } from './picture-labels.ts';
import { picturePaths } from './picture-paths.ts';
import type { TimelineLayout } from './timeline-layout.ts';

/** All that does not move with the cursor: some thirty elements and a few words, however long the run. */
export const TimelinePicture = memo(function TimelinePicture({
  layout,
  frame,
}: {
  layout: TimelineLayout;
  frame: Frame;
}) {
  const paths = useMemo(() => picturePaths(layout, frame), [layout, frame]);
  const labels = useMemo(() => pictureLabels(layout, frame), [layout, frame]);
  const { lanes, queries } = layout;
  // As many arrows as this are a curtain, and what matters lies behind it.
  const dense = queries.length * frame.span > frame.width / 4;
  if (frame.width === 0) return null;
  return (
    <svg
      className="timeline-picture"
      width={frame.width}
      height={lanes.height}
      data-dense={dense || undefined}
      aria-hidden="true"
    >
      {lanes.all.map(({ id, middle, top, height }) => {
        const y = id === 'lag' ? top + height - 3 : middle;
        return id === 'stream' ? null : (
          <line
            key={id}
            className={`lane lane-${id.startsWith('person') ? 'person' : id}`}
            x2={frame.width}
            y1={y}
            y2={y}
          />
        );
      })}
      {paths.map(({ name, d }) => (
        <path key={name} className={name} d={d} />
      ))}
      {labels.map(({ index, x, y, text, look, anchor }) => (
        <text key={index} className={`word word-${look}`} x={x} y={y} textAnchor={anchor} dominantBaseline="central">
          {text}
        </text>
      ))}
    </svg>
  );
});
