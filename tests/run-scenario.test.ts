import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureSnapshot } from '../scripts/build-snapshot.ts';
import { loadServerFiles } from '../src/postgres/load-server-files-node.ts';
import { startCluster } from '../src/postgres/start-cluster.ts';
import type { Cluster } from '../src/simulation/postgres-node.ts';
import type { Budget } from '../src/simulation/program-turns.ts';
import { runScenario } from '../src/simulation/run-scenario.ts';
import type { Person, Scenario } from '../src/simulation/scenario.ts';
import type { EventOf, Trace, TraceEvent } from '../src/trace/events.ts';
import { virtualMs } from '../src/trace/ids.ts';
import { defaultSettings, type Settings } from '../src/trace/settings.ts';
import { valueOf, type View, viewProgram } from './support/view-program.ts';

const schemaSql = `
  create table juice (id int generated always as identity primary key, name text not null unique, stock int not null);
  insert into juice (name, stock) values ('apple', 10), ('pear', 5);
`;

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster({
    files: await loadServerFiles(await ensureSnapshot()),
    schemaSql,
    where: 'in-process',
  });
}, 60_000);
afterAll(() => cluster.terminate());

const visits = (name: string, ...paths: string[]): Person => ({
  name,
  startsAt: 0,
  steps: paths.map((visit) => ({ visit })),
});

interface Setup {
  readonly people?: readonly Person[];
  readonly replication?: Partial<Settings['replication']>;
  readonly changes?: NonNullable<Scenario['changes']>;
  readonly console?: NonNullable<Scenario['console']>;
  readonly budget?: Budget;
}

function run(view: View, { people = [visits('Ana', '/')], replication, budget, ...rest }: Setup = {}): Promise<Trace> {
  const settings = { ...defaultSettings, replication: { ...defaultSettings.replication, ...replication } };
  const scenario: Scenario = { seed: 7, settings, people, ...rest };
  return runScenario({ cluster, program: viewProgram(view), scenario, ...(budget && { budget }) });
}

const eventsOf = <Type extends TraceEvent['type']>(trace: Trace, type: Type): EventOf<Type>[] =>
  trace.filter((event): event is EventOf<Type> => event.type === type);

const buyThenLook: View = async ({ path }, shop) => {
  if (path === '/buy') await shop.query('default', `insert into juice (name, stock) values ('quince', 3)`);
  const seen = await shop.query('replica', `select name, stock from juice order by id`);
  return { context: seen };
};

describe('a read of the replica', () => {
  it('says how many commits and milliseconds it was behind, and which rows the primary would have given', async () => {
    const trace = await run(buyThenLook, { people: [visits('Ana', '/', '/buy')], replication: { delayMs: 500 } });
    const [fresh, stale] = eventsOf(trace, 'query ran').filter(({ node }) => node === 'replica');
    expect(fresh?.staleness).toMatchObject({ commitsBehind: 0, msBehind: 0, difference: { kind: 'same' } });
    const [commit] = eventsOf(trace, 'transaction committed');
    expect(stale?.staleness).toEqual({
      commitsBehind: 1,
      msBehind: stale!.at - commit!.at,
      replayLsn: stale?.lsn,
      primaryLsn: commit?.lsn,
      difference: { kind: 'differs', missing: [['quince', '3']], extra: [], tables: ['public.juice'] },
    });
  });

  it('sees the write once the delay is over, and not before', async () => {
    const read: View = async ({ path }, shop) => {
      if (path === '/buy') await shop.query('default', `insert into juice (name, stock) values ('quince', 3)`);
      else await shop.query('replica', `select count(*) from juice`);
      return {};
    };
    const steps = [{ submit: '/buy', form: {} }, ...Array.from({ length: 12 }, () => ({ visit: '/' }))];
    const trace = await run(read, { people: [{ name: 'Ana', startsAt: 0, steps }], replication: { delayMs: 300 } });
    const [applied] = eventsOf(trace, 'transaction applied');
    expect(applied!.at - applied!.committedAt).toBe(300);
    for (const query of eventsOf(trace, 'query ran').filter(({ node }) => node === 'replica')) {
      expect(query.outcome).toMatchObject({ results: [{ rows: [[query.at >= applied!.at ? '3' : '2']] }] });
    }
  });

  it('inside a transaction on the primary is compared with what that transaction sees', async () => {
    const view: View = async (_, shop) => {
      await shop.query('default', 'begin');
      await shop.query('default', `update juice set stock = 9 where name = 'apple'`);
      await shop.query('replica', `select stock from juice where name = 'apple'`);
      await shop.query('default', 'commit');
      return {};
    };
    const [read] = eventsOf(await run(view), 'query ran').filter(({ node }) => node === 'replica');
    expect(read?.staleness?.difference).toMatchObject({ missing: [['9']], extra: [['10']] });
  });

  it('refuses to write, as a hot standby does', async () => {
    const said: (string | null)[] = [];
    await run(async (_, shop) => {
      said.push(valueOf(await shop.query('replica', `set transaction_read_only = off`)));
      said.push(valueOf(await shop.query('replica', `insert into juice (name, stock) values ('x', 1)`)));
      said.push(valueOf(await shop.query('replica', `select pg_is_in_recovery()`)));
      return {};
    });
    expect(said).toEqual(['error 0A000', 'error 25006', 't']);
  });
});

