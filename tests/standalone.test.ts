/** The third server of a lesson: it answers as the others do, and replication knows nothing of it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureSnapshot } from '../scripts/build-snapshot.ts';
import { loadServerFiles } from '../src/postgres/load-server-files-node.ts';
import { startCluster } from '../src/postgres/start-cluster.ts';
import { type Cluster, NodeCrashed } from '../src/simulation/postgres-node.ts';
import { runScenario } from '../src/simulation/run-scenario.ts';
import type { Scenario } from '../src/simulation/scenario.ts';
import type { EventOf, Trace, TraceEvent } from '../src/trace/events.ts';
import { defaultSettings, defaultStandaloneRoundTripMs } from '../src/trace/settings.ts';
import { viewAt } from '../src/trace/view.ts';
import { valueOf, type View, viewProgram } from './support/view-program.ts';

const schemaSql = `create table juice (id int primary key, name text not null)`;
const standaloneSql = `
  create table press (id int generated always as identity primary key, name text not null);
  insert into press (name) values ('old'), ('new');
`;

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster({
    files: await loadServerFiles(await ensureSnapshot()),
    schemaSql,
    standaloneSql,
    where: 'in-process',
  });
}, 60_000);
afterAll(() => cluster.terminate());

function run(view: View, more: Partial<Scenario> = {}): Promise<Trace> {
  const people = [{ name: 'Ana', startsAt: 0, steps: [{ visit: '/' }] }];
  const scenario: Scenario = { seed: 7, settings: defaultSettings, people, ...more };
  return runScenario({ cluster, program: viewProgram(view), scenario });
}

const eventsOf = <Type extends TraceEvent['type']>(trace: Trace, type: Type): EventOf<Type>[] =>
  trace.filter((event): event is EventOf<Type> => event.type === type);

/** What the learner is shown of the server's one table, at each event of a type. */
const pressesAt = (trace: Trace, type: TraceEvent['type']): unknown[] =>
  trace.flatMap((event, cursor) =>
    event.type === type ? [viewAt(trace, cursor).standalone?.tables[0]?.rows.map(([, name]) => name)] : [],
  );

const addAPress: View = async (_, shop) => {
  await shop.query('standalone', 'select name from press');
  await shop.query('standalone', `insert into press (name) values ('third') returning random()`);
  return {};
};

