import { memo } from 'react';
import { formatMs } from '../../course/story.ts';
import type { TraceEvent } from '../../trace/events.ts';
import { Icon } from '../icon.tsx';
import { useActions, useReplicationKind } from '../workbench-context.tsx';
import { EventDetails, hasDetails } from './event-details.tsx';
import { eventKind, isStaleRead } from './event-kind.ts';
import { eventSentence } from './event-sentence.ts';
import { SentenceText } from './sentence-text.tsx';

interface EventRowProps {
  readonly event: TraceEvent;
  readonly index: number;
  /** Only of the last row that has happened: whether the cursor is at it, or past it at one that is not listed. */
  readonly when: 'now' | 'past' | undefined;
  readonly expanded: boolean;
}

/** An event in the list. Memoised: a step changes two rows of thousands. */
export const EventRow = memo(function EventRow({ event, index, when, expanded }: EventRowProps) {
  const { goTo, toggleDetails } = useActions();
  const replication = useReplicationKind();
  const kind = eventKind(event);
  return (
    <div
      role="listitem"
      className="event"
      data-when={when}
      data-kind={kind}
      data-stale={isStaleRead(event) || undefined}
    >
      <div className="event-line">
        <button
          type="button"
          className="event-button"
          aria-current={when === 'now' ? 'step' : undefined}
          onClick={() => goTo(index)}
        >
          <span className="event-time">{formatMs(event.at)}</span>
          <Icon name={kind} />
          <span className="event-sentence">
            <SentenceText sentence={eventSentence(event, replication)} />
          </span>
        </button>
        {hasDetails(event) && (
          <button
            type="button"
            className="event-more"
            aria-expanded={expanded}
            aria-label={`Details of event ${index + 1}`}
            onClick={() => toggleDetails(index)}
          >
            <Icon name="chevron" />
          </button>
        )}
      </div>
      {expanded && hasDetails(event) && <EventDetails event={event} />}
    </div>
  );
});
