/** What is taken for a plan at most. What is larger was made to break something, or is none. */
import { PlanError } from './plan-error.ts';
import type { Raw } from './read-json.ts';

/** A plan of 200 nodes has some 300 kB. */
const mostCharacters = 5_000_000;
/** A view of views of views is 50 nodes deep. */
const mostLevels = 500;
/** A table of a thousand partitions that is joined with itself has 2,000. */
const mostNodes = 5_000;

export function checkLength(text: string): void {
  if (text.length > mostCharacters)
    throw new PlanError(
      `This is ${text.length.toLocaleString('en')} characters long. A plan can have ${mostCharacters.toLocaleString('en')} here.`,
    );
}

/** @throws PlanError when its nodes are too many, or too deep inside of one another */
export function checkSize(root: Raw): void {
  let level: readonly Raw[] = [root];
  let count = 0;
  for (let levels = 1; level.length > 0; levels++) {
    count += level.length;
    if (levels > mostLevels)
      throw new PlanError(`This plan is more than ${mostLevels} levels deep, which no query is.`);
    if (count > mostNodes)
      throw new PlanError(
        `This plan has more than ${mostNodes.toLocaleString('en')} nodes, which is more than can be shown.`,
      );
    level = level.flatMap((node) => (Array.isArray(node['Plans']) ? (node['Plans'] as Raw[]).filter(isObject) : []));
  }
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Enough of a line to find it by. */
export const shortened = (line: string): string => (line.length > 80 ? `${line.slice(0, 80)}...` : line);
