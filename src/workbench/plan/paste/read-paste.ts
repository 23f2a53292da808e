import type { Finding } from '../../../explain/finding.ts';
import { findingsOf } from '../../../explain/findings.ts';
import type { Plan } from '../../../explain/plan.ts';
import { PlanError } from '../../../explain/plan-error.ts';
import { readPlan } from '../../../explain/read-plan.ts';
import type { Step } from '../../../explain/step.ts';
import { stepsOf } from '../../../explain/steps.ts';
import { formatNumber } from '../../../course/story.ts';

export type Reading =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'wrong'; readonly message: string }
  | {
      readonly kind: 'plan';
      readonly plan: Plan;
      readonly steps: readonly Step[];
      readonly findings: readonly Finding[];
    };

/** More can be read, but not be looked at: a browser needs seconds to draw them. */
const mostNodes = 1_000;
/** A plan of 200 nodes has some 300 kB. */
export const mostCharacters = 5_000_000;

/** What somebody has pasted, whatever it is. */
export function readPasted(text: string): Reading {
  if (text.trim() === '') return { kind: 'nothing' };
  if (text.length > mostCharacters) return { kind: 'wrong', message: tooLong(text.length) };
  try {
    const plan = readPlan(text);
    const { length } = plan.nodes;
    if (length > mostNodes) {
      const message = `This plan has ${formatNumber(length)} nodes. Up to ${formatNumber(mostNodes)} are drawn here.`;
      return { kind: 'wrong', message };
    }
    return { kind: 'plan', plan, steps: stepsOf(plan), findings: findingsOf(plan, null) };
  } catch (error) {
    // What is no plan is one thing; whatever else may be wrong with what a stranger has made is none of the reader's.
    return {
      kind: 'wrong',
      message: error instanceof PlanError ? error.message : `This is no plan that can be read: ${String(error)}`,
    };
  }
}

export const tooLong = (length: number): string =>
  `This has ${formatNumber(length)} characters. A plan may have ${formatNumber(mostCharacters)} here.`;
