import { everyoneAnswered } from '../../src/course/everyone-answered.ts';
import type { Verdict } from '../../src/course/lesson.ts';
import { count, formatMs } from '../../src/course/story.ts';
import { eventsOf, requestsIn } from '../../src/course/trace-selectors.ts';
import type { Trace } from '../../src/trace/events.ts';

/** In virtual ms, from the click to the page. Two customers with ten statements each on the primary, one after the other,
 * are well within it. */
const limitMs = 1_000;

/** Nobody waits longer than the limit, and nobody waits in vain. */
export function judgePromptness(trace: Trace): Verdict {
  const [ended] = eventsOf(trace, 'run ended');
  for (const request of requestsIn(trace)) {
    const { started, responded, queries } = request;
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
  if (answered.kind === 'broken' || ended?.reason === 'finished') return answered;
  return { kind: 'broken', story: [ended?.detail ?? 'The run did not come to its end.'], event: trace.length - 1 };
}
