import type { Verdict } from '../../src/course/lesson.ts';
import { formatMs } from '../../src/course/story.ts';
import { eventsOf } from '../../src/course/trace-selectors.ts';
import type { EventOf, Trace } from '../../src/trace/events.ts';
import { outagesOf, powerOffOf, promotionOf } from './check-outages.ts';

/** Nobody is switched off or promoted before the primary has been away for long enough, or where there is nobody to take its place. */
export const judgePatience =
  (patienceMs: number) =>
  (trace: Trace): Verdict => {
    const acts = [powerOffOf(trace), promotionOf(trace)].filter((event) => event !== undefined);
    for (const act of acts) {
      const complaint = complain(trace, act, patienceMs);
      if (complaint !== null) {
        const story = [`At t = ${formatMs(act.at)}, ${inWords(act)}.`, complaint];
        return { kind: 'broken', story, event: trace.indexOf(act) };
      }
    }
    return { kind: 'holds' };
  };

type Act = EventOf<'node crashed'> | EventOf<'node promoted'>;

function complain(trace: Trace, act: Act, patienceMs: number): string | null {
  const outage = outagesOf(trace).find(({ start, end }) => start <= act.at && act.at <= end);
  if (!outage) return 'The shop reached the primary then.';
  if (act.at < outage.start + patienceMs) {
    return `The shop had not reached the primary for ${formatMs(act.at - outage.start)}. It may be back before ${formatMs(patienceMs)} are over.`;
  }
  const replica = eventsOf(trace, 'node crashed').find(({ node, at }) => node === 'replica' && at <= act.at);
  if (act.type === 'node crashed' && replica) {
    return `The replica had been dead since t = ${formatMs(replica.at)}: there was nobody to take its place.`;
  }
  return null;
}

const inWords = (act: Act): string =>
  act.type === 'node promoted' ? 'the replica was promoted' : 'the shop cut the power of the primary';
