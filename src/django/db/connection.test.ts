import { beforeEach, describe, expect, test } from 'vitest';
import { backend, installBackend } from '../backend.ts';
import { forgetRequest } from '../per-request.ts';
import { installSettings } from '../settings.ts';
import { Category } from '../shop.fixture.ts';
import { requestId } from '../../trace/ids.ts';
import type { QueryReply } from '../../trace/postgres-values.ts';
import { connection, connections } from './connection.ts';
import { atomic } from './transaction.ts';

const request = requestId(1);
const done: QueryReply = { kind: 'ok', results: [{ tag: 'OK', fields: [], rows: [] }] };
const lost: QueryReply = { kind: 'lost', message: 'server closed the connection unexpectedly' };

/** What was sent and not answered yet: the first word of each statement, and how to answer it. */
let sent: { readonly what: string; readonly answer: (reply: QueryReply) => void }[];

beforeEach(() => {
  sent = [];
  installSettings({ DATABASES: { default: {}, replica: {} } });
  installBackend({
    environment: {},
    query: ({ alias, sql }) =>
      new Promise((resolve) => void sent.push({ what: `${alias}: ${sql.split(' ')[0]}`, answer: resolve })),
    sleep: async () => {},
    powerOff: async () => {},
    currentRequest: () => request,
    log: () => {},
    placeOf: () => undefined,
  });
  forgetRequest(request);
});

