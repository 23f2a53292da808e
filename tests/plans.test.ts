/**
 * Plans of PostgreSQL 9.6 to 18, each with the model that it is expected to have, and what holds of every model: what is shared out among
 * the nodes adds up to what EXPLAIN says of all of them, rows go from node to node, and the walk goes through all of them.
 */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readPlan } from '../src/explain/read-plan.ts';
import { planFiles } from './support/plan-files.ts';
import { planInLines } from './support/plan-in-lines.ts';
import { rowMistakes } from './support/plan-rows.ts';
import { sumMistakes, walkMistakes } from './support/plan-sums.ts';

it('has enough of them, and some in both formats', () => {
  const names = new Set(planFiles.map(({ name }) => name));
  expect(names.size).toBeGreaterThanOrEqual(150);
  expect(planFiles.length - names.size).toBeGreaterThanOrEqual(9);
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
});
