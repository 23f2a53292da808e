import { Tooltip } from '@base-ui/react/tooltip';
import { useMemo, type RefObject } from 'react';
import { formatMs } from '../../course/story.ts';
import type { TraceEvent } from '../../trace/events.ts';
import { eventSentence } from '../events/event-sentence.ts';
import { SentenceText } from '../events/sentence-text.tsx';
import { useReplicationKind } from '../workbench-context.tsx';

interface EventTipProps {
  readonly event: TraceEvent;
  /** The picture. */
  readonly field: RefObject<HTMLElement | null>;
  /** Where the event is in it, in px from the left. */
  readonly x: number;
}

/** An event of the picture in one sentence, above the picture: what is looked at stays in sight. Those who listen hear it as the value of the slider. */
export function EventTip({ event, field, x }: EventTipProps) {
  const kind = useReplicationKind();
  const anchor = useMemo(
    () => ({
      getBoundingClientRect: () => {
        const { left, top } = field.current?.getBoundingClientRect() ?? new DOMRect();
        return new DOMRect(left + x, top, 0, 0);
      },
    }),
    [field, x],
  );
  return (
    <Tooltip.Root open>
      <Tooltip.Portal>
        <Tooltip.Positioner anchor={anchor} side="top" sideOffset={6} collisionPadding={8} className="event-tip-place">
          <Tooltip.Popup className="event-tip" aria-hidden="true">
            <span className="event-tip-time">{formatMs(event.at)}</span>
            <span>
              <SentenceText sentence={eventSentence(event, kind)} />
            </span>
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
