/** The host against workers that are slow, dead, or lie. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { virtualMs } from '../trace/ids.ts';
import type { CompiledProgram } from './compile/compiled-program.ts';
import type { FromWorker, ToWorker } from './messages.ts';
import { SandboxedProgram } from './sandboxed-program.ts';
import { visit } from './shop.fixture.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const loopInViews: CompiledProgram = {
  modules: [],
  sites: [{ kind: 'loop', place: { file: 'views.ts', line: 12, column: 3 } }],
};

/** A program that runs, on a worker that answers each message as the test says. */
async function runOn(answer: (message: ToWorker) => readonly unknown[]) {
  let say: (data: unknown) => void = () => {};
  let die: (death: { name: string; message: string }) => void = () => {};
  const kill = vi.fn<() => void>();
  const program = new SandboxedProgram({
    send: (text) => answer(JSON.parse(text) as ToWorker).forEach((data) => say(data)),
    onMessage: (listener) => void (say = listener),
    onDeath: (listener) => void (die = listener),
    kill,
  });
  const ready = program.ready();
  say(json({ kind: 'ready' }));
  await ready;
  const deliver = () => program.deliver(visit('page'), virtualMs(0));
  return {
    program,
    deliver,
    kill,
    say: (data: unknown) => say(data),
    die: (name: string) => die({ name, message: name }),
  };
}

const json = (message: FromWorker): string => JSON.stringify(message);
const started = json({ kind: 'started' });
const idle = json({ kind: 'idle', calls: [] });
const still = json({ kind: 'still', site: 0 });

/** Answers `load`, and to the first delivery says what is given. */
const worker =
  (...toDelivery: readonly unknown[]) =>
  ({ kind }: ToWorker): readonly unknown[] =>
    kind === 'load' ? [started] : kind === 'poll' ? [] : toDelivery;

describe('the watchdog', () => {
  test('ends a turn after 1.5 s, and names the loop that was busy last', async () => {
    const { program, deliver, kill } = await runOn(worker(still));
    await program.load(loopInViews, { seed: 1, environment: {} });
    const turn = deliver();
    await vi.advanceTimersByTimeAsync(1_490);
    expect(kill).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(20);
    expect(kill).toHaveBeenCalledOnce();
    expect(await turn).toEqual({
      kind: 'stopped',
      calls: [],
      error: {
        name: 'NeverYields',
        message: 'A loop at views.ts:12 never yields: it was stopped after 1.5 s.',
        place: { file: 'views.ts', line: 12, column: 3 },
      },
    });
  });

  test('leaves a program alone that comes to rest in time', async () => {
    const { program, deliver, say, kill } = await runOn(worker(still));
    await program.load(loopInViews, { seed: 1, environment: {} });
    const turn = deliver();
    await vi.advanceTimersByTimeAsync(1_400);
    say(idle);
    expect(await turn).toEqual({ kind: 'idle', calls: [] });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(kill).not.toHaveBeenCalled();
  });

  test('does not blame a loop of an earlier turn', async () => {
    const answers = [[still, idle], []];
    const { program, deliver } = await runOn(({ kind }) =>
      kind === 'load' ? [started] : kind === 'deliver' ? answers.shift()! : [],
    );
    await program.load(loopInViews, { seed: 1, environment: {} });
    await deliver();
    const turn = deliver();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await turn).toMatchObject({ error: { message: 'This code never yields: it was stopped after 1.5 s.' } });
  });

  test('refuses a program whose loading never ends', async () => {
    const { program } = await runOn(() => [still]);
    const refused = program.load(loopInViews, { seed: 1, environment: {} });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await refused).toMatchObject({ kind: 'refused', error: { name: 'NeverYields', place: { line: 12 } } });
  });
});

test('a worker that dies ends the turn', async () => {
  const { program, deliver, die } = await runOn(worker(still));
  await program.load(loopInViews, { seed: 1, environment: {} });
  const turn = deliver();
  die('OutOfMemory');
  expect(await turn).toMatchObject({ kind: 'stopped', error: { name: 'OutOfMemory', place: { line: 12 } } });
});

test('a worker that never stands is an error of ours', async () => {
  const kill = vi.fn<() => void>();
  const program = new SandboxedProgram({ send() {}, onMessage() {}, onDeath() {}, kill });
  const outcome = program.ready().catch((error: Error) => error.message);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(await outcome).toMatch(/^The sandbox did not start/);
  expect(kill).toHaveBeenCalledOnce();
});

test('a worker that died unheard is found out before anything is loaded', async () => {
  const { program, kill } = await runOn(() => []);
  const answers = program.answers();
  await vi.advanceTimersByTimeAsync(1_100);
  expect(await answers).toBe(false);
  expect(kill).toHaveBeenCalledOnce();
  const { program: living } = await runOn(() => [idle]);
  expect(await living.answers()).toBe(true);
});

describe('what a worker says is a claim', () => {
  const call = (fields: object): string => JSON.stringify({ kind: 'idle', calls: [fields] });
  const query = { kind: 'query', callId: 1, alias: 'default', host: 'primary', sql: '', params: [] };
  test.each([
    ['no text', { kind: 'idle', calls: [] }],
    ['no JSON', '{'],
    ['no message', '{"kind":"idle"}'],
    ['an unknown kind', '{"kind":"fetch"}'],
    ['something out of turn', started],
    ['an unknown call', call({ kind: 'exec' })],
    ['a pause without a length', call({ kind: 'sleep', callId: 1, ms: null })],
    ['a server that nobody has', call({ kind: 'power off', callId: 1, server: 'sun' })],
    ['a pause backwards in time', call({ kind: 'sleep', callId: 1, ms: -1 })],
    ['parameters that are no text', call({ ...query, params: [1] })],
    ['a host without end', call({ ...query, host: 'x'.repeat(256) })],
    ['a query of no host', call({ ...query, host: null })],
    ['a session without end', call({ ...query, targetSessionAttrs: 'x'.repeat(256) })],
    ['an unknown field', call({ kind: 'log', text: '', html: '<b>' })],
    ['a status that is none', call({ kind: 'respond', requestId: 1, response: { status: 1e9, cookies: {} } })],
    ['too much', 'x'.repeat(4_000_001)],
  ])('%s ends the program', async (_what, said) => {
    const { program, deliver, kill } = await runOn(worker(said));
    await program.load(loopInViews, { seed: 1, environment: {} });
    expect(await deliver()).toMatchObject({ kind: 'stopped', calls: [], error: { name: 'UnfitMessage' } });
    expect(kill).toHaveBeenCalledOnce();
  });

  test('a message that nobody asked for ends the program', async () => {
    const { program, deliver, say } = await runOn(worker(idle));
    await program.load(loopInViews, { seed: 1, environment: {} });
    say(idle);
    expect(await deliver()).toMatchObject({ kind: 'stopped', error: { name: 'UnfitMessage' } });
  });
});
