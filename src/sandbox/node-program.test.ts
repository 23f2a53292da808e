/** The worker program as a whole, in a worker thread. The same script runs in browsers: tests/sandbox.e2e.ts. */
import { describe, expect, test } from 'vitest';
import { requestId, virtualMs } from '../trace/ids.ts';
import { limits } from './messages.ts';
import { logsOf, pageOf, serve, visit } from './shop.fixture.ts';
import { startShop, tryShop } from './start-shop.fixture.ts';

describe('turns', () => {
  test('a turn ends when the microtasks are drained, with its calls in order', async () => {
    const program = await startShop(`
      const ask = (alias: string, sql: string) => connections[alias]!.cursor().execute(sql);
      export async function page(request: never) {
        console.log('begun');
        for (let i = 0; i < 1000; i++) await null;
        const both = [ask('replica', 'select 1'), ask('default', 'select 2')];
        await Promise.race(both);
        console.log('one');
        await both[1];
        return render(request, 'page', { done: true });
      }`);
    const first = await program.deliver(visit('page'), virtualMs(0));
    expect(first.calls).toMatchObject([
      { kind: 'log', text: 'begun' },
      { kind: 'query', callId: 1, alias: 'replica', sql: 'select 1', place: { file: 'views.ts', line: 3 } },
      { kind: 'query', callId: 2, alias: 'default', sql: 'select 2' },
    ]);
    const reply = { kind: 'ok', results: [{ tag: 'SELECT 0', fields: [], rows: [] }] } as const;
    const answer = (callId: number) =>
      program.deliver({ kind: 'answer', callId, requestId: requestId(1), reply }, virtualMs(1));
    expect((await answer(1)).calls).toMatchObject([{ kind: 'log', text: 'one' }]);
    expect((await answer(2)).calls).toMatchObject([
      { kind: 'respond', requestId: 1, response: { status: 200, context: { done: true } } },
    ]);
  });

  test('nothing is delivered while a turn lasts', async () => {
    const program = await startShop('export const page = () => null;');
    const turn = program.deliver(visit('page'), virtualMs(0));
    await expect(program.deliver(visit('page', 2), virtualMs(0))).rejects.toThrow('in the middle of a turn');
    await turn;
  });

  test('after its end a program only says that it has ended', async () => {
    const program = await startShop('export const page = () => null;');
    program.terminate();
    expect(await program.deliver(visit('page'), virtualMs(0))).toMatchObject({ kind: 'stopped', calls: [] });
  });
});

describe('errors', () => {
  test('in a view are an answer with the learner’s own line', async () => {
    const program = await startShop(`export async function page(request: { a?: { b: string } }) {
      await null;
      return request.a!.b.length;
    }`);
    const [turn] = await serve(program, 'page');
    expect(turn!.calls).toMatchObject([
      { response: { status: 500, error: { name: 'TypeError', place: { file: 'views.ts', line: 4, column: 25 } } } },
    ]);
  });

  test('that nobody catches are said, with their lines', async () => {
    const program = await startShop(`export function page(request: never) {
      void Promise.reject(new RangeError('forgotten'));
      queueMicrotask(() => { throw new TypeError('in a microtask') });
      setTimeout(() => { throw new Error('in a timer') });
      return render(request, 'page', {});
    }`);
    const turns = await serve(program, 'page');
    expect(logsOf(turns)).toEqual([
      'Uncaught TypeError: in a microtask',
      'Uncaught RangeError: forgotten',
      'Uncaught Error: in a timer',
    ]);
    const lines = turns.flatMap(({ calls }) => calls).map((call) => (call.kind === 'log' ? call.place?.line : null));
    expect(lines.filter((line) => line !== null)).toEqual([4, 3, 5]);
  });

  test.each([
    ['an error while the files load', 'null!.x;', 'TypeError', 2],
    [
      'a name that django does not have',
      "import { Modle } from 'django'; export const page = Modle;",
      'ImportError',
      2,
    ],
  ])('%s refuses the program', async (_what, views, name, line) => {
    const refused = await tryShop(views);
    expect(refused).toMatchObject({ kind: 'refused', error: { name, place: { file: 'views.ts', line } } });
  });
});

