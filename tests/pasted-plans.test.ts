/** Every plan as it comes out of terminals, mails and the like: it is the same plan. */
import { describe, expect, it } from 'vitest';
import type { PlanNode } from '../src/explain/plan.ts';
import { readPlan } from '../src/explain/read-plan.ts';
import { planFiles } from './support/plan-files.ts';
import { type Frame, jsonFrames, textFrames } from './support/plan-frames.ts';

/** Those that a server has given, with nothing around them yet. */
const plain = planFiles.filter(({ text }) => /^(?:\[\n|[A-Z][\w ]+(?:\(cost|\(actual|on |using |$))/.test(text));

/** The model in one string, each node once. */
function allOf(text: string): string {
  const { root: _, ...plan } = readPlan(text);
  return JSON.stringify(
    plan,
    (key, value: unknown) => (key === 'children' ? (value as readonly PlanNode[]).map(({ index }) => index) : value),
    1,
  );
}

const unframed = new Map(plain.map(({ text }) => [text, allOf(text)]));

/** The names of the plans that are read differently with a frame around them. */
const changedBy = ({ put }: Frame, plans: typeof plain): readonly string[] =>
  plans.filter(({ text }) => allOf(put(text)) !== unframed.get(text)).map(({ file }) => file);

describe('a plan in text', () => {
  const plans = plain.filter(({ file }) => file.endsWith('.txt'));
  it('is there, many times', () => expect(plans.length).toBeGreaterThan(60));
  it.each(textFrames)('is the same in $name', (frame) => expect(changedBy(frame, plans)).toEqual([]));
});

describe('a plan in JSON', () => {
  const plans = plain.filter(({ file }) => file.endsWith('.json'));
  it('is there, many times', () => expect(plans.length).toBeGreaterThan(60));
  it.each(jsonFrames)('is the same in $name', (frame) => expect(changedBy(frame, plans)).toEqual([]));
});
