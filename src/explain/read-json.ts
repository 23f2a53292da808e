/** EXPLAIN (FORMAT JSON), as a server gives it or as somebody has pasted it. */
import { PlanError } from './plan-error.ts';

/** An object of EXPLAIN's JSON. */
export type Raw = Readonly<Record<string, unknown>>;

/** A plan of 200 nodes has some 300 kB. */
const mostCharacters = 5_000_000;
/** A view of views of views is 50 nodes deep. */
const mostLevels = 500;

/** The object with the key `Plan`. @throws PlanError that says what is wrong, and where */
export function readJson(text: string): Raw {
  if (text.length > mostCharacters)
    throw new PlanError(`This has ${text.length} characters. A plan has at most ${mostCharacters} here.`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new PlanError(`This is no JSON: ${(error as Error).message}.`);
  }
  const [found] = Array.isArray(value) ? value : [value];
  if (!isRaw(found) || !isRaw(found['Plan'])) {
    throw new PlanError(
      'This JSON has no "Plan". EXPLAIN (FORMAT JSON) gives a list with one object in it, which has one.',
    );
  }
  checkDepth(found['Plan'], 1);
  return found;
}

export const isRaw = (value: unknown): value is Raw =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const childrenOf = (node: Raw): readonly Raw[] =>
  Array.isArray(node['Plans']) ? node['Plans'].filter(isRaw) : [];

function checkDepth(node: Raw, level: number): void {
  if (level > mostLevels) throw new PlanError(`This plan is more than ${mostLevels} levels deep.`);
  for (const child of childrenOf(node)) checkDepth(child, level + 1);
}
