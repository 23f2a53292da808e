/** What the visitor of the home page did, as the scenario of one person: each act is added at the moment at which it was done. */
import type { PersonStep, Scenario } from '../../simulation/scenario.ts';
import type { Trace } from '../../trace/events.ts';
import type { VirtualMs } from '../../trace/ids.ts';
import type { SettingsChange } from '../../trace/settings.ts';

export type Act = 'buy' | 'reload' | { readonly delayMs: number };

/** In order of time. */
export interface DoneActs {
  readonly steps: readonly PersonStep[];
  readonly changes: readonly SettingsChange[];
}

export const nothingDone: DoneActs = { steps: [], changes: [] };

const presses: Readonly<Record<'buy' | 'reload', PersonStep>> = {
  buy: { submit: '/buy/', form: {} },
  reload: { reload: true },
};

/**
 * What was done, and `act` at the moment `at` of its run. A step waits from the answer before it, so it happens at that very
 * moment when all is run again. Null for a press while the person still waits for an answer: a browser is busy then.
 */
export function withAct(done: DoneActs, act: Act, trace: Trace, at: VirtualMs): DoneActs | null {
  const { steps, changes } = done;
  if (typeof act === 'object')
    return { steps, changes: [...changes, { at, change: { replication: { delayMs: act.delayMs } } }] };
  const answeredAt = lastAnswerAt(trace, at);
  if (answeredAt === null) return null;
  return { steps: [...steps, { wait: at - answeredAt }, presses[act]], changes };
}

/** When the person got the page that they had at `at`; null when they wait for another by then. */
function lastAnswerAt(trace: Trace, at: VirtualMs): VirtualMs | null {
  const ended = trace.findLast(
    (event) => event.at <= at && (event.type === 'request started' || event.type === 'request responded'),
  );
  return ended?.type === 'request responded' && ended.response.redirect === undefined ? ended.at : null;
}

/** Everything that was done, from the start: the input of a run. */
export function scenarioOf(start: Scenario, { steps, changes }: DoneActs): Scenario {
  return {
    ...start,
    people: start.people.map((person) => ({ ...person, steps: [...person.steps, ...steps] })),
    changes,
  };
}