describe('a run', () => {
  it('gives the same trace for the same input, LSNs included', async () => {
    const setup = {
      people: [visits('Ana', '/', '/buy', '/'), visits('Ben', '/', '/', '/')],
      replication: { jitterMs: 90 },
    };
    const first = await run(buyThenLook, setup);
    expect(eventsOf(first, 'transaction applied')).toHaveLength(1);
    expect(await run(buyThenLook, setup)).toEqual(first);
  });

  it('is the same up to a change of settings, and differs from there on', async () => {
    const people = [visits('Ana', '/', '/buy', '/', '/', '/', '/')];
    const before = await run(buyThenLook, { people, replication: { delayMs: 60_000 } });
    const at = virtualMs(eventsOf(before, 'transaction committed')[0]!.at + 100);
    const changes = [{ at, change: { replication: { delayMs: 0 } } }];
    const after = await run(buyThenLook, { people, replication: { delayMs: 60_000 }, changes });
    const until = (trace: Trace): Trace => trace.filter((event) => event.at < at);
    expect(until(after)).toEqual(until(before));
    expect(eventsOf(after, 'transaction applied')[0]!.at).toBe(at);
  });

  it('ends when a view never answers, and says whose request it was', async () => {
    const trace = await run(() => new Promise(() => {}));
    expect(trace.at(-1)).toMatchObject({ type: 'run ended', reason: 'unanswered' });
    expect(trace.at(-1)).toHaveProperty('detail', expect.stringContaining('GET / of Ana got no answer'));
  });

  it('stops code that would ask for ever, after its budget of statements', async () => {
    const endless: View = async (_, shop) => {
      for (;;) await shop.query('replica', 'select 1');
    };
    const budget = { statements: 50, calls: 500, virtualMs: 1e9 };
    const trace = await run(endless, { budget });
    expect(eventsOf(trace, 'query ran')).toHaveLength(50);
    expect(trace.at(-1)).toMatchObject({ type: 'run ended', reason: 'budget' });
  });

  it('stops code that would wait for ever, after its budget of virtual time', async () => {
    const endless: View = async (_, shop) => {
      for (;;) await shop.sleep(60_000);
    };
    const trace = await run(endless, { budget: { statements: 10, calls: 1e6, virtualMs: 600_000 } });
    expect(trace.at(-1)).toMatchObject({ type: 'run ended', reason: 'budget' });
  });

  it('lets a person who is far away wait longer than one who is near', async () => {
    const near = visits('Ana', '/');
    const far = { ...visits('Ben', '/'), roundTripMs: 300 };
    const answered = eventsOf(await run(async () => ({}), { people: [near, far] }), 'request responded');
    expect(answered.map(({ person, at }) => [person, at])).toEqual([
      ['Ana', defaultSettings.network.personRoundTripMs],
      ['Ben', 300],
    ]);
  });

  it('follows redirects at once and sends cookies back', async () => {
    const view: View = async ({ path }) => (path === '/in' ? { redirect: '/home', cookies: { who: 'ana' } } : {});
    const requests = eventsOf(await run(view, { people: [visits('Ana', '/in')] }), 'request started');
    expect(requests.map(({ path, cookies }) => ({ path, cookies }))).toEqual([
      { path: '/in', cookies: {} },
      { path: '/home', cookies: { who: 'ana' } },
    ]);
  });
});

