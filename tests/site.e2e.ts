/** The pages around the lessons: home, course, and a lesson embedded in another page. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Page, expect } from '@playwright/test';
import { defaultSettings } from '../src/trace/settings.ts';
import { HomeDemo } from './support/home-demo.ts';
import { lessonCount, test } from './support/lesson-page.ts';

const firstLesson = '01-the-order-that-is-not-there';
const servers = /pglite|\.tar\.gz|\.wasm/i;
const editor = /monaco|editor/i;

/** The paths of everything that a page fetches from now on. */
function fetchedBy(page: Page): string[] {
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(new URL(request.url()).pathname));
  return fetched;
}
const matching = (fetched: readonly string[], pattern: RegExp) => fetched.filter((path) => pattern.test(path));

test('on the home page an order is placed, goes missing, lands and is found', async ({ page }) => {
  const fetched = fetchedBy(page);
  const demo = new HomeDemo(page);
  await page.setViewportSize({ width: 390, height: 320 });
  await page.goto('./');
  await expect(page.getByRole('link', { name: 'Begin with lesson 1' })).toBeVisible();
  await expect(demo.story).toHaveText('Two Postgres servers are about to start in this tab.');
  expect(matching(fetched, servers)).toEqual([]);

  await page.setViewportSize({ width: 1024, height: 900 });
  await demo.ready();
  const shop = demo.part('The shop in your browser');
  await demo.buy.click();
  await expect(demo.story).toHaveText(/^You were told OK\. The replica did not have your order yet: .* 1 commit and/);
  await expect(shop).toContainText('Thank you. Your order 4 is placed.');
  await expect(shop).toContainText('You have not ordered anything yet.');
  await expect(demo.part('primary').getByRole('row', { name: '4 You Apple juice new' })).toBeVisible();
  await expect(demo.part('replica')).toContainText('not here yet');
  await expect(demo.part('replica')).toContainText(/1 commit, [\d,]+ ms behind/);

  await expect(demo.story).toHaveText(/^Now the replica has it too, 3,000 ms after the primary\./);
  await expect(demo.part('replica').getByRole('row', { name: '4 You Apple juice' })).toBeVisible();
  await expect(shop).toContainText('stale');
  await demo.reload.press('Enter');
  await expect(demo.story).toHaveText(/^The replica has your order, and so does your page/);
  await expect(shop.getByRole('listitem')).toHaveText(['Order 4 Apple juice']);
  await expect(demo.reload).toBeFocused();

  await demo.delay.press('Home');
  await expect(demo.story).toHaveText(/^From now on the replica applies each commit 0 ms after/);
  await demo.buy.press('Space');
  await expect(demo.story).toHaveText(/^This time the replica was quick enough/);
  await expect(demo.buy).toBeFocused();
  await page.getByRole('button', { name: 'Start over' }).click();
  await demo.ready();

  expect(matching(fetched, editor)).toEqual([]);
  expect(page.workers().length).toBeGreaterThan(0);
  await page.getByRole('link', { name: 'All lessons' }).click();
  await expect.poll(() => page.workers().length).toBe(0);
});

/** What is kept of the first lesson, with this for its router. */
const workWith = (router: string) => ({
  version: 1,
  files: { 'router.ts': router },
  beforeReset: null,
  step: 2,
  solved: false,
  replication: defaultSettings.replication,
});

const keep = (page: Page, router: string) =>
  page.evaluate(([key, text]) => localStorage.setItem(key, text), [
    `replayground:lesson:${firstLesson}`,
    JSON.stringify(workWith(router)),
  ] as const);

const keptOf = (page: Page) =>
  page.evaluate((key) => JSON.parse(localStorage.getItem(key)!), `replayground:lesson:${firstLesson}`);

