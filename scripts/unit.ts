/** `npm run unit`: the tests beside the code, in Node, but for those that have a command of their own. */
import { faultTests } from './fault-tests.ts';
import { endWith } from './figure.ts';
import { planTests } from './plan-tests.ts';
import { runVitest } from './run-vitest.ts';

const others = ['src/django/behaviour/**', ...faultTests, ...planTests];
endWith(
  'unit',
  await runVitest(
    'unit',
    others.flatMap((path) => ['--exclude', path]),
  ),
);
