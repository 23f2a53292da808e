/** Which server an alias is: the HOST of the program's settings decides, and nothing else. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureSnapshot } from '../scripts/build-snapshot.ts';
import { loadServerFiles } from '../src/postgres/load-server-files-node.ts';
import { startCluster } from '../src/postgres/start-cluster.ts';
import type { Cluster } from '../src/simulation/postgres-node.ts';
import { runScenario } from '../src/simulation/run-scenario.ts';
import type { Scenario } from '../src/simulation/scenario.ts';
import type { EventOf, Trace } from '../src/trace/events.ts';
import type { QueryReply } from '../src/trace/postgres-values.ts';
import { defaultSettings } from '../src/trace/settings.ts';
import { type View, viewProgram } from './support/view-program.ts';

const schemaSql = `create table juice (id int primary key, name text not null)`;

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster({
    files: await loadServerFiles(await ensureSnapshot()),
    schemaSql,
    where: 'in-process',
  });
}, 60_000);
afterAll(() => cluster.terminate());

function run(view: View, more: Partial<Scenario> = {}): Promise<Trace> {
  const people = [{ name: 'Ana', startsAt: 0, steps: [{ visit: '/' }] }];
  const scenario: Scenario = { seed: 7, settings: defaultSettings, people, ...more };
  return runScenario({ cluster, program: viewProgram(view), scenario });
}

const queriesIn = (trace: Trace): EventOf<'query ran'>[] => trace.filter((event) => event.type === 'query ran');

describe('a host', () => {
  it('that two aliases share is one server', async () => {
    const trace = await run(async (_, shop) => {
      await shop.query('default', `insert into juice values (1, 'apple')`);
      await shop.queryHost('primary', 'select name from juice');
      return {};
    });
    const [, read] = queriesIn(trace);
    expect(read).toMatchObject({ node: 'primary', outcome: { results: [{ rows: [['apple']] }] } });
    expect(read).not.toHaveProperty('staleness');
  });

  it('is the same however its letters are written', async () => {
    const trace = await run(async (_, shop) => {
      await shop.queryHost('Replica', 'select name from juice');
      return {};
    });
    expect(queriesIn(trace)).toMatchObject([{ node: 'replica', staleness: { difference: { kind: 'same' } } }]);
  });

  it.each([
    ['replca', 'could not translate host name "replca" to address: Name or service not known'],
    ['standalone', 'could not translate host name "standalone" to address: Name or service not known'],
    ['constructor', 'could not translate host name "constructor" to address: Name or service not known'],
    ['', 'connection to server on socket "/var/run/postgresql/.s.PGSQL.5432" failed: No such file or directory'],
    ['/tmp', 'connection to server on socket "/tmp/.s.PGSQL.5432" failed: No such file or directory'],
  ])('that nobody has, "%s", is a connection that fails in the words of libpq', async (host, message) => {
    let said: QueryReply | null = null;
    const trace = await run(async (_, shop) => {
      said = await shop.queryHost(host, 'select 1');
      return {};
    });
    expect(said).toEqual({ kind: 'lost', message });
    expect(queriesIn(trace)).toEqual([]);
  });
});

it('a scenario that types at a server which the lesson does not have is refused', async () => {
  const typed = { at: 0, node: 'standalone', sql: 'select 1' } as const;
  await expect(run(async () => ({}), { console: [typed] })).rejects.toThrow('the lesson has no standalone.sql');
});

it('a trace says in which environment its program was started', async () => {
  const environment = { REPLICA_HOST: 'replica' };
  const [[withOne], [without]] = [await run(async () => ({}), { environment }), await run(async () => ({}))];
  expect(withOne).toMatchObject({ type: 'run started', environment });
  expect(without).not.toHaveProperty('environment');
});
