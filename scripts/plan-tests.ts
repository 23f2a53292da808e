/** What `npm run plans` runs, and `npm run unit` does not: EXPLAIN's plans in files, and what is no plan. */
export const planTests: readonly string[] = [
  'tests/plans.test.ts',
  'tests/pasted-plans.test.ts',
  'tests/hostile-plans.test.ts',
];