describe('transactions of two people on one node', () => {
  it('wait for each other, and the trace says how long', async () => {
    const view: View = async ({ person }, shop) => {
      if (person === 'Ben') await shop.sleep(5);
      await shop.query('default', 'begin');
      await shop.query('default', `update juice set stock = stock - 1 where name = 'apple'`);
      await shop.query('default', 'commit');
      return {};
    };
    const trace = await run(view, { people: [visits('Ana', '/'), visits('Ben', '/')] });
    const begins = eventsOf(trace, 'query ran').filter(({ sql }) => sql === 'begin');
    const commit = eventsOf(trace, 'transaction committed')[0]!;
    expect(begins.map(({ queuedMs }) => queuedMs)).toEqual([undefined, commit.at - (begins[0]!.at + 5)]);
    expect(begins[1]!.at).toBe(commit.at);
  });

  it('end with the request that opened them', async () => {
    const view: View = async ({ path }, shop) => {
      if (path === '/leave') {
        await shop.query('default', 'begin');
        await shop.query('default', `delete from juice`);
      } else await shop.query('default', `select count(*) from juice`);
      return {};
    };
    const trace = await run(view, { people: [visits('Ana', '/leave', '/')] });
    const count = eventsOf(trace, 'query ran').find(({ sql }) => sql.startsWith('select'));
    expect(count?.outcome).toMatchObject({ results: [{ rows: [['2']] }] });
    expect(eventsOf(trace, 'transaction committed')).toEqual([]);
  });
});

describe('the slot', () => {
  it('keeps what a paused replica has not applied, and lets it go afterwards', async () => {
    const writes: View = async (_, shop) => {
      for (let i = 0; i < 5; i++) await shop.query('default', `update juice set stock = stock + 1`);
      const slot = await shop.query('default', `select confirmed_flush_lsn::text from pg_replication_slots`);
      return { context: valueOf(slot) };
    };
    const changes = [{ at: virtualMs(5_000), change: { replication: { paused: false } } }];
    const trace = await run(writes, { replication: { paused: true }, changes });
    const commits = eventsOf(trace, 'transaction committed');
    const applied = eventsOf(trace, 'transaction applied');
    expect(applied.map(({ lsn }) => lsn)).toEqual(commits.map(({ lsn }) => lsn));
    expect(applied.every(({ at }) => at >= 5_000)).toBe(true);
    const moved = eventsOf(trace, 'slot advanced');
    expect(moved[0]!.at).toBeGreaterThanOrEqual(5_000);
    expect(moved.at(-1)!.slot.confirmedFlushLsn).toBeGreaterThanOrEqual(commits.at(-1)!.lsn);
  });

  it('is shown by pg_stat_replication with the replica, its position and its lag', async () => {
    let row: readonly (string | null)[] = [];
    await run(async (_, shop) => {
      await shop.query('default', `update juice set stock = 1`);
      await shop.sleep(100);
      const reply = await shop.query(
        'default',
        `select application_name, state, replay_lsn < sent_lsn, replay_lag > interval '100 ms' from pg_stat_replication`,
      );
      row = reply.kind === 'ok' ? reply.results[0]!.rows[0]! : [JSON.stringify(reply)];
      return {};
    });
    expect(row).toEqual(['replica', 'streaming', 't', 't']);
  });
});