test('nothing is asked while the files load: nobody would answer', async () => {
  const program = await startShop('void sleep(1);\nexport const page = () => null;');
  expect((await program.deliver(visit('page'), virtualMs(0))).calls[0]).toMatchObject({
    kind: 'log',
    text: 'Uncaught Error: A pause needs a request: none is served while the files load.',
    place: { file: 'views.ts', line: 2 },
  });
});

describe('code without end', () => {
  test.concurrent.each([
    [
      'while (true)',
      'export function page() {\n while (true) {\n for (const x of [1, 2]) String(x); } }',
      3,
      /^A loop/,
    ],
    ['for (;;)', 'export function page() {\n\n for (;;); }', 4, /^A loop/],
    [
      'a loop that calls',
      'const add = (n: number) => n + 1;\nexport function page() { let n = 0;\n do n = add(add(n)); while (n); }',
      4,
      /^A loop/,
    ],
    [
      'an asynchronous loop',
      'export async function page() {\n for (const one = 1; one;)\n await null; }',
      3,
      /^A loop/,
    ],
    [
      'an asynchronous recursion',
      'export async function page(): Promise<void> { await null; return again(); }\nconst again = (): void => queueMicrotask(again);',
      3,
      /^The function/,
    ],
    ['a loop while the files load', 'export const page = 1;\nwhile (page);', 3, /^A loop/],
  ])('%s is killed and named', async (_what, views, line, message) => {
    const program = await tryShop(views);
    const outcome = 'kind' in program ? program : await program.deliver(visit('page'), virtualMs(0));
    expect(outcome).toMatchObject({ error: { name: 'NeverYields', place: { file: 'views.ts', line } } });
    expect((outcome as { error: { message: string } }).error.message).toMatch(message);
  });

  test('a slow loop is named even after a turn that did a lot', async () => {
    const program = await startShop(`
      const busyWork = Array.from({ length: 20_000 }, String);
      export const busy = () => { for (let i = 0; i < 2 ** 22; i++); };
      export const page = () => { while (true) busyWork.join(); };`);
    expect(await program.deliver(visit('busy'), virtualMs(0))).toMatchObject({ kind: 'idle' });
    expect(await program.deliver(visit('page'), virtualMs(0))).toMatchObject({ error: { place: { line: 5 } } });
  });

  test.concurrent.each([
    ['a regular expression', "return /^(a+)+$/.test('a'.repeat(40) + 'b');"],
    // Nothing is kept: a list that grows faster than the watchdog looks would end this process of its memory.
    ['a list', 'return Array.prototype.some.call({ length: 2 ** 53 - 1 }, Boolean);'],
    ['a number', 'return (3n ** 50_000_000n).toString().length;'],
    ['the head of a loop', "while (/^(a+)+$/.test('a'.repeat(40) + 'b'));"],
  ])('the engine’s own is named by what entered it: %s', async (_what, statement) => {
    // Not `startShop`: tests at the same time would end each other's programs.
    const program = await tryShop(`const helper = () => 1;\nexport function page() { helper();\n begin();\n}
      function begin(): unknown { ${statement} }`);
    const outcome = 'kind' in program ? program : await program.deliver(visit('page'), virtualMs(0));
    expect(outcome).toMatchObject({
      error: {
        name: 'NeverYields',
        message: expect.stringMatching(/The last (function|loop) that it entered is at views.ts:6\.$/),
        place: { file: 'views.ts', line: 6 },
      },
    });
  });

  test('recursion without end is an error of its line', async () => {
    const program = await startShop('export function page(n: number): number {\n return page(n) + 1; }');
    expect(await serve(program, 'page')).toMatchObject([
      { calls: [{ response: { error: { name: 'RangeError', place: { file: 'views.ts' } } } }] },
    ]);
  });

  test('memory without end is the end of the program, and not of ours', async () => {
    const program = await startShop(
      'const kept: unknown[] = [];\nexport function page() { for (;;) kept.push(Array(1e6).fill(1)); }',
    );
    expect(await program.deliver(visit('page'), virtualMs(0))).toMatchObject({
      kind: 'stopped',
      error: { name: 'OutOfMemory', place: { file: 'views.ts', line: 3 } },
    });
  });
});

