import { useMemo, useState, type KeyboardEvent } from 'react';
import { formatMs } from '../../course/story.ts';
import type { Trace } from '../../trace/events.ts';
import { eventSentence, spoken } from '../events/event-sentence.ts';
import { useActions, useWorkbenchState } from '../workbench-context.tsx';
import { EventTip } from './event-tip.tsx';
import { pixelOf, type Frame } from './frame.ts';
import { OverviewStrip } from './overview-strip.tsx';
import { shownSight } from './sight.ts';
import { TimeAxis } from './time-axis.tsx';
import { replicationOf } from '../../trace/replication-of.ts';
import { timelineLayout, type TimelineLayout } from './timeline-layout.ts';
import { TimelinePicture } from './timeline-picture.tsx';
import { useTimelinePointer } from './use-timeline-pointer.ts';
import { useWidth } from './use-width.ts';
import './timeline.css';

/** The run in one picture, with the cursor in it. Pressing or dragging moves the cursor, a click on an event opens it. */
export function Timeline({ trace, planned }: { trace: Trace; planned: readonly string[] }) {
  const cursor = useWorkbenchState((state) => state.cursor);
  const sight = useWorkbenchState((state) => state.sight);
  const layout = useMemo(() => timelineLayout(trace, planned), [trace, planned]);
  const [field, width] = useWidth<HTMLDivElement>();
  const { from, span } = shownSight(sight, cursor, layout.places[cursor]!.x);
  const frame = useMemo((): Frame => ({ from, span, width }), [from, span, width]);
  const pointer = useTimelinePointer({ trace, layout, frame, cursor, field });
  const keyboard = useTimelineKeys();
  const playing = useWorkbenchState((state) => state.playing);
  const explained = pointer.hovered ?? (keyboard.hasFocus && !playing ? cursor : null);
  const event = trace[cursor]!;
  return (
    <div className="timeline-view">
      <div className="timeline-lanes">
        <LaneNames layout={layout} />
        <div
          ref={field}
          className="timeline-field"
          role="slider"
          tabIndex={0}
          aria-label="Moment of the run"
          aria-valuemin={1}
          aria-valuemax={trace.length}
          aria-valuenow={cursor + 1}
          aria-valuetext={`${formatMs(event.at)}: ${spoken(eventSentence(event, replicationOf(trace)))}`}
          style={{ height: layout.lanes.height }}
          {...pointer.handlers}
          {...keyboard.handlers}
        >
          <TimelinePicture layout={layout} frame={frame} />
          <Cursor layout={layout} frame={frame} cursor={cursor} />
        </div>
      </div>
      <TimeAxis scale={layout.scale} frame={frame} />
      <OverviewStrip scale={layout.scale} frame={frame} position={layout.places[cursor]!.x} />
      {explained !== null && trace[explained] && (
        <EventTip event={trace[explained]} field={field} x={placeIn(layout, frame, explained).x} />
      )}
    </div>
  );
}

/** In px from the upper left corner of the picture. */
function placeIn(
  { places, lanes }: TimelineLayout,
  frame: Frame,
  index: number,
): { readonly x: number; readonly y: number } {
  const { x, lane } = places[index]!;
  return { x: pixelOf(frame, x), y: lanes.of(lane).middle };
}

function LaneNames({ layout: { lanes, lag } }: { layout: TimelineLayout }) {
  return (
    <div className="timeline-names" aria-hidden="true">
      {lanes.all.map(({ id, name, height }) => (
        <span key={id} className={id.startsWith('person') ? '' : `name-${id}`} style={{ height }}>
          {name}
          {id === 'lag' && <small>max {formatMs(lag.mostMs)}</small>}
        </span>
      ))}
    </div>
  );
}

/** Where the cursor is, which of the events of this moment it is at, and what is still to come. */
function Cursor({ layout, frame, cursor }: { layout: TimelineLayout; frame: Frame; cursor: number }) {
  const { x, y } = placeIn(layout, frame, cursor);
  return (
    <>
      <div className="timeline-ahead" style={{ transform: `translateX(${x}px)` }} />
      <div className="timeline-cursor" style={{ transform: `translateX(${x}px)` }} />
      <div className="timeline-here" style={{ transform: `translate(${x}px, ${y}px)` }} />
    </>
  );
}

/** The arrows step up and down too, and Enter opens the event. The page's own keys do the rest. */
function useTimelineKeys() {
  const { stepForward, stepBack, openEvent } = useActions();
  const cursor = useWorkbenchState((state) => state.cursor);
  const [hasFocus, setHasFocus] = useState(false);
  const onKeyDown = (pressed: KeyboardEvent): void => {
    setHasFocus(true);
    const keys: Readonly<Record<string, () => void>> = {
      ArrowUp: stepForward,
      ArrowDown: stepBack,
      Enter: () => openEvent(cursor),
      ' ': () => openEvent(cursor),
    };
    const act = pressed.ctrlKey || pressed.metaKey || pressed.altKey ? undefined : keys[pressed.key];
    if (!act) return;
    pressed.preventDefault();
    act();
  };
  return {
    hasFocus,
    handlers: {
      onKeyDown,
      onFocus: ({ currentTarget }: { currentTarget: Element }) => setHasFocus(currentTarget.matches(':focus-visible')),
      onBlur: () => setHasFocus(false),
      onPointerDownCapture: () => setHasFocus(false),
    },
  };
}
