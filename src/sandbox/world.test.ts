/** The world as a learner's code finds it. */
import { describe, expect, test, vi } from 'vitest';
import { epochMs, virtualMs } from '../trace/ids.ts';
import { hostGlobals, leftOpen, pageOf, serve, visit } from './shop.fixture.ts';
import { startShop } from './start-shop.fixture.ts';

// A machine whose time zone is not the shop's: what asks the machine gives itself away. One whose language is not the
// shop's is in tests/sandbox.e2e.ts.
vi.stubEnv('TZ', 'America/St_Johns');

/** What expressions of the learner give, each as JSON; an error as its name. */
async function evaluate(expressions: readonly string[], seed = 1): Promise<unknown[]> {
  const values = expressions.map((expression) => `await attempt(async () => (${expression}))`);
  const program = await startShop(
    `const attempt = async (f: () => unknown) => { try { return await f() ?? null } catch (error) { return (error as Error).name } };
     export async function page(request: never) { return render(request, 'page', { values: [${values.join(', ')}] }); }`,
    { seed },
  );
  return (pageOf(await serve(program, 'page')) as { values: unknown[] }).values;
}

describe('time', () => {
  test('is what the message says, everywhere', async () => {
    const program = await startShop(`
      export const page = (request: never) => render(request, 'page', {
        date: [Date.now(), new Date().getTime(), Date.parse(Date()), performance.now()],
        format: [new Intl.DateTimeFormat().format(), new Intl.DateTimeFormat(undefined, { timeStyle: 'long' }).format()],
        parts: new Intl.DateTimeFormat().formatToParts().find(({ type }) => type === 'day')?.value,
        disguised: new (new Date(0).constructor as DateConstructor)().getTime(),
      });`);
    const { calls } = await program.deliver(visit('page'), virtualMs(90_000));
    const now = epochMs + 90_000;
    expect(calls).toMatchObject([
      {
        response: {
          context: {
            date: [now, now, now, 90_000],
            format: ['10/24/2024', '9:01:30 AM UTC'],
            parts: '24',
            disguised: now,
          },
        },
      },
    ]);
  });

  test.each([
    ['new Date(2024, 9, 24, 9).toISOString()', '2024-10-24T09:00:00.000Z'],
    ["new Date('2024-10-24T09:00').toISOString()", '2024-10-24T09:00:00.000Z'],
    ["new Date('2024-10-24').toISOString()", '2024-10-24T00:00:00.000Z'],
    ["new Date('Oct 24, 2024 09:00').toISOString()", '2024-10-24T09:00:00.000Z'],
    ["new Date('2024-10-24T09:00:00+02:00').toISOString()", '2024-10-24T07:00:00.000Z'],
    ['new Date(new Date(5000)).getTime()', 5000],
    ['new Date(String(new Date(5000))).getTime()', 5000],
    ["new Date('nonsense').toString()", 'Invalid Date'],
    ['String(new Date(0))', 'Thu Jan 01 1970 00:00:00 GMT+0000 (Coordinated Universal Time)'],
    ['new Date(0).toLocaleString()', '1/1/1970, 12:00:00 AM'],
    ['[new Date(0).getHours(), new Date(0).getTimezoneOffset(), new Date(0).getDay()]', [0, 0, 4]],
    ['new Date(new Date(0).setHours(5)).toISOString()', '1970-01-01T05:00:00.000Z'],
    ['Intl.DateTimeFormat().resolvedOptions().timeZone', 'UTC'],
    ['(1234.5).toLocaleString()', '1,234.5'],
    ['new Date() instanceof Date', true],
    ["new Date({ toString: () => '2024-10-24' } as never).toISOString()", '2024-10-24T00:00:00.000Z'],
    ["new Date('Oct 24 2024 (UTC').toISOString()", '2024-10-24T00:00:00.000Z'],
    ["'i'.toLocaleUpperCase([]) + 'I'.toLocaleLowerCase(undefined)", 'Ii'],
    ["['ä', 'z', 'a'].sort((a, b) => a.localeCompare(b, []))", ['a', 'ä', 'z']],
    ["['ä', 'z', 'a'].sort((a, b) => a.localeCompare(b, 'sv'))", ['a', 'z', 'ä']],
    [
      "[(1234.5).toLocaleString([]), 1234n.toLocaleString('tlh'), [1234.5].toLocaleString()]",
      ['1,234.5', '1,234', '1,234.5'],
    ],
    ["new Intl.DateTimeFormat('en', null as never)", 'TypeError'],
    ["new Intl.DateTimeFormat('en', { timeZone: 'Asia/Tokyo' }).resolvedOptions().timeZone", 'Asia/Tokyo'],
  ])('%s is the same on every machine', async (expression, expected) => {
    expect(new Date(0).getHours()).not.toBe(0);
    expect(await evaluate([expression])).toEqual([expected]);
  });

  test('nobody who leaves the time zone or the language open gets the machine’s', async () => {
    for (const { expressions, value } of leftOpen) {
      expect(await evaluate(expressions)).toEqual(expressions.map(() => value));
    }
  });

  test('timers wait in virtual time, and one that was cleared stays silent', async () => {
    const program = await startShop(`
      export async function page(request: never) {
        const times: number[] = [];
        const cleared = setTimeout(() => times.push(-1), 5);
        const beat = setInterval(() => { times.push(performance.now()); if (times.length === 2) clearInterval(beat); }, 20);
        clearTimeout(cleared);
        await new Promise((resolve) => setTimeout(resolve, 100, 'x'));
        await sleep(1000);
        return render(request, 'page', { times: times.length, late: performance.now() > 1000 });
      }`);
    const turns = await serve(program, 'page');
    expect(turns[0]!.calls.map((call) => (call.kind === 'sleep' ? call.ms : null))).toEqual([5, 20, 100]);
    expect(pageOf(turns)).toEqual({ times: 2, late: true });
  });
});

