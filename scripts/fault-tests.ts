/** What `npm run faults` runs, and `npm run unit` does not: servers that die, recover, are promoted and come back. */
export const faultTests: readonly string[] = [
  'tests/faults.test.ts',
  'tests/rejoin.test.ts',
  'tests/crash-points.test.ts',
  'src/postgres/crash.test.ts',
];
