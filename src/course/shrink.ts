/**
 * The smallest schedule that still shows a failure: fewer people, fewer steps, fewer changes, rounder times. Greedy, as
 * in Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input" (2002), with one part dropped at a time:
 * schedules are short. Deterministic, and bounded by the number of schedules that are tried.
 */
import type { Person, Scenario } from '../simulation/scenario.ts';

/**
 * @param stillFails whether a schedule shows the same failure; `scenario` itself is taken to do so
 * @param maxTries how often `stillFails` is asked at most; with 0 the schedule comes back as it is
 */
export async function shrink(
  scenario: Scenario,
  stillFails: (scenario: Scenario) => Promise<boolean>,
  maxTries: number,
): Promise<Scenario> {
  let smallest = scenario;
  let tries = 0;
  let skip = 0;
  // After a success the search goes on where it stood: what could not be dropped before can hardly be dropped now. A
  // whole round without success ends it.
  for (let shrunk = true; shrunk; skip = 0) {
    shrunk = false;
    for (let rest = smallerThan(smallest).slice(skip); rest.length > 0; rest = smallerThan(smallest).slice(skip)) {
      if (tries++ >= maxTries) return smallest;
      if (await stillFails(rest[0]!)) {
        smallest = rest[0]!;
        shrunk = true;
      } else skip++;
    }
  }
  return smallest;
}

/** Every schedule that is one part smaller, the largest parts first. */
export function smallerThan(scenario: Scenario): readonly Scenario[] {
  const { people, console: typed = [], changes = [], faults = [], scripts = [], settings } = scenario;
  const withSettings = (replication: Partial<Scenario['settings']['replication']>): Scenario => ({
    ...scenario,
    settings: { ...settings, replication: { ...settings.replication, ...replication } },
  });
  const { delayMs, jitterMs, changesPerSecond } = settings.replication;
  return [
    ...without(people).map((rest) => ({ ...scenario, people: rest })),
    ...without(typed).map((rest) => ({ ...scenario, console: rest })),
    ...without(changes).map((rest) => ({ ...scenario, changes: rest })),
    ...without(faults).map((rest) => ({ ...scenario, faults: rest })),
    ...replaced(people, withFewerSteps).map((rest) => ({ ...scenario, people: rest })),
    ...replaced(people, withFewerPresses).map((rest) => ({ ...scenario, people: rest })),
    ...(jitterMs > 0 ? [withSettings({ jitterMs: 0 })] : []),
    ...(changesPerSecond === null ? [] : [withSettings({ changesPerSecond: null })]),
    ...rounderThan(delayMs).map((rounder) => withSettings({ delayMs: rounder })),
    ...replaced(people, withRounderTimes)
      .filter((rest) => areAfter(scripts, people, rest, 'startsAt'))
      .map((rest) => ({ ...scenario, people: rest })),
    ...replaced(typed, withRounderStart('at'))
      .filter((rest) => areAfter(scripts, typed, rest, 'at'))
      .map((rest) => ({ ...scenario, console: rest })),
    ...replaced(faults, withRounderStart('at')).map((rest) => ({ ...scenario, faults: rest })),
  ];
}

/** A person's last steps are dropped first: mostly they come after the failure. */
function withFewerSteps(person: Person): readonly Person[] {
  const { steps } = person;
  const halves = steps.length > 3 ? [steps.slice(0, Math.ceil(steps.length / 2))] : [];
  return [...halves, ...without(steps).toReversed()]
    .filter((rest) => rest.length > 0)
    .map((rest) => ({ ...person, steps: rest }));
}

/** Every button is pressed once where it was pressed twice. */
function withFewerPresses(person: Person): readonly Person[] {
  const steps = replaced(person.steps, (step) =>
    'submit' in step && step.again !== undefined ? [{ submit: step.submit, form: step.form }] : [],
  );
  return steps.map((fewer) => ({ ...person, steps: fewer }));
}

function withRounderTimes(person: Person): readonly Person[] {
  const steps = replaced(person.steps, (step) =>
    'wait' in step ? rounderThan(step.wait).map((wait) => ({ wait })) : [],
  );
  return [...withRounderStart('startsAt')(person), ...steps.map((rounder) => ({ ...person, steps: rounder }))];
}

const withRounderStart =
  <Key extends 'startsAt' | 'at'>(key: Key) =>
  <Item extends Readonly<Record<Key, number>>>(item: Item): readonly Item[] =>
    rounderThan(item[key]).map((ms) => ({ ...item, [key]: ms }));

/** Whether what came after a script still does. Before it, the same failure has another cause: what the script does is not done yet. */
const areAfter = <Key extends 'startsAt' | 'at'>(
  scripts: NonNullable<Scenario['scripts']>,
  before: readonly Readonly<Record<Key, number>>[],
  after: readonly Readonly<Record<Key, number>>[],
  key: Key,
): boolean => scripts.every(({ at }) => before.every((item, index) => item[key] < at || after[index]![key] >= at));

/** Smaller times with fewer digits: 870 gives 0, 100 and 800. */
function rounderThan(ms: number): readonly number[] {
  if (ms <= 0) return [];
  const magnitude = 10 ** Math.floor(Math.log10(ms));
  return [...new Set([0, magnitude, Math.floor(ms / magnitude) * magnitude])].filter((rounder) => rounder < ms);
}

/** The list without its first item, without its second, ... */
const without = <Item>(items: readonly Item[]): readonly (readonly Item[])[] =>
  items.map((_, index) => items.toSpliced(index, 1));

/** The list with its first item replaced by each of its replacements, then its second, ... */
function replaced<Item>(
  items: readonly Item[],
  replacements: (item: Item) => readonly Item[],
): readonly (readonly Item[])[] {
  return items.flatMap((item, index) => replacements(item).map((other) => items.with(index, other)));
}
