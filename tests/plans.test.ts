/**
 * Plans of PostgreSQL 9.6 to 18, each with the model that it is expected to have, and what holds of every model: what is shared out among
 * the nodes adds up to what EXPLAIN says of all of them.
 */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bufferKinds, type Plan, type PlanNode } from '../src/explain/plan.ts';
import { readPlan } from '../src/explain/read-plan.ts';
import { walkOf } from '../src/explain/walk.ts';
import { planFiles } from './support/plan-files.ts';
import { planInLines } from './support/plan-in-lines.ts';
import { rowMistakes } from './support/plan-rows.ts';

/** EXPLAIN prints ms with three digits after the point. */
const halfADigitMs = 0.0005;

it('has enough of them, and some in both formats', () => {
  const names = new Set(planFiles.map(({ name }) => name));
  expect(names.size).toBeGreaterThanOrEqual(100);
  expect(planFiles.length - names.size).toBeGreaterThanOrEqual(8);
});

/** A CTE that two nodes read by turns is taken off one of them alone, which may have less than that. */
const readByTurns = new Set(['cte-nested', 'cte-twice']);

describe.each(planFiles)('$file', ({ name, text, expectedFile }) => {
  it('is read as expected', () => {
    expect(existsSync(expectedFile), `${expectedFile} is written by: npm run plans -- --accept`).toBe(true);
    expect(planInLines(readPlan(text))).toBe(readFileSync(expectedFile, 'utf8'));
  });

  const itAddsUp = readByTurns.has(name) ? it.fails : it;
  itAddsUp('adds up', () => {
    const plan = readPlan(text);
    expect(unfit(plan)).toEqual([]);
    const tops = plan.nodes.filter(({ runsIn }) => runsIn === null);
    // What runs in no other node is the root, and after it what a CTE changes that nobody reads.
    expect(tops.slice(1).filter(({ relationship }) => relationship !== 'cte')).toEqual([]);
    expectTimes(plan, tops);
    for (const kind of bufferKinds) {
      const own = plan.nodes.map(({ actual }) => actual?.ownBuffers?.[kind] ?? 0);
      expect(sum(own), kind).toBe(sum(tops.map(({ actual }) => actual?.buffers?.[kind] ?? 0)));
      expect(
        own.filter((blocks) => blocks < 0),
        kind,
      ).toEqual([]);
    }
    if (plan.root.estimate) {
      const costs = plan.nodes.map(({ estimate }) => estimate!.ownCost);
      expect(sum(costs)).toBeCloseTo(plan.root.estimate.totalCost, 6);
      expect(costs.filter((cost) => cost < 0)).toEqual([]);
    }
    expect(rowMistakes(plan, text)).toEqual([]);
  });

  it('is walked through once, each node after what it waits for', () => {
    const plan = readPlan(text);
    const walk = walkOf(plan).map(({ index }) => index);
    const executed = plan.nodes.filter(({ actual }) => actual?.loops !== 0).map(({ index }) => index);
    expect(walk.toSorted((a, b) => a - b)).toEqual(executed);
    expect(walk.at(-1) === 0 || plan.nodes[walk.at(-1)!]!.runsIn === null).toBe(true);
    for (const { index, runsIn } of plan.nodes)
      if (executed.includes(index) && runsIn !== null) expect(walk.indexOf(index)).toBeLessThan(walk.indexOf(runsIn));
  });
});

/**
 * The time of a node is the mean of its loops, rounded to a digit d, times the loops: it is wrong by d/2 a loop at most, and each node is
 * taken off another once. A share that comes out below 0 by these is told as 0, which is the only way in which the sum of the shares differs
 * from the whole. So it is not less, and greater by 2 * d/2 * loops, summed over all nodes, at most.
 */
function expectTimes({ nodes, root, executionMs }: Plan, tops: readonly PlanNode[]): void {
  const own = sum(nodes.map(({ actual }) => actual?.ownMs ?? 0));
  const whole = sum(tops.map(({ actual }) => actual?.totalMs ?? 0));
  const loops = sum(nodes.map(({ actual }) => actual?.loops ?? 0));
  expect(own).toBeGreaterThan(whole - 1e-6);
  expect(own).toBeLessThanOrEqual(whole + 2 * halfADigitMs * loops + 1e-6);
  if (executionMs !== null) expect(root.actual!.totalMs ?? 0).toBeLessThanOrEqual(executionMs + 2 * halfADigitMs);
}

/** Numbers of a model that cannot be shown, with the way to them. */
function unfit(value: unknown, path = 'plan'): readonly string[] {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? [] : [`${path} is ${value}`];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    path === 'plan' && key === 'root' ? [] : key === 'children' ? [] : unfit(inner, `${path}.${key}`),
  );
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
