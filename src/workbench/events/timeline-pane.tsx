import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import { memo, useDeferredValue, useEffect, useMemo, useRef, type CSSProperties } from 'react';
import type { TraceEvent } from '../../trace/events.ts';
import { ForkBanner } from '../fork/fork-banner.tsx';
import type { EventFilter } from '../store/workbench-state.ts';
import { Timeline } from '../timeline/timeline.tsx';
import { ZoomButtons } from '../timeline/zoom-buttons.tsx';
import { useActions, useWorkbenchState } from '../workbench-context.tsx';
import { isListed } from './event-kind.ts';
import { EventRow } from './event-row.tsx';
import './events.css';

const filters: readonly { readonly filter: EventFilter; readonly label: string }[] = [
  { filter: 'all', label: 'All' },
  { filter: 'queries', label: 'Queries' },
  { filter: 'replication', label: 'Replication' },
  { filter: 'notable', label: 'Notable' },
];

/** A check's schedule has people of its own. */
const nobody: readonly string[] = [];

/** The run from its start to its end: drawn, and as a list of events with the cursor in it. */
export function TimelinePane() {
  const run = useWorkbenchState((state) => state.run);
  const people = useWorkbenchState((state) => state.lesson.scenario.people);
  const planned = useMemo(() => people.map(({ name }) => name), [people]);
  if (!run) return <p className="empty-pane">The events of a run appear here, in virtual time.</p>;
  return (
    <div className="timeline">
      <ScheduleBanner />
      <ForkBanner />
      <Timeline trace={run.trace} planned={run.schedule === null ? planned : nobody} />
      <div className="timeline-bar">
        <EventFilterBar />
        <ZoomButtons />
      </div>
      <EventList />
    </div>
  );
}

function EventFilterBar() {
  const { setFilter } = useActions();
  const filter = useWorkbenchState((state) => state.filter);
  return (
    <ToggleGroup
      className="segments"
      aria-label="Events listed"
      value={[filter]}
      onValueChange={(values) => {
        const chosen = filters.find((option) => values.includes(option.filter));
        if (chosen) setFilter(chosen.filter);
      }}
    >
      {filters.map((option) => (
        <Toggle key={option.filter} value={option.filter} className="segment">
          {option.label}
        </Toggle>
      ))}
    </ToggleGroup>
  );
}

interface Listed {
  readonly event: TraceEvent;
  readonly index: number;
}

/** So many rows are drawn, and looked through, together. */
const chunkRows = 8;

function EventList() {
  const run = useWorkbenchState((state) => state.run)!;
  const cursor = useDeferredValue(useWorkbenchState((state) => state.cursor));
  const expanded = useWorkbenchState((state) => state.expanded);
  const filter = useWorkbenchState((state) => state.filter);
  const chunks = useMemo(() => {
    const listed = run.trace.flatMap((event, index) => (isListed(event, filter) ? [{ event, index }] : []));
    const starts = listed.flatMap((_, at) => (at % chunkRows === 0 ? [at] : []));
    return starts.map((start) => listed.slice(start, start + chunkRows));
  }, [run, filter]);
  const inFront = useWorkbenchState((state) => state.paneOrder[0] === 'timeline');
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => keepInSight(list.current!), [cursor, expanded, chunks, inFront]);
  const before = run.files === null;
  const reached = chunks.findLastIndex((chunk) => chunk[0]!.index <= cursor);
  return (
    <div ref={list} className="events" role="list" aria-label="Events in virtual time">
      {chunks.map((chunk, at) => (
        <EventChunk
          key={chunk[0]!.index}
          chunk={chunk}
          cursor={at === reached ? cursor : null}
          isAhead={at > reached}
          expanded={chunk.some(({ index }) => index === expanded) ? expanded : null}
        />
      ))}
      {before && <p className="events-hint">Press Run, and what happens next is listed here.</p>}
      {!before && chunks.length === 0 && <p className="events-hint">No such event in this run.</p>}
    </div>
  );
}

interface EventChunkProps {
  readonly chunk: readonly Listed[];
  /** Null where the last event that has happened is in another chunk. */
  readonly cursor: number | null;
  /** Nothing of it has happened yet. */
  readonly isAhead: boolean;
  readonly expanded: number | null;
}

/** Some rows of the list. Memoised: a step changes one chunk of many, or two. */
const EventChunk = memo(function EventChunk({ chunk, cursor, isAhead, expanded }: EventChunkProps) {
  const last = cursor === null ? -1 : chunk.findLastIndex(({ index }) => index <= cursor);
  return (
    <div
      className="event-chunk"
      role="presentation"
      data-ahead={isAhead || undefined}
      style={{ '--rows': chunk.length } as CSSProperties}
    >
      {chunk.map(({ event, index }, at) => (
        <EventRow
          key={index}
          event={event}
          index={index}
          when={at === last ? (index === cursor ? 'now' : 'past') : undefined}
          expanded={expanded === index}
        />
      ))}
    </div>
  );
});

/** So much of what was before and of what comes next stays in sight, in px: two or three events. */
const context = 76;

/** Frames after which nothing has moved any more: rows that come into sight take a frame or two to have their height. */
const stillFrames = 3;

/** Looks again until the rows stand still: those that were out of sight had a guessed height. Gives what ends it. */
function keepInSight(list: HTMLElement): () => void {
  let frame = 0;
  let still = 0;
  const look = (): void => {
    still = keepCursorInSight(list) ? 0 : still + 1;
    if (still < stillFrames) frame = requestAnimationFrame(look);
  };
  look();
  return () => cancelAnimationFrame(frame);
}

/** Scrolls the list alone: `scrollIntoView` would move the page as well. Whether it had to. */
function keepCursorInSight(list: HTMLElement): boolean {
  const row = list.querySelector('[data-when="now"]');
  if (!row) return false;
  const before = list.scrollTop;
  const [seen, own] = [list.getBoundingClientRect(), row.getBoundingClientRect()];
  const margin = Math.max(0, Math.min(context, (seen.height - own.height) / 2));
  if (own.top < seen.top + margin) list.scrollTop -= seen.top + margin - own.top;
  else if (own.bottom > seen.bottom - margin)
    list.scrollTop += Math.min(own.bottom - seen.bottom + margin, own.top - seen.top);
  return list.scrollTop !== before;
}

/** Says that another schedule than the learner's own run is shown, and leads back. */
function ScheduleBanner() {
  const { backToOwnRun } = useActions();
  const schedule = useWorkbenchState((state) => state.run?.schedule ?? null);
  if (schedule === null) return null;
  return (
    <div className="schedule-banner" role="status">
      <p>
        You see the smallest run in which the check fails, found under: <strong>{schedule.name}</strong>.
      </p>
      <button type="button" className="button" onClick={backToOwnRun}>
        Back to your run
      </button>
    </div>
  );
}
