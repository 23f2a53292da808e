import { everyoneAnswered } from '../../src/course/everyone-answered.ts';
import type { Verdict } from '../../src/course/lesson.ts';
import { answerInWords, formatMs, fullStop, requestName } from '../../src/course/story.ts';
import { eventsOf, type RequestRecord, requestsIn } from '../../src/course/trace-selectors.ts';
import type { Trace } from '../../src/trace/events.ts';
import { type Failover, failoverOf, isSplit, paymentsAskedFor } from './check-shop.ts';

export interface AnswerLimits {
  /** From the promotion, or from the press where that is later, until who pays has been told OK. */
  readonly payMs: number;
  /** From the press, where no server ever takes writes again: until who pays is told so. */
  readonly hopelessMs: number;
}

/** Whoever pays is told OK as soon as a server takes writes again, and from then on no page is an error. */
export const judgeAnswers =
  (limits: AnswerLimits) =>
  (trace: Trace): Verdict => {
    if (isSplit(trace)) return { kind: 'holds' };
    const failover = failoverOf(trace);
    for (const request of paymentsAskedFor(trace)) {
      const complaint = complainOfPayment(request, failover, limits);
      if (complaint !== null) return broken(trace, request, failover, complaint);
    }
    for (const request of requestsIn(trace)) {
      const { started, responded } = request;
      const isLate = failover?.promotedAt != null && started.at >= failover.promotedAt;
      if (isLate && responded && responded.response.status >= 500)
        return broken(trace, request, failover, answerStory(request));
    }
    const answered = everyoneAnswered(trace);
    const [ended] = eventsOf(trace, 'run ended');
    if (answered.kind === 'broken' || ended?.reason === 'finished' || ended?.reason === 'code stopped') return answered;
    return { kind: 'broken', story: [ended?.detail ?? 'The run did not come to its end.'], event: trace.length - 1 };
  };

function complainOfPayment(request: RequestRecord, failover: Failover | null, limits: AnswerLimits): string | null {
  const { started, responded } = request;
  const isHopeless = failover !== null && failover.promotedAt === null;
  const from = isHopeless ? started.at : Math.max(started.at, failover?.promotedAt ?? 0);
  const limitMs = isHopeless ? limits.hopelessMs : limits.payMs;
  if (!responded) return null;
  if (responded.at > from + limitMs) {
    return `The answer came ${formatMs(responded.at - from)} after ${from === started.at ? 'that' : 'the promotion'}. The limit is ${formatMs(limitMs)}.`;
  }
  if (isHopeless || responded.superseded || responded.response.status < 400) return null;
  return answerStory(request);
}

const answerStory = (request: RequestRecord): string => fullStop(`The answer was ${firstLine(answerInWords(request))}`);
const firstLine = (text: string): string => text.split('\n')[0]!;

function broken(trace: Trace, request: RequestRecord, failover: Failover | null, complaint: string): Verdict {
  const { started, responded } = request;
  const story = [
    `${requestName(request)} was sent at t = ${formatMs(started.at)}.`,
    ...(failover ? [whatHappened(failover)] : []),
    complaint,
  ];
  return { kind: 'broken', story, event: trace.indexOf(responded ?? started) };
}

const whatHappened = ({ crashedAt, promotedAt }: Failover): string =>
  promotedAt === null
    ? `The primary crashed at t = ${formatMs(crashedAt)}, and nobody promoted the replica.`
    : `The primary crashed at t = ${formatMs(crashedAt)}, and from t = ${formatMs(promotedAt)} on the replica took writes.`;
