/** Where the tests' browser comes from, and how it is started. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';

/** For a browser that runs headless on a small machine, in a container or as root, and calls nobody. */
export const chromiumFlags: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** From the cheapest to the last resort. Each gives a path, which need not exist. */
const ways: readonly (() => string | undefined)[] = [
  ...['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].map((name) => () => onPath(name)),
  () => chromium.executablePath(),
  downloadedByPlaywright,
  installedFromDebian,
];

/**
 * The path of a Chromium that starts: the one that `CHROMIUM_PATH` names, one on the `PATH`, Playwright's own
 * (downloaded if need be), or Debian's package (installed if need be and allowed).
 * @throws Error that says what to do, when none can be had.
 */
export function findChromium(): string {
  const named = process.env['CHROMIUM_PATH'];
  if (named) {
    if (starts(named)) return named;
    throw new Error(`CHROMIUM_PATH is ${named}, which does not start. Name a Chromium that does, or unset it.`);
  }
  for (const way of ways) {
    const path = way();
    if (path && starts(path)) return path;
  }
  throw new Error(
    'No Chromium was found, and neither Playwright nor apt-get could install one. ' +
      'Install one by hand (apt-get install chromium), or set CHROMIUM_PATH to the path of one.',
  );
}

/** A browser that lacks a system library is there, and still of no use. */
function starts(path: string): boolean {
  return spawnSync(path, ['--version'], { stdio: 'ignore' }).status === 0;
}

function onPath(name: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

function downloadedByPlaywright(): string {
  install(process.execPath, 'node_modules/@playwright/test/cli.js', 'install', '--no-shell', 'chromium');
  return chromium.executablePath();
}

function installedFromDebian(): string | undefined {
  const aptGet = process.getuid?.() === 0 ? ['apt-get'] : ['sudo', '-n', 'apt-get'];
  install(...aptGet, 'update');
  install(...aptGet, 'install', '--yes', '--no-install-recommends', 'chromium');
  return onPath('chromium');
}

/** Its failure is shown and not final: the next way may work, and the caller looks whether a browser came of it. */
function install(...words: readonly string[]): void {
  const [command = '', ...args] = words;
  console.log(`No Chromium yet: ${words.join(' ')}`);
  const { error, status } = spawnSync(command, args, { stdio: 'inherit' });
  if (error || status !== 0) console.error(`That failed: ${error?.message ?? `exit code ${status}`}`);
}
