import { oncePerTrace } from '../../trace/fold-trace.ts';
import { timeScale } from './time-scale.ts';

/** The scale on which a run is drawn: a statement's way to the node and back is seen as well. */
export const runScale = oncePerTrace((trace) => {
  const end = trace.at(-1)?.at ?? 0;
  return timeScale(
    trace.flatMap((event) =>
      event.type === 'query ran'
        ? [event.sentAt, event.at, event.answeredAt ?? end].filter((at) => at >= 0 && at <= end)
        : [event.at],
    ),
  );
});
