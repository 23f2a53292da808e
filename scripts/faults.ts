/** `npm run faults`: servers that die at each event of a workload, recover, and are promoted, and what of it is told. */
import { allGood, readTally, removeTally, tallyLine } from './fault-tally.ts';
import { faultTests } from './fault-tests.ts';
import { runVitest } from './run-vitest.ts';

await removeTally();
const { passed, failed } = await runVitest('faults', faultTests);
const tally = await readTally();
console.log(`${passed} tests passed, ${failed} failed`);
console.log(`faults: ${tallyLine(tally)}`);
if (failed > 0 || passed === 0 || !allGood(tally)) process.exitCode = 1;