/** Lets everything run that waits for nothing from outside. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
};

async function answer(reply: QueryReply): Promise<string> {
  await settle();
  const next = sent.shift();
  if (!next) throw new Error('Nothing was sent.');
  next.answer(reply);
  await settle();
  return next.what;
}

const ask = async (alias: string): Promise<void> => await connections[alias]!.cursor().execute('select 1');

test('a connection does one thing at a time, two databases work side by side', async () => {
  const asking = [ask('default'), ask('default'), ask('replica')];
  await settle();
  expect(sent.map(({ what }) => what)).toEqual(['default: select', 'replica: select']);
  await answer(done);
  expect(sent.map(({ what }) => what)).toEqual(['replica: select', 'default: select']);
  for (const _ of ['replica', 'default']) await answer(done);
  await Promise.all(asking);
});

test('each statement says which server the settings name for its alias, and none when they name none', async () => {
  installSettings({ DATABASES: { default: { HOST: 'primary' }, replica: { HOST: 'primary', PORT: 5433 }, other: {} } });
  const asked: unknown[] = [];
  installBackend({
    ...backend(),
    query: async ({ alias, host }) => {
      asked.push([alias, host]);
      return done;
    },
  });
  for (const alias of ['default', 'replica', 'other']) await ask(alias);
  expect(asked).toEqual([
    ['default', 'primary'],
    ['replica', 'primary'],
    ['other', ''],
  ]);
});

describe('a connection that was lost', () => {
  let asked: (string | boolean)[][];
  let replies: QueryReply[];
  beforeEach(() => {
    asked = [];
    replies = [];
    installBackend({
      ...backend(),
      query: async ({ sql, reconnects = false }) => {
        asked.push([sql.split(' ')[0]!, reconnects]);
        return replies.shift() ?? done;
      },
    });
  });

  test('outside of a transaction stays lost, also for a block, until it is closed', async () => {
    replies = [lost, lost, lost];
    await expect(ask('default')).rejects.toMatchObject({ name: 'OperationalError' });
    await expect(ask('default')).rejects.toMatchObject({ name: 'OperationalError' });
    await expect(atomic(async () => await ask('default'))).rejects.toMatchObject({ name: 'OperationalError' });
    await ask('default');
    await connection.close();
    await ask('default');
    await ask('default');
    expect(asked.map(([, reconnects]) => reconnects)).toEqual([false, false, false, false, true, false]);
  });

  test.each([
    ['at its beginning', [lost]],
    ['in the middle', [done, lost]],
    ['when it commits', [done, done, lost]],
  ])('by a transaction %s is dropped with its block', async (_, heard) => {
    replies = [...heard];
    await expect(atomic(async () => await ask('default'))).rejects.toMatchObject({ name: 'OperationalError' });
    asked = [];
    await atomic(async () => await ask('default'));
    expect(asked).toEqual([
      ['BEGIN', true],
      ['select', false],
      ['COMMIT', false],
    ]);
  });

  test('or is not: who closes it in a block ends the transaction, and the block asks nothing more', async () => {
    await atomic(async () => {
      await ask('default');
      await connection.close();
      await expect(ask('default')).rejects.toMatchObject({ name: 'TransactionManagementError' });
    });
    expect(asked.map(([word]) => word)).toEqual(['BEGIN', 'select', 'ROLLBACK']);
  });
});

test('several hosts, and what is wanted of them, are said as the settings say it', async () => {
  const options = { pool: true, target_session_attrs: 'read-write' };
  installSettings({ DATABASES: { default: { HOST: 'primary,replica', OPTIONS: options }, replica: { OPTIONS: {} } } });
  const asked: unknown[] = [];
  installBackend({ ...backend(), query: async (query) => (asked.push(query), done) });
  for (const alias of ['default', 'replica']) await ask(alias);
  expect(asked[0]).toMatchObject({ host: 'primary,replica', targetSessionAttrs: 'read-write' });
  expect(asked[1]).not.toHaveProperty('targetSessionAttrs');
});

test('time-outs are said in ms, a connection has two seconds at least, and what is not set is not said', async () => {
  const timeouts = { connect_timeout: '5', tcp_user_timeout: 700 };
  installSettings({
    DATABASES: { default: { OPTIONS: timeouts }, replica: { OPTIONS: { connect_timeout: 1, tcp_user_timeout: 0 } } },
  });
  const asked: unknown[] = [];
  installBackend({ ...backend(), query: async (query) => (asked.push(query), done) });
  for (const alias of ['default', 'replica']) await ask(alias);
  expect(asked[0]).toMatchObject({ connectTimeoutMs: 5_000, tcpUserTimeoutMs: 700 });
  expect(asked[1]).toMatchObject({ connectTimeoutMs: 2_000 });
  expect(asked[1]).not.toHaveProperty('tcpUserTimeoutMs');
});

test.each([
  [
    'a time-out that is no number',
    { OPTIONS: { connect_timeout: 'soon' } },
    "The connect_timeout of DATABASES['replica'] must be a number, at most 2147483647.",
  ],
  [
    'a session that is no text',
    { OPTIONS: { target_session_attrs: 5 } },
    "The target_session_attrs of DATABASES['replica'] must be a text.",
  ],
  ['no object', null, "DATABASES['replica'] must be an object of settings."],
  ['a HOST that is no text', { HOST: 5 }, "The HOST of DATABASES['replica'] is no name of a host."],
  ['a HOST too long', { HOST: 'x'.repeat(256) }, "The HOST of DATABASES['replica'] is no name of a host."],
])('a database that is %s is refused', (_, replica, message) => {
  expect(() => installSettings({ DATABASES: { default: {}, replica } })).toThrow(message);
});

test('a statement that failed does not hold up the next one', async () => {
  const failing = ask('default');
  const next = ask('default');
  await answer({ kind: 'error', error: { severity: 'ERROR', code: '22012', message: 'division by zero' } });
  await answer(done);
  await expect(failing).rejects.toMatchObject({ name: 'DataError', message: 'division by zero' });
  await expect(next).resolves.toBeUndefined();
});

test('a transaction begins with its first statement, once', async () => {
  const work = atomic(async () => await Promise.all([ask('default'), ask('default')]));
  const statements: string[] = [];
  for (let count = 0; count < 4; count++) statements.push(await answer(done));
  await work;
  expect(statements).toEqual(['default: BEGIN', 'default: select', 'default: select', 'default: COMMIT']);
});

test('a connection that was lost inside a transaction is asked nothing more before its end', async () => {
  const seen: unknown[] = [];
  const work = atomic(async () => {
    for (const _ of ['lost', 'closed']) {
      await Category.objects.count().catch((error: unknown) => void seen.push((error as Error).name));
    }
    expect(connection.inAtomicBlock).toBe(true);
  });
  expect([await answer(done), await answer(lost)]).toEqual(['default: BEGIN', 'default: select']);
  await expect(work).rejects.toMatchObject({ name: 'OperationalError', message: 'the connection is closed' });
  expect(seen).toEqual(['OperationalError', 'OperationalError']);
  expect(sent).toEqual([]);
  const again = ask('default');
  expect(await answer(done)).toBe('default: select');
  await again;
});

test('an alias that the settings do not have', () => {
  expect(() => connections['nope']).toThrow(
    expect.objectContaining({ name: 'ConnectionDoesNotExist', message: "The connection 'nope' doesn't exist." }),
  );
});
