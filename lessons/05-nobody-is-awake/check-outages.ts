import { eventsOf } from '../../src/course/trace-selectors.ts';
import type { EventOf, Trace } from '../../src/trace/events.ts';
import type { VirtualMs } from '../../src/trace/ids.ts';

/** A time in which the shop could not ask the primary, not by its own doing. `end` is Infinity where it never could again. */
export interface Outage {
  readonly start: VirtualMs;
  readonly end: number;
}

/** The power of a server is cut by nobody but the learner's code here. */
export const isPoweredOff = ({ reason }: EventOf<'node crashed'>): boolean => reason.includes('cut its power');

/** In order. What the shop itself has switched off is no outage. */
export function outagesOf(trace: Trace): readonly Outage[] {
  const outages: Outage[] = [];
  let [isDead, isCut, isPromoted] = [false, false, false];
  for (const event of trace) {
    const wasOut = isDead || isCut;
    if (event.type === 'node crashed' && event.node === 'primary' && !isPoweredOff(event)) isDead = true;
    else if (event.type === 'node restarted' && event.node === 'primary') isDead = false;
    else if (event.type === 'settings changed') isCut = event.settings.network.unreachable?.primary ?? false;
    else if (event.type === 'node promoted') isPromoted = true;
    // Then another server is the primary.
    if (isPromoted) break;
    const isOut = isDead || isCut;
    if (isOut && !wasOut) outages.push({ start: event.at, end: Infinity });
    else if (wasOut && !isOut) outages.push({ ...outages.pop()!, end: event.at });
  }
  return outages;
}

export const promotionOf = (trace: Trace): EventOf<'node promoted'> | undefined => eventsOf(trace, 'node promoted')[0];

/** The first time that the shop switched the primary off. */
export const powerOffOf = (trace: Trace): EventOf<'node crashed'> | undefined =>
  eventsOf(trace, 'node crashed').find((event) => event.node === 'primary' && isPoweredOff(event));
