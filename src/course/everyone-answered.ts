import type { Verdict } from './lesson.ts';
import { requestName } from './story.ts';
import { eventsOf, requestsIn } from './trace-selectors.ts';
import type { Trace } from '../trace/events.ts';

/**
 * Nobody waits in vain. A promise about what people are shown is kept by a shop that shows nothing to anybody, so a check
 * of such a promise asks for this as well. Of a program that was stopped `grade` says so itself.
 */
export function everyoneAnswered(trace: Trace): Verdict {
  if (eventsOf(trace, 'code stopped').length > 0) return { kind: 'holds' };
  const waiting = requestsIn(trace).find(({ responded }) => !responded);
  if (!waiting) return { kind: 'holds' };
  const detail = eventsOf(trace, 'run ended')[0]?.detail;
  const story = [`${requestName(waiting)} was never answered.`, ...(detail === undefined ? [] : [detail])];
  return { kind: 'broken', story, event: trace.indexOf(waiting.started) };
}
