import { whatWasExpected } from './expected-words.ts';
import { whatHappened } from './happened-words.ts';
import { whatItDoes } from './node-words.ts';
import type { Plan } from './plan.ts';
import type { Step } from './step.ts';
import { walkOf } from './walk.ts';

/** The walk through a plan: a step for each node that was executed, in the order in which they came to their ends; for each node of a plan
 * that was not run. */
export const stepsOf = (plan: Plan): readonly Step[] =>
  walkOf(plan).map((node) => ({
    node,
    does: whatItDoes(node),
    happened: whatHappened(node),
    expected: whatWasExpected(plan, node),
  }));