test('chance follows the seed', async () => {
  const chances = ['Math.random()', 'crypto.randomUUID()', '[...crypto.getRandomValues(new Uint8Array(4))]'];
  const [first, again, other] = [await evaluate(chances, 7), await evaluate(chances, 7), await evaluate(chances, 8)];
  expect(again).toEqual(first);
  for (const [index, value] of other.entries()) expect(value).not.toEqual(first[index]);
  expect(first[1]).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
});

describe('ways out', () => {
  test('nothing but the language is there', async () => {
    const isThere = await evaluate(hostGlobals.map((name) => `${JSON.stringify(name)} in globalThis`));
    expect(hostGlobals.filter((_, index) => isThere[index])).toEqual([]);
  });

  test.each([
    ["(() => {}).constructor('return this')()", 'EvalError'],
    ["(async () => {}).constructor('return this')()", 'EvalError'],
    ["new (function* () {}.constructor as never)('yield this')", 'EvalError'],
    ["new Function('return this')()", 'EvalError'],
    ["eval('1')", 'EvalError'],
    ["(0, eval)('1')", 'EvalError'],
    ['new (globalThis as any).Array.constructor("return process")', 'EvalError'],
    ['typeof (crypto as any).subtle', 'undefined'],
    ['typeof (URL as any).createObjectURL', 'undefined'],
    ['Object.getOwnPropertyNames(Object.getPrototypeOf(globalThis)).filter((name) => !(name in Object.prototype))', []],
    ['Reflect.ownKeys(globalThis).filter((name) => /sandbox/i.test(String(name)))', []],
  ])('%s', async (expression, expected) => {
    expect(await evaluate([expression])).toEqual([expected]);
  });
});

test.each([
  ["'a'.repeat(5e8)", 'RangeError'],
  ["'ab'.repeat(2 ** 25 + 1)", 'RangeError'],
  ["'a'.padStart(5e8)", 'RangeError'],
  ["'a'.padEnd('500000000' as never)", 'RangeError'],
  ["('a'.repeat(2 ** 26) + 'a').split('')", 'RangeError'],
  ["['ab'.repeat(2), 'a'.padEnd(3, '-'), 'a-b'.split('-', 1)]", ['abab', 'a--', ['a']]],
  ["'a'.repeat(-1)", 'RangeError'],
])('what would end the engine is an error: %s', async (expression, expected) => {
  expect(await evaluate([expression])).toEqual([expected]);
});
