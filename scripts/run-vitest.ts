import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import type { Figure } from './figure.ts';
import { runNode } from './run-command.ts';

/** The part of Vitest's JSON report that is read here (https://vitest.dev/guide/reporters#json-reporter). */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

/** Runs Vitest over one part of the tests. @param args what chooses the files, as on its command line. */
export async function runVitest(part: string, args: readonly string[]): Promise<Figure> {
  const reportFile = `.cache/replayground/${part}.json`;
  await rm(reportFile, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
  const { code } = await runNode(
    ['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...args],
    // A test that never yields cannot be ended by Vitest's own timeout.
    { echo: true, limitMs: 12 * 60_000 },
  );
  const { passed, failed } = await reported(reportFile);
  return { passed, failed: code === 0 ? failed : Math.max(1, failed) };
}

async function reported(reportFile: string): Promise<Figure> {
  // Vitest writes it at its end, which it may not have reached.
  if (!existsSync(reportFile)) return { passed: 0, failed: 1 };
  const report = JSON.parse(await readFile(reportFile, 'utf8')) as Report;
  // A file that does not load has no tests to fail, and a skipped test has shown nothing.
  const unloadable = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  ).length;
  const skipped = report.numPendingTests + report.numTodoTests;
  if (skipped > 0) console.error(`${skipped} tests were skipped, which counts as failed.`);
  return { passed: report.numPassedTests, failed: report.numFailedTests + unloadable + skipped };
}
