/**
 * The sandbox in a real browser, on a page of its own: the same program behaves as in Node, code without end is killed, and
 * nothing leaves. Each wall is tried alone: the frame's policy with a worker that was never scrubbed, and the scrubbed
 * world with its names.
 */
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { build } from 'vite';
import type { BrowserSandboxes } from '../src/sandbox/browser-sandboxes.ts';
import { bundleWorker } from '../src/sandbox/bundle-worker.ts';
import { startProgram } from '../src/sandbox/node-program.ts';
import type { openFrame } from '../src/sandbox/open-frame-browser.ts';
import { hostGlobals, leftOpen, logsOf, pageOf, serve, shopOf, visit } from '../src/sandbox/shop.fixture.ts';
import type { Program, ProgramRefused, Turn } from '../src/simulation/program.ts';

declare global {
  interface Window {
    BrowserSandboxes: typeof BrowserSandboxes;
    sandboxes: BrowserSandboxes;
    openFrame: typeof openFrame;
    program: Program;
  }
}

const pathOf = (file: string): string => fileURLToPath(new URL(`../${file}`, import.meta.url));

let workerSource: string;
let site: Server;
/** Counts connections: whoever reaches it has got out. */
let listener: Server;
let connections = 0;

const addressOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

test.beforeAll(async () => {
  ({ source: workerSource } = await bundleWorker({ minify: true }));
  const pages = new Map([
    [
      '/',
      {
        type: 'text/html',
        body: '<!doctype html><title>Sandbox</title><script type="module" src="/page.js"></script>',
      },
    ],
    ['/frame.html', { type: 'text/html', body: await readFile(pathOf('public/frame.html'), 'utf8') }],
    ['/page.js', { type: 'text/javascript', body: await pageScript() }],
  ]);
  site = createServer(({ url }, response) => {
    const page = pages.get(url!);
    response.writeHead(page ? 200 : 404, { 'content-type': page?.type ?? 'text/plain' }).end(page?.body);
  });
  listener = createServer((_request, response) =>
    response.writeHead(200, { 'access-control-allow-origin': '*' }).end(),
  );
  listener.on('connection', () => connections++);
  for (const server of [site, listener]) await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

test.afterAll(() => {
  for (const server of [site, listener]) server.close();
});

test.beforeEach(async ({ page }) => {
  await page.goto(addressOf(site));
  await page.waitForFunction(() => 'openFrame' in window);
  await page.evaluate((source) => {
    window.sandboxes = new window.BrowserSandboxes({ workerSource: source, frameUrl: 'frame.html' });
  }, workerSource);
});

/** A module that puts the host's side on the page's window. */
async function pageScript(): Promise<string> {
  const entry = 'virtual:page';
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    plugins: [
      {
        name: 'page',
        resolveId: (id) => (id === entry ? `\0${entry}` : undefined),
        load: (id) =>
          id === `\0${entry}`
            ? `import { BrowserSandboxes } from ${JSON.stringify(pathOf('src/sandbox/browser-sandboxes.ts'))};
               import { openFrame } from ${JSON.stringify(pathOf('src/sandbox/open-frame-browser.ts'))};
               Object.assign(window, { BrowserSandboxes, openFrame });`
            : undefined,
      },
    ],
    build: { write: false, target: 'es2022', rollupOptions: { input: entry } },
  });
  const [output] = Array.isArray(result) ? result : [result];
  if (!output || !('output' in output)) throw new Error('The bundler watches instead of building.');
  return output.output[0].code;
}

/** A program in the page, driven from here. */
async function start(page: Page, views: string, seed = 1): Promise<Program> {
  const refused = await page.evaluate(
    async ([files, runSeed]): Promise<ProgramRefused | null> => {
      const program = await window.sandboxes.startProgram({ files, seed: runSeed });
      if ('kind' in program) return program;
      window.program = program;
      return null;
    },
    [shopOf(views), seed] as const,
  );
  if (refused) throw new Error(refused.error.message);
  return {
    deliver: (message, at): Promise<Turn> =>
      page.evaluate(([said, now]) => window.program.deliver(said, now), [message, at] as const),
    // The test may be over before the page hears of it.
    terminate: () => void page.evaluate(() => window.program.terminate()).catch(() => {}),
  };
}

