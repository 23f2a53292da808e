import type { Verdict } from '../../src/course/lesson.ts';
import { eventsOf } from '../../src/course/trace-selectors.ts';
import type { Trace } from '../../src/trace/events.ts';

/** What was written for the operators could be run. */
export function judgeScripts(trace: Trace): Verdict {
  for (const event of eventsOf(trace, 'query ran')) {
    const { client, place, outcome, node } = event;
    if (client.kind !== 'console' || !place || outcome.kind !== 'error') continue;
    const { message, hint } = outcome.error;
    const story = [
      `${place.file} was run on the ${node}. It said: ${message}.`,
      'Nothing of the file is done then: all of it is one transaction.',
      ...(hint === undefined ? [] : [hint]),
    ];
    return { kind: 'broken', story, event: trace.indexOf(event) };
  }
  return { kind: 'holds' };
}
