/**
 * `npm run plans`: every plan in `tests/plans/` is read as the file beside it says, and its sums hold. With `-- --accept` what has no such
 * file gets one first, with `-- --accept name ...` the plans of these names get a new one: to be read and compared with the plan before it
 * is committed, since it says what the code says. No server is started; `scripts/make-plans.ts` has asked one for the plans.
 */
import { acceptPlans } from './accept-plans.ts';
import { planTests } from './plan-tests.ts';
import { runVitest } from './run-vitest.ts';

const [option, ...names] = process.argv.slice(2);
if (option === '--accept') for (const file of await acceptPlans(names)) console.log(`written, and to be read: ${file}`);
const { passed, failed } = await runVitest('plans', planTests);
console.log(`plans: ${passed} of ${passed + failed}`);
if (failed > 0 || passed === 0) process.exitCode = 1;
