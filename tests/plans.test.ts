/**
 * Plans of PostgreSQL 9.6 to 18, each with the model that it is expected to have, and what holds of every model: what is shared out among
 * the nodes adds up to what EXPLAIN says of all of them, rows go from node to node, and the walk goes through all of them.
 */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { comparePlans } from '../src/explain/compare-plans.ts';
import { findingsOf } from '../src/explain/findings.ts';
import { readPlan } from '../src/explain/read-plan.ts';
import { stepsOf } from '../src/explain/steps.ts';
import { planFiles } from './support/plan-files.ts';
import { planInLines } from './support/plan-in-lines.ts';
import { rowMistakes } from './support/plan-rows.ts';
import { sumMistakes, walkMistakes } from './support/plan-sums.ts';

it('has enough of them, and some in both formats', () => {
  const names = new Set(planFiles.map(({ name }) => name));
  expect(names.size).toBeGreaterThanOrEqual(150);
  expect(planFiles.length - names.size).toBeGreaterThanOrEqual(9);
});

/** It begins and ends as a sentence does, has what it speaks of, and its backticks come in pairs. */
const isWhole = (sentence: string): boolean =>
  /^[A-Z`\d].*[.?]$/s.test(sentence) &&
  !/\b(undefined|NaN|null|Infinity)\b(?!::)/.test(sentence.replaceAll(/`[^`]*`/g, '')) &&
  sentence.split('`').length % 2 === 1;

it('two plans of whatever queries are compared node by node, each node once', () => {
  for (const [at, { text }] of planFiles.entries()) {
    const [left, right] = [readPlan(text), readPlan(planFiles[(at + 1) % planFiles.length]!.text)];
    const side = { name: 'it', facts: null };
    const { pairs } = comparePlans({ ...side, plan: left }, { ...side, plan: right });
    expect(pairs.flatMap((pair) => pair.left?.index ?? [])).toEqual(left.nodes.map(({ index }) => index));
    expect(pairs.flatMap((pair) => pair.right?.index ?? []).toSorted((a, b) => a - b)).toEqual(
      right.nodes.map(({ index }) => index),
    );
  }
});

describe.each(planFiles)('$file', ({ text, expectedFile }) => {
  it('is read as expected', () => {
    // `npm run plans -- --accept` writes it.
    expect({ expectedFile, exists: existsSync(expectedFile) }).toEqual({ expectedFile, exists: true });
    expect(planInLines(readPlan(text))).toBe(readFileSync(expectedFile, 'utf8'));
  });

  it('adds up', () => {
    expect(sumMistakes(readPlan(text))).toEqual([]);
    expect(rowMistakes(readPlan(text), text)).toEqual([]);
  });

  it('is walked through once, each node after what it waits for', () => {
    expect(walkMistakes(readPlan(text))).toEqual([]);
  });

  it('is told in whole sentences, and is no different from itself', () => {
    const plan = readPlan(text);
    const steps = stepsOf(plan);
    const sentences = steps.flatMap(({ does, happened, expected }) => [does, ...happened, ...expected]);
    const findings = findingsOf(plan, null).flatMap(({ title, why, advice }) => [`${title}.`, why, advice]);
    expect([...sentences, ...findings].filter((sentence) => !isWhole(sentence))).toEqual([]);
    expect(steps.filter(({ does }) => does.includes('has no words for'))).toEqual([]);
    const side = { name: 'it', plan, facts: null };
    expect(comparePlans(side, side).pairs.flatMap(({ differences }) => differences)).toEqual([]);
  });
});
