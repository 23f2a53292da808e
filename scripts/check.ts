/** `npm run check`: what can be known about the code without running it. Each check counts as one. */
import { endWith } from './figure.ts';
import { allLayerProblems } from './layers.ts';
import { runNode } from './run-command.ts';

interface Check {
  readonly name: string;
  /** What is wrong, whole and readable, or empty. */
  readonly run: () => Promise<string>;
}

const tool =
  (program: string, ...args: string[]) =>
  async (): Promise<string> => {
    const { code, output } = await runNode([`node_modules/${program}`, ...args]);
    return code === 0 ? '' : output || `${program} ended with exit code ${code} and said nothing.`;
  };

const checks: readonly Check[] = [
  { name: 'types', run: tool('typescript/bin/tsc', '--project', '.') },
  { name: 'lint', run: tool('oxlint/bin/oxlint', '--deny-warnings') },
  { name: 'format', run: tool('oxfmt/bin/oxfmt', '--check') },
  { name: 'dead code', run: tool('knip/bin/knip.js') },
  {
    name: 'layers',
    run: async () => (await allLayerProblems()).map(({ file, line, rule }) => `${file}:${line} ${rule}`).join('\n'),
  },
];

let failed = 0;
for (const { name, run } of checks) {
  const problem = await run();
  if (problem) failed += 1;
  console.log(problem ? `✗ ${name}\n\n${problem}\n` : `✓ ${name}`);
}
endWith('check', { passed: checks.length - failed, failed });