describe('the apply worker', () => {
  it('carries no sequences: after a row came with the id 3, the replica would still give out 3 next', async () => {
    const view: View = async (_, shop) => {
      await shop.query('default', `insert into juice (name, stock) values ('quince', 1)`);
      return {};
    };
    const look = {
      at: 30_000,
      node: 'replica',
      sql: 'select max(id) from juice; select last_value from juice_id_seq',
    } as const;
    const last = eventsOf(await run(view, { console: [look] }), 'query ran').at(-1);
    expect(last?.outcome).toMatchObject({ results: [{ rows: [['3']] }, { rows: [['2']] }] });
  });

  it('lets the lag grow by itself when the primary writes faster than it applies', async () => {
    const burst: View = async (_, shop) => {
      for (let i = 0; i < 20; i++) await shop.query('default', `update juice set stock = stock + 1`);
      return {};
    };
    const trace = await run(burst, { replication: { delayMs: 0, changesPerSecond: 20 } });
    const lags = eventsOf(trace, 'transaction applied').map(({ at, committedAt }) => at - committedAt);
    expect(lags).toHaveLength(20);
    expect(lags.every((lag, i) => i === 0 || lag > lags[i - 1]!)).toBe(true);
  });

  it('stops at what it cannot apply, in words of Postgres, and goes on once an operator has mended it', async () => {
    const view: View = async (_, shop) => {
      await shop.query('default', `alter table juice add column sku text`);
      await shop.query('default', `insert into juice (name, stock, sku) values ('quince', 1, 'Q1')`);
      return {};
    };
    const mend = {
      at: 20_000,
      node: 'replica',
      sql: 'alter table juice add column sku text',
      asOperator: true,
    } as const;
    const retry = { at: 40_000, node: 'replica', sql: 'select name, sku from juice' } as const;
    const trace = await run(view, { console: [mend, retry] });
    const [stopped] = eventsOf(trace, 'replication stopped');
    expect(stopped?.error).toMatchObject({
      code: '55000',
      message: 'logical replication target relation "public.juice" is missing replicated column: "sku"',
    });
    expect(eventsOf(trace, 'replication resumed')[0]!.at).toBeGreaterThanOrEqual(20_000);
    const last = eventsOf(trace, 'query ran').at(-1);
    expect(last?.outcome).toMatchObject({ results: [{ rows: expect.arrayContaining([['quince', 'Q1']]) }] });
  });

  it('reports a duplicate key as a conflict', async () => {
    const local = {
      at: 0,
      node: 'replica',
      sql: `insert into juice (name, stock) values ('quince', 0)`,
      asOperator: true,
    } as const;
    const view: View = async (_, shop) => {
      await shop.query('default', `insert into juice (name, stock) values ('quince', 1)`);
      return {};
    };
    const trace = await run(view, { console: [local] });
    expect(eventsOf(trace, 'replication stopped')[0]?.error).toMatchObject({
      code: '23505',
      message: 'conflict detected on relation "public.juice": conflict=multiple_unique_conflicts',
    });
    expect(eventsOf(trace, 'transaction applied')).toEqual([]);
  });

  it('applies only what the publication publishes', async () => {
    const view: View = async (_, shop) => {
      await shop.query('default', 'drop publication replayground');
      await shop.query(
        'default',
        'create publication news for table juice (id, name, stock) with (publish = $$insert$$)',
      );
      await shop.query('default', `insert into juice (name, stock) values ('quince', 1)`);
      await shop.query('default', `delete from juice where name = 'apple'`);
      return {};
    };
    const applied = eventsOf(await run(view), 'transaction applied').flatMap(({ changes }) => changes);
    expect(applied.map(({ kind }) => kind)).toEqual(['insert']);
  });
});
