/** `npm test`: every part in turn, each under its heading, and one line at the end that sums them. */
import { figureOf } from './figure.ts';
import { runNode } from './run-command.ts';

interface Part {
  readonly name: string;
  readonly script: readonly string[];
}

/** Those of one row each use one core, and so are run side by side. */
const rows: readonly (readonly Part[])[] = [
  [{ name: 'check', script: ['scripts/check.ts'] }],
  [{ name: 'unit', script: ['scripts/unit.ts'] }],
  [{ name: 'plans', script: ['scripts/plans.ts'] }],
  [{ name: 'conformance', script: ['scripts/conformance.ts'] }],
  [
    { name: 'faults', script: ['scripts/faults.ts'] },
    { name: 'lessons', script: ['scripts/lessons.ts'] },
  ],
  [{ name: 'build', script: ['scripts/build.ts'] }],
  [{ name: 'e2e', script: ['scripts/e2e.ts', '--built'] }],
];

/** No part takes half as long on a slow machine; one that hangs must not keep the others from being run. In ms. */
const limitMs = 25 * 60_000;

let passed = 0;
let failed = 0;
for (const row of rows) {
  const [alone] = row.length === 1 ? row : [];
  console.log(`\n## ${row.map(({ name }) => name).join(', ')}\n`);
  const run = ({ script }: Part) => runNode(['--import', 'tsx', ...script], { echo: alone !== undefined, limitMs });
  for (const { code, output } of await Promise.all(row.map(run))) {
    if (!alone) console.log(output);
    const figure = figureOf(output, code);
    passed += figure.passed;
    failed += figure.failed;
  }
}
console.log(`\n${passed} passed, ${failed} failed`);
if (failed > 0) process.exitCode = 1;