test('a program makes the same calls in the same order, run after run, in a browser and in Node', async ({ page }) => {
  const views = `
    const ask = (sql: string) => connections['replica'].cursor().execute(sql);
    export async function page(request: never) {
      void Promise.reject(new RangeError('forgotten'));
      queueMicrotask(() => { throw new TypeError('in a microtask') });
      setTimeout(() => { throw new Error('in a timer') }, 3);
      for (let i = 0; i < 30; i++) await Promise.race([ask('select ' + i), sleep(Math.random() * 5)]);
      console.log(new Date(), crypto.randomUUID(), (1234.5).toLocaleString(), new Date().toLocaleString());
      return render(request, 'page', { now: performance.now() });
    }`;
  const inNode = await startProgram({ files: shopOf(views), seed: 5, workerSource });
  if ('kind' in inNode) throw new Error(inNode.error.message);
  const expected = await serve(inNode, 'page');
  inNode.terminate();
  expect(pageOf(expected)).toMatchObject({ now: expect.any(Number) });
  expect(logsOf(expected)).toContainEqual(expect.stringContaining('RangeError: forgotten'));
  for (const _run of [1, 2]) expect(await serve(await start(page, views, 5), 'page')).toEqual(expected);
});

test('no address that the browser draws by lot reaches a learner, by whatever way', async ({ page }) => {
  const views = `
    const said: unknown[] = [];
    const note = (error: unknown): void => {
      const { stack } = error as Error;
      said.push(stack, stack!.length, Reflect.ownKeys(error as Error).map((key) => String((error as any)[key])));
    };
    export async function page(request: never) {
      note(new Error('made'));
      try { (null as any).x } catch (error) { note(error) }
      await Promise.reject(new TypeError('rejected')).catch(note);
      [1].forEach(() => note(new RangeError('within')));
      const captured = {}; Error.captureStackTrace(captured); note(captured);
      try { connections['nowhere'] } catch (error) { note(error) }
      await connections['default'].cursor().execute('select %s', [new Error('asked').stack]);
      const response = await render(request, 'page', { said });
      response.setCookie('stack', new Error('kept').stack!);
      return response;
    }`;
  const inNode = await startProgram({ files: shopOf(views), seed: 5, workerSource });
  if ('kind' in inNode) throw new Error(inNode.error.message);
  const expected = await serve(inNode, 'page');
  inNode.terminate();
  const { said } = pageOf(expected) as { said: unknown[] };
  expect(said[0]).toBe('Error: made\n    at page (views.ts:9:12)');
  expect(said[9]).toMatch(
    /^RangeError: within\n    at views.ts:12:\d+\n    at Array.forEach \(<anonymous>\)\n    at page/,
  );
  const turns = await serve(await start(page, views, 5), 'page');
  expect(JSON.stringify(turns)).not.toContain('blob:');
  expect(turns).toEqual(expected);
});

test.describe('on a machine of another time zone and language', () => {
  test.use({ timezoneId: 'America/St_Johns', locale: 'de-DE' });

  test('a learner is given neither', async ({ page }) => {
    expect(await page.evaluate(() => new Date(0).getTimezoneOffset())).toBe(210);
    expect(await page.evaluate(() => new Intl.NumberFormat([]).resolvedOptions().locale)).toBe('de-DE');
    for (const { expressions, value } of leftOpen) {
      const program = await start(
        page,
        `export const page = (request: never) => render(request, 'page', { values: [${expressions.join(', ')}] });`,
      );
      expect(pageOf(await serve(program, 'page'))).toEqual({ values: expressions.map(() => value) });
      program.terminate();
    }
  });
});

test('code without end is killed within two seconds, named, and the next run works', async ({ page }) => {
  const endless: readonly (readonly [views: string, line: number])[] = [
    ['export function page() { let n = 0;\n while (true) n++; }', 3],
    ['export async function page() {\n for (;;) await null; }', 3],
    ['const kept: unknown[] = [];\nexport function page() { for (;;) kept.push(Array(99_999).fill(1)); }', 3],
  ];
  for (const [views, line] of endless) {
    const program = await start(page, views);
    const begun = performance.now();
    const [turn] = await serve(program, 'page');
    expect(performance.now() - begun).toBeLessThan(2_000);
    expect(turn).toMatchObject({ kind: 'stopped', error: { name: 'NeverYields', place: { file: 'views.ts', line } } });
    const next = await start(page, "export const page = (request: never) => render(request, 'page', { works: true });");
    expect(pageOf(await serve(next, 'page'))).toEqual({ works: true });
    next.terminate();
  }
  // The spare sandbox, and nothing of what was killed.
  await expect(page.locator('iframe')).toHaveCount(1);
});