describe('the environment', () => {
  const settings = `import { environ } from 'django';
export const DATABASES = { default: { HOST: environ['PRIMARY_HOST'] }, replica: { HOST: environ.get('REPLICA_HOST') } };`;
  const views = `export async function page(request: never) {
    await connections['default'].cursor().execute('select 1');
    await connections['replica'].cursor().execute('select 2');
    return render(request, 'page', {});
  }`;

  test('is read by settings.ts, and each query says the host that came of it', async () => {
    const program = await startShop(views, { settings, environment: { PRIMARY_HOST: 'primary' } });
    const queries = (await serve(program, 'page')).flatMap(({ calls }) => calls).filter(({ kind }) => kind === 'query');
    expect(queries).toMatchObject([
      { alias: 'default', host: 'primary' },
      { alias: 'replica', host: '' },
    ]);
  });

  test('without a variable that is asked for strictly, the program is refused in its line', async () => {
    expect(await tryShop(views, { settings })).toEqual({
      kind: 'refused',
      error: { name: 'KeyError', message: "'PRIMARY_HOST'", place: { file: 'settings.ts', line: 2, column: 52 } },
    });
  });
});

describe('caps', () => {
  test('a long line is cut, and output without end is left out from a point on', async () => {
    const program = await startShop(`export function page(request: never) {
      console.log('x'.repeat(50_000));
      for (let i = 0; i < 3_000; i++) console.error(i, { deep: [new Map([['a', new Set([1n])]])] });
      return render(request, 'page', {});
    }`);
    const turns = await serve(program, 'page');
    const logs = logsOf(turns);
    expect(logs[0]).toBe(`${'x'.repeat(limits.logLength)} ... (cut)`);
    expect(logs[1]).toBe('0 { deep: [Map(1) {"a" => Set(1) {1n}}] }');
    expect(logs.length).toBeLessThanOrEqual(limits.callsInTurn + 1);
    expect(logs.at(-1)).toContain('left out');
    expect(pageOf(turns)).toEqual({});
  });

  test('calls made without waiting are an error of their line', async () => {
    const program = await startShop(`export async function page(request: never) {
      await Promise.all(Array.from({ length: 2_001 }, () => sleep(1)));
    }`);
    const turn = await program.deliver(visit('page'), virtualMs(0));
    expect(turn.calls.filter(({ kind }) => kind === 'sleep')).toHaveLength(limits.callsInTurn);
    expect(turn.calls.at(-1)).toMatchObject({
      response: { status: 500, error: { message: expect.stringContaining('more than 2000'), place: { line: 3 } } },
    });
  });

  test('an answer too large to look at is not looked at', async () => {
    const program = await startShop(
      "export const page = (request: never) => render(request, 'page', { big: 'x'.repeat(5e6) });",
    );
    expect(await program.deliver(visit('page'), virtualMs(0))).toMatchObject({
      kind: 'stopped',
      error: { name: 'UnfitMessage', message: 'This code answered one step with 5.0 MB; 4.0 MB is the most.' },
    });
  });
});

test('the power of a server is cut by its name, and the code goes on when it is', async () => {
  const program = await startShop(`export async function page(request: never) {
    await powerOff('primary');
    const refusal = await powerOff('Primary' as never).catch((error: Error) => error);
    return render(request, 'page', { said: String(refusal) });
  }`);
  const { calls } = await program.deliver(visit('page'), virtualMs(0));
  expect(calls).toEqual([
    { kind: 'power off', callId: 1, server: 'primary', place: expect.objectContaining({ file: 'views.ts', line: 3 }) },
  ]);
  const woken = await program.deliver({ kind: 'woken', callId: 1, requestId: requestId(1) }, virtualMs(100));
  expect(pageOf([woken])).toEqual({
    said: 'ValueError: powerOff takes the name of a server, one of primary, replica, standalone: Primary',
  });
});

test('two programs of one seed behave the same', async () => {
  const views = `export async function page(request: never) {
    console.log(Math.random(), new Date(), new Error('x').stack?.split('\\n')[1]);
    await Promise.all([sleep(Math.random() * 10), connections['default'].cursor().execute('select 1')]);
    return render(request, 'page', { id: crypto.randomUUID() });
  }`;
  const [one, two] = [await startShop(views, { seed: 3 }), await startShop(views, { seed: 3 })];
  expect(await serve(one, 'page')).toEqual(await serve(two, 'page'));
});
