import type { Verdict } from './lesson.ts';
import { everyoneAnswered } from './everyone-answered.ts';
import { count, formatMs } from './story.ts';
import { eventsOf, requestsIn } from './trace-selectors.ts';
import type { Trace } from '../trace/events.ts';

/**
 * Nobody waits longer than `limitMs` of virtual time from the click to the answer, and nobody waits in vain: also broken
 * by whoever is never answered, and by a run that did not come to its end. Waiting until it is probably there is how a stale
 * read is often mended, so a lesson about stale reads has a limit. It must leave room for what is right: count the
 * statements on the primary that a right solution needs, and those of whoever may hold the server before it.
 */
export function answeredWithin(trace: Trace, limitMs: number): Verdict {
  for (const { started, responded, queries } of requestsIn(trace)) {
    if (!responded) continue;
    const tookMs = responded.at - started.at;
    if (tookMs <= limitMs) continue;
    const queuedMs = queries.reduce((sum, query) => sum + (query.queuedMs ?? 0), 0);
    const queued = queuedMs > 0 ? ` For ${formatMs(queuedMs)} of it others held the server.` : '';
    const story = [
      `At t = ${formatMs(started.at)}, ${started.person} asked for ${started.path}.`,
      `The answer came ${formatMs(tookMs)} later, after ${count(queries.length, 'statement')}.${queued} The limit is ${formatMs(limitMs)}.`,
    ];
    return { kind: 'broken', story, event: trace.indexOf(responded) };
  }
  const answered = everyoneAnswered(trace);
  const [ended] = eventsOf(trace, 'run ended');
  if (answered.kind === 'broken' || ended?.reason === 'finished') return answered;
  return { kind: 'broken', story: [ended?.detail ?? 'The run did not come to its end.'], event: trace.length - 1 };
}
