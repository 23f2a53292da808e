/** `npm run e2e`: the built site in Chromium. With `--built` it takes the site as it lies in `dist`. */
import { readFile, rm } from 'node:fs/promises';
import { endWith } from './figure.ts';
import { findChromium } from './find-chromium.ts';
import { runNode } from './run-command.ts';

/** The part of Playwright's JSON report that is read here (https://playwright.dev/docs/test-reporters#json-reporter). */
interface Report {
  readonly stats: {
    readonly expected: number;
    readonly unexpected: number;
    readonly flaky: number;
    readonly skipped: number;
  };
}

const reportFile = '.cache/replayground/e2e.json';
const chromiumPath = findChromium();
if (!process.argv.includes('--built')) {
  const { code } = await runNode(['--import', 'tsx', 'scripts/build.ts'], { echo: true });
  if (code !== 0) process.exit(code);
}
await rm(reportFile, { force: true });
const { code } = await runNode(['node_modules/@playwright/test/cli.js', 'test', ...onlyTests()], {
  echo: true,
  env: { CHROMIUM_PATH: chromiumPath },
});
const { stats } = JSON.parse(await readFile(reportFile, 'utf8')) as Report;
// A test that passed at the second try, or was skipped, has not shown what it says.
const failed = stats.unexpected + stats.flaky + stats.skipped;
endWith('e2e', { passed: stats.expected, failed: code === 0 ? failed : Math.max(1, failed) });

/** `npm run e2e -- lesson` runs the files whose name has that word. */
function onlyTests(): string[] {
  return process.argv.slice(2).filter((argument) => argument !== '--built');
}
