/** `npm run unit`: the tests beside the code, in Node, but for those that have a command of their own. */
import { endWith } from './figure.ts';
import { runVitest } from './run-vitest.ts';

endWith(
  'unit',
  await runVitest('unit', ['--exclude', 'src/django/behaviour/**', '--exclude', 'tests/crash-points.test.ts']),
);