test('progress is shown, taken along as a file, and never replaces what was typed without a question', async ({
  page,
}) => {
  const fetched = fetchedBy(page);
  await page.goto('./#/course');
  await expect(page.getByText(`0 of ${lessonCount} lessons solved`)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Export progress' })).toBeDisabled();
  await keep(page, '// in the file');
  await page.reload();
  const entry = page.getByRole('listitem').filter({ hasText: 'The order that is not there' });
  await expect(entry).toContainText('step 3 of 7');
  await expect(page.getByRole('link', { name: 'Go on with “The order that is not there”' })).toBeVisible();

  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export progress' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('replayground-progress.json');
  const exported = await readFile(await download.path());
  const importFile = async (buffer: Buffer): Promise<void> => {
    const choosing = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Import progress …' }).click();
    await (await choosing).setFiles({ name: 'progress.json', mimeType: 'application/json', buffer });
  };

  await importFile(Buffer.from('Dear diary'));
  await expect(page.getByRole('alert')).toHaveText(/^This file is not JSON\. Choose a file/);

  await keep(page, '// typed here');
  await importFile(exported);
  const dialog = page.getByRole('dialog', { name: 'Which code do you want to keep?' });
  await expect(dialog).toContainText('The order that is not there');
  await expect(dialog.getByRole('button', { name: 'Keep mine' })).toHaveAttribute('aria-pressed', 'true');
  await dialog.getByRole('button', { name: 'Import', exact: true }).press('Enter');
  await expect(page.getByText('No lesson was changed.')).toBeVisible();
  expect(await keptOf(page)).toMatchObject({ files: { 'router.ts': '// typed here' } });

  await importFile(exported);
  await dialog.getByRole('button', { name: 'Take the file’s' }).click();
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByText('Imported: 1 lesson.')).toBeVisible();
  expect(await keptOf(page)).toMatchObject({
    files: { 'router.ts': '// in the file' },
    beforeReset: { 'router.ts': '// typed here' },
  });

  await page.evaluate(() => localStorage.clear());
  await page.reload();
  await expect(entry).toContainText('not begun');
  await importFile(exported);
  await expect(entry).toContainText('step 3 of 7');
  expect(matching(fetched, servers)).toEqual([]);
});

/** Serves a page of another site, with a field that has the focus and the lesson in a frame. A real server: the browser lets no
 * page of elsewhere embed one of this machine. */
async function withHost(embedded: string, work: (address: string) => Promise<void>): Promise<void> {
  const frame = `<iframe title="Lesson" width="1200" height="700" src="${embedded.replaceAll('&', '&amp;')}"></iframe>`;
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(`<link rel="icon" href="data:," /><input autofocus aria-label="Notes" />${frame}`);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  try {
    const { port } = server.address() as AddressInfo;
    await work(`http://127.0.0.1:${port}/`);
  } finally {
    server.close();
  }
}

test('an embedded lesson shows what it was asked for, starts nothing by itself and takes no focus', async ({
  page,
  baseURL,
}) => {
  // As a browser does for a frame of another site when it blocks what third parties store.
  await page.addInitScript(() => {
    if (window.top === window) return;
    const get = (): never => {
      throw new DOMException('Access is denied for this document.', 'SecurityError');
    };
    Object.defineProperty(window, 'localStorage', { get });
  });
  const query = 'step=3&cursor=18&panels=lesson,timeline,nodes&theme=dark&speed=2';
  await withHost(`${baseURL}#/embed/${firstLesson}?${query}`, async (host) => {
    const fetched = fetchedBy(page);
    await page.goto(host);
    const frame = page.frameLocator('iframe');
    const start = frame.getByRole('button', { name: 'Start the servers' });
    await expect(start).toBeVisible();
    await expect(frame.getByRole('heading', { name: 'Where was her order?' })).toBeVisible();
    await expect(frame.getByText('“speed” is no parameter of an embedded lesson.')).toBeVisible();
    await expect(frame.getByText('This browser keeps nothing for this page.')).toBeVisible();
    await expect(frame.locator('html')).toHaveAttribute('data-theme', 'dark');
    for (const pane of ['Timeline', 'Nodes']) await expect(frame.getByRole('region', { name: pane })).toBeVisible();
    for (const pane of ['Code', 'Shop', 'Checks'])
      await expect(frame.getByRole('region', { name: pane })).toHaveCount(0);
    await expect(frame.getByRole('link', { name: 'Open in Replayground' })).toHaveAttribute(
      'href',
      `#/lessons/${firstLesson}`,
    );
    await expect(page.getByLabel('Notes')).toBeFocused();
    expect(matching(fetched, servers)).toEqual([]);
    expect(page.workers()).toHaveLength(0);

    await start.click();
    const run = frame.getByRole('button', { name: 'Run', exact: true });
    await expect(run).toBeEnabled({ timeout: 30_000 });
    await run.click();
    await expect(frame.getByText(/^event 18 of \d+/)).toBeVisible({ timeout: 30_000 });
    await expect(frame.getByRole('button', { name: 'Play' })).toBeVisible();
    expect(matching(fetched, editor)).toEqual([]);
  });
});
