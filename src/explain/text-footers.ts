/** The lines after a plan in text, as the keys of EXPLAIN's JSON. */
import type { Writable } from './text-properties.ts';

const names =
  /^(?:Planning [Tt]ime|Execution [Tt]ime|Total runtime|Planning|Settings|JIT|JIT for worker \d+|Serialization|Query Identifier|Query Parameters|Trigger .+)$/;

/** Whether a line of this name is of all of the plan, wherever it is indented. */
export const isFooter = (name: string): boolean => names.test(name);

/** Gives what the lines that are indented below it belong to. */
export function addFooter(name: string, value: string, top: Writable): Writable | null {
  if (addTrigger(name, value, top)) return null;
  const ms = /^([\d.]+) ms$/.exec(value)?.[1];
  if (ms !== undefined) {
    top[name === 'Total runtime' ? 'Total Runtime' : name] = Number(ms);
    return null;
  }
  if (name === 'Settings') {
    top[name] = Object.fromEntries(
      [...value.matchAll(/([^\s=]+) = '((?:[^']|'')*)'/g)].map(([, key, set]) => [key!, set!.replaceAll("''", "'")]),
    );
    return null;
  }
  if (name === 'Serialization') return (top[name] = serializationOf(value));
  if (value !== '') {
    top[name] = value;
    return null;
  }
  const section: Writable = {};
  top[name] = section;
  return section;
}

/** `Trigger RI_1 for constraint c_a_fkey on c: time=4.333 calls=49`. */
function addTrigger(name: string, value: string, top: Writable): boolean {
  const called = /^(?:time=(?<ms>[\d.]+) )?calls=(?<calls>[\d.]+)$/.exec(value)?.groups;
  if (!called || !name.startsWith('Trigger ')) return false;
  const [trigger = '', ofConstraint] = name.slice('Trigger '.length).split(/(?:^| )for constraint /);
  const [constraint, relation] = (ofConstraint ?? trigger).split(/ on (?=[^ ]+$)/);
  const named = ofConstraint === undefined ? constraint : trigger;
  ((top['Triggers'] ??= []) as Writable[]).push({
    'Trigger Name': named || `for constraint ${constraint}`,
    ...(ofConstraint !== undefined && { 'Constraint Name': constraint }),
    ...(relation !== undefined && { Relation: relation }),
    ...(called['ms'] !== undefined && { Time: Number(called['ms']) }),
    Calls: Number(called['calls']),
  });
  return true;
}

/** `time=0.025 ms  output=1kB  format=text`. */
function serializationOf(value: string): Writable {
  const { ms, kb, format } =
    /^(?:time=(?<ms>[\d.]+) ms +)?output=(?<kb>\d+)kB +format=(?<format>\w+)$/.exec(value)?.groups ?? {};
  return {
    ...(ms !== undefined && { Time: Number(ms) }),
    ...(kb !== undefined && { 'Output Volume': Number(kb) }),
    ...(format !== undefined && { Format: format }),
  };
}
