import { expect, it } from 'vitest';
import { planOfRaw } from './plan-of-raw.ts';
import { walkOf } from './walk.ts';

const node = (type: string, more: object = {}, ...plans: object[]): object => ({
  'Node Type': type,
  'Actual Loops': 1,
  'Actual Rows': 1,
  'Actual Total Time': 10,
  ...more,
  Plans: plans,
});
const as = (relationship: string, name?: string): object => ({
  'Parent Relationship': relationship,
  ...(name !== undefined && { 'Subplan Name': name }),
});
const walk = (plan: object): readonly string[] => walkOf(planOfRaw({ Plan: plan })).map(({ title }) => title);

it('begins with what everything else waits for: the hash table, and the result that a filter asks for', () => {
  const plan = node(
    'Hash Join',
    {},
    node('Aggregate', as('InitPlan', 'InitPlan 1')),
    node('Seq Scan', { ...as('Outer'), Filter: '(b > (InitPlan 1).col1)' }),
    node('Hash', as('Inner'), node('Index Scan', as('Outer'))),
  );
  expect(walk(plan)).toEqual(['Index Scan', 'Hash', 'Aggregate', 'Seq Scan', 'Hash Join']);
});

it('has a CTE where it is read, and one that nobody reads at the end', () => {
  const plan = node(
    'Nested Loop',
    {},
    node('Sort', as('InitPlan', 'CTE top')),
    node('ModifyTable', { ...as('InitPlan', 'CTE gone'), Operation: 'Delete' }),
    node('Seq Scan', as('Outer')),
    node('CTE Scan', { ...as('Inner'), 'CTE Name': 'top', Alias: 'top' }),
  );
  expect(walk(plan)).toEqual(['Seq Scan', 'Sort', 'CTE Scan', 'Nested Loop', 'Delete']);
});

it('leaves out what was never executed', () => {
  const plan = node(
    'Append',
    {},
    node('Seq Scan', { ...as('Member'), 'Actual Loops': 0 }),
    node('Index Scan', as('Member')),
  );
  expect(walk(plan)).toEqual(['Index Scan', 'Append']);
});

it('comes to an end, with each node in it, where two results ask for each other', () => {
  const plan = node(
    'Result',
    {},
    node('Limit', { ...as('InitPlan', 'InitPlan 1'), Filter: '(InitPlan 2).col1' }),
    node('Sort', { ...as('InitPlan', 'InitPlan 2'), Filter: '(InitPlan 1).col1' }),
  );
  expect(walk(plan)).toEqual(['Result', 'Sort', 'Limit']);
});
