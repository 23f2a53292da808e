import type { Verdict } from '../../src/course/lesson.ts';
import { answerInWords, formatMs, fullStop } from '../../src/course/story.ts';
import { requestsIn } from '../../src/course/trace-selectors.ts';
import type { Trace } from '../../src/trace/events.ts';

/** Every check of the monitor comes to an end, whatever the servers do. */
export const judgeWatch =
  (limitMs: number) =>
  (trace: Trace): Verdict => {
    for (const request of requestsIn(trace)) {
      const { started, responded } = request;
      if (started.path !== '/watch/') continue;
      const complaint = !responded
        ? 'It was never answered, and the monitor never asked again.'
        : responded.response.status >= 400
          ? fullStop(`The answer was ${answerInWords(request).split('\n')[0]!}`)
          : responded.at > started.at + limitMs
            ? `The answer came ${formatMs(responded.at - started.at)} later. The limit is ${formatMs(limitMs)}: for so long nobody watched.`
            : null;
      if (complaint === null) continue;
      const story = [`At t = ${formatMs(started.at)} the monitor called /watch/.`, complaint];
      return { kind: 'broken', story, event: trace.indexOf(responded ?? started) };
    }
    return { kind: 'holds' };
  };