describe('the standalone server', () => {
  it('has tables of its own, and they are not on the others', async () => {
    const said: (string | null)[] = [];
    await run(async (_, shop) => {
      for (const host of ['standalone', 'primary', 'replica']) {
        said.push(valueOf(await shop.query(host, 'select count(*) from press')));
      }
      said.push(valueOf(await shop.query('standalone', 'select count(*) from juice')));
      said.push(valueOf(await shop.query('standalone', 'select count(*) from pg_replication_slots')));
      said.push(valueOf(await shop.query('standalone', 'select count(*) from pg_stat_replication')));
      said.push(valueOf(await shop.query('standalone', 'select pg_is_in_recovery()')));
      return {};
    });
    expect(said).toEqual(['2', 'error 42P01', 'error 42P01', 'error 42P01', '0', '0', 'f']);
  });

  it('is asked over a way of its own, takes writes, and has no staleness', async () => {
    const trace = await run(addAPress);
    const [read, write] = eventsOf(trace, 'query ran');
    expect([read, write]).toMatchObject([{ node: 'standalone' }, { node: 'standalone', outcome: { kind: 'ok' } }]);
    expect(read).not.toHaveProperty('staleness');
    expect(read!.answeredAt! - read!.sentAt).toBe(defaultStandaloneRoundTripMs + defaultSettings.statementMs);
    const network = { ...defaultSettings.network, standaloneRoundTripMs: 100 };
    const [far] = eventsOf(await run(addAPress, { settings: { ...defaultSettings, network } }), 'query ran');
    expect(far!.answeredAt! - far!.sentAt).toBe(101);
  });

  it('leaves replication alone: nothing of it is committed, sent or counted as lag', async () => {
    const trace = await run(async (_, shop) => {
      await shop.query('standalone', `insert into press (name) select 'one of many' from generate_series(1, 5000)`);
      await shop.query('replica', 'select * from juice');
      return {};
    });
    const [write, read] = eventsOf(trace, 'query ran');
    expect(write!.lsn).toBeGreaterThan(cluster.lsn);
    expect(read!.staleness).toMatchObject({ primaryLsn: cluster.lsn, replayLsn: cluster.lsn, commitsBehind: 0 });
    expect([...eventsOf(trace, 'transaction committed'), ...eventsOf(trace, 'slot advanced')]).toEqual([]);
    const { replication } = viewAt(trace, trace.length - 1);
    expect(replication).toMatchObject({ primaryLsn: cluster.lsn, replayLsn: cluster.lsn, bytesBehind: 0 });
  });

  it('begins every run from its image, with what is random fixed by the seed', async () => {
    const first = await run(addAPress);
    expect(pressesAt(first, 'run ended')).toEqual([['old', 'new', 'third']]);
    expect(await run(addAPress)).toEqual(first);
  });

  it('can be asked by the console', async () => {
    const typed = { at: 5, node: 'standalone', sql: `delete from press where name = 'old'; select 1` } as const;
    expect(pressesAt(await run(async () => ({}), { console: [typed] }), 'run ended')).toEqual([['new']]);
  });

  it('has one session too, which one transaction holds to its end', async () => {
    const view: View = async ({ person }, shop) => {
      if (person === 'Ben') await shop.sleep(5);
      await shop.query('standalone', 'begin');
      await shop.query('standalone', `insert into press (name) values ('of ${person}')`);
      await shop.query('standalone', 'commit');
      return {};
    };
    const people = ['Ana', 'Ben'].map((name) => ({ name, startsAt: 0, steps: [{ visit: '/' }] }));
    const trace = await run(view, { people });
    const begins = eventsOf(trace, 'query ran').filter(({ sql }) => sql === 'begin');
    expect(begins.map(({ queuedMs }) => queuedMs)).toEqual([undefined, expect.any(Number)]);
    expect(pressesAt(trace, 'tables inspected')).toEqual([
      ['old', 'new', 'of Ana'],
      ['old', 'new', 'of Ana', 'of Ben'],
    ]);
  });

  it('that crashes ends the run, and the next one has it again', async () => {
    const trap: View = async (_, shop) => {
      await shop.query('standalone', `insert into press (name) values ('lost')`);
      return {};
    };
    const server = cluster.standalone!;
    const query = server.query.bind(server);
    server.query = (statement, at) =>
      statement.sql.startsWith('insert')
        ? Promise.reject(new NodeCrashed('standalone', 'a trap'))
        : query(statement, at);
    const trace = await run(trap).finally(() => (server.query = query));
    expect(trace.slice(-3)).toMatchObject([
      { type: 'node crashed', node: 'standalone', reason: 'a trap' },
      { type: 'node rebuilt', node: 'standalone' },
      { type: 'run ended', reason: 'node crashed' },
    ]);
    expect(viewAt(trace, trace.length - 3).crashed).toEqual({ primary: null, replica: null, standalone: 'a trap' });
    expect(pressesAt(await run(addAPress), 'run ended')).toEqual([['old', 'new', 'third']]);
  });
});

describe('its tables are read again', () => {
  it('after a write, once it is committed, with the LSN that it moved to', async () => {
    const trace = await run(async (_, shop) => {
      await shop.query('standalone', 'begin');
      await shop.query('standalone', `update press set name = 'newer' where name = 'new'`);
      await shop.query('standalone', 'commit');
      return {};
    });
    const [read] = eventsOf(trace, 'tables inspected');
    const queries = eventsOf(trace, 'query ran');
    expect(read).toMatchObject({ node: 'standalone', at: queries.at(-1)!.at });
    expect(pressesAt(trace, 'query ran')).toEqual([
      ['old', 'new'],
      ['old', 'new'],
      ['old', 'new'],
    ]);
    expect(pressesAt(trace, 'tables inspected')).toEqual([['old', 'newer']]);
    const { standalone } = viewAt(trace, trace.length - 1);
    expect(standalone!.lsn).toBe(queries.at(-1)!.lsn);
    expect(standalone!.lsn).toBeGreaterThan(cluster.standaloneLsn!);
  });

  it('and not after a read, a rollback or an error', async () => {
    const trace = await run(async (_, shop) => {
      await shop.query('standalone', 'select * from press');
      await shop.query('standalone', 'begin');
      await shop.query('standalone', 'delete from press');
      await shop.query('standalone', 'rollback');
      await shop.query('standalone', `insert into press (id, name) overriding system value values (1, 'twice')`);
      return {};
    });
    expect(eventsOf(trace, 'query ran')).toHaveLength(5);
    expect(eventsOf(trace, 'tables inspected')).toEqual([]);
  });

  it('after DDL', async () => {
    const trace = await run(async (_, shop) => {
      await shop.query('standalone', 'alter table press add column year int default 1998');
      return {};
    });
    const { standalone } = viewAt(trace, trace.length - 1);
    expect(standalone!.tables[0]).toMatchObject({
      columns: ['id', 'name', 'year'],
      rows: [
        ['1', 'old', '1998'],
        ['2', 'new', '1998'],
      ],
    });
  });
});
