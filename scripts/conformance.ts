/** `npm run conformance`: every line of Django's behaviour, on a primary, its hot standby and a third server. */
import { runVitest } from './run-vitest.ts';

const { passed, failed } = await runVitest('conformance', ['src/django/behaviour']);
console.log(`conformance: ${passed} of ${passed + failed}`);
if (failed > 0 || passed === 0) process.exitCode = 1;
