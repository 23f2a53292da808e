/** Every plan as it comes out of terminals, mails and the like: it is the same plan. */
import { describe, expect, it } from 'vitest';
import type { PlanNode } from '../src/explain/plan.ts';
import { readPlan } from '../src/explain/read-plan.ts';
import { planFiles } from './support/plan-files.ts';
import { type Frame, jsonFrames, textFrames } from './support/plan-frames.ts';

/** Those that a server has given, with nothing around them yet. */
const plain = planFiles.filter(({ text }) => /^(?:\[\n|[A-Z][\w ]+(?:\(cost|\(actual|on |using |$))/.test(text));
const isJson = (file: string): boolean => file.endsWith('.json');

const everyPlanIn = ({ put }: Frame, plans: typeof plain): void => {
  expect(plans.length).toBeGreaterThan(30);
  for (const { file, text } of plans) expect(allOf(put(text)), `${file}\n${put(text)}`).toBe(allOf(text));
};

/** The model in one string, each node once. */
function allOf(text: string): string {
  const { root: _, ...plan } = readPlan(text);
  return JSON.stringify(
    plan,
    (key, value: unknown) => (key === 'children' ? (value as readonly PlanNode[]).map(({ index }) => index) : value),
    1,
  );
}

describe('a plan in text', () => {
  it.each(textFrames)('is the same in $name', (frame) =>
    everyPlanIn(
      frame,
      plain.filter(({ file }) => !isJson(file)),
    ),
  );
});

describe('a plan in JSON', () => {
  it.each(jsonFrames)('is the same in $name', (frame) =>
    everyPlanIn(
      frame,
      plain.filter(({ file }) => isJson(file)),
    ),
  );
});