test("a process that dies of a worker's code is the frame's own: the page lives, and the next run works", async ({
  page,
}) => {
  const died = page.waitForEvent('crash');
  // Playwright gives a page up when the process of any of its frames dies. So it is another server that tells the page
  // what has happened, and that the page tells how it went on.
  let tell: (turn: string | null) => void = () => {};
  const told = new Promise<string | null>((resolve) => (tell = resolve));
  const control = createServer(({ url }, response) => {
    const answer = (): void => void response.writeHead(200, { 'access-control-allow-origin': '*' }).end();
    if (url === '/died') void died.then(answer);
    else answer();
    if (url?.startsWith('/told?')) tell(new URLSearchParams(url.slice('/told'.length)).get('turn'));
  });
  await new Promise<void>((resolve) => control.listen(0, '127.0.0.1', resolve));
  await page.evaluate(
    async ([files, message, address]) => {
      // Not scrubbed, and without our limits: engines end the process when a list is this long.
      const link = await window.openFrame('frame.html', "onmessage = () => 'a'.repeat(5e8).split('').sort()");
      const goOn = async (): Promise<void> => {
        await fetch(`${address}died`);
        link.kill();
        const program = await window.sandboxes.startProgram({ files, seed: 1 });
        const turn = 'kind' in program ? program : await program.deliver(message, 0 as never);
        await fetch(`${address}told?${new URLSearchParams({ turn: JSON.stringify(turn) }).toString()}`);
      };
      void goOn();
    },
    [
      shopOf("export const page = (request: never) => render(request, 'page', { works: true });"),
      visit('page'),
      addressOf(control),
    ] as const,
  );
  expect(JSON.parse((await told) ?? 'null')).toMatchObject({
    kind: 'idle',
    calls: [{ response: { context: { works: true } } }],
  });
  control.close();
});

test('the world of the learner has nothing of the browser', async ({ page }) => {
  const names = JSON.stringify(hostGlobals);
  const program = await start(
    page,
    `export function page(request: never) {
      const attempt = (make: () => unknown) => { try { return String(make()) } catch (error) { return (error as Error).name } };
      return render(request, 'page', {
        left: ${names}.filter((name: string) => name in globalThis),
        strings: [attempt(() => (() => {}).constructor('return this')()), attempt(() => eval('1'))],
      });
    }`,
  );
  expect(pageOf(await serve(program, 'page'))).toEqual({ left: [], strings: ['EvalError', 'EvalError'] });
});

test("the frame's policy alone lets nothing out", async ({ page }) => {
  const target = addressOf(listener);
  await page.evaluate((url) => fetch(url), target);
  expect(connections, 'the listener hears those who may speak').toBeGreaterThan(0);
  const before = connections;

  const outcomes = await page.evaluate(
    ([source]) =>
      window.openFrame('frame.html', source).then(
        (link) =>
          new Promise<Record<string, string>>((resolve) => {
            link.onMessage((data) => {
              link.kill();
              resolve(JSON.parse(data as string) as Record<string, string>);
            });
          }),
      ),
    [escapeAttempts(target)] as const,
  );
  expect(Object.values(outcomes)).not.toContain('got out');
  expect(Object.keys(outcomes)).toHaveLength(14);
  expect(connections).toBe(before);
});

/** A worker that was never scrubbed tries what it can think of, and says how each went. */
const escapeAttempts = (target: string): string => `
  const target = ${JSON.stringify(target)};
  const socket = target.replace('http', 'ws');
  const blob = (code, type = 'text/javascript') => URL.createObjectURL(new Blob([code], { type }));
  const opened = (thing) => new Promise((resolve, reject) => { thing.onopen = thing.onmessage = resolve; thing.onerror = reject; });
  const viaWorker = (code) => opened(new Worker(blob(code)));
  const attempts = {
    fetch: () => fetch(target),
    'fetch, blind': () => fetch(target, { mode: 'no-cors' }),
    beacon: () => fetch(target, { method: 'POST', keepalive: true, body: 'x' }),
    XMLHttpRequest: () => new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.onload = resolve; request.onerror = reject; request.open('GET', target); request.send();
    }),
    WebSocket: () => opened(new WebSocket(socket)),
    EventSource: () => opened(new EventSource(target)),
    importScripts: () => importScripts(target),
    'import()': () => import(target),
    'import() of a data address': () => import('data:text/javascript,export default 1'),
    'import from a blob': () => import(blob('import ' + JSON.stringify(target))),
    'a worker of its own': () => viaWorker('fetch(' + JSON.stringify(target) + ').then(() => postMessage(1), () => { setTimeout(() => { throw 1 }) })'),
    'a worker from elsewhere': () => opened(new Worker(target)),
    indexedDB: () => new Promise((resolve, reject) => { const open = indexedDB.open('x'); open.onsuccess = resolve; open.onerror = reject; }),
    eval: () => eval('1'),
  };
  const patience = () => new Promise((_, reject) => setTimeout(reject, 1500, new Error('silence')));
  onmessage = async ({ ports: [port] }) => {
    const outcomes = {};
    await Promise.all(Object.entries(attempts).map(async ([name, attempt]) => {
      try {
        await Promise.race([(async () => attempt())(), patience()]);
        outcomes[name] = 'got out';
      } catch (error) {
        outcomes[name] = String(error?.name ?? error?.type ?? error);
      }
    }));
    port.postMessage(JSON.stringify(outcomes));
  };`;
