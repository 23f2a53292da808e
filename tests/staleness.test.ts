import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Cluster } from '../src/simulation/postgres-node.ts';
import { runScenario } from '../src/simulation/run-scenario.ts';
import type { Trace } from '../src/trace/events.ts';
import { defaultSettings } from '../src/trace/settings.ts';
import { clusterOf, eventsOf } from './support/console-run.ts';
import { type View, viewProgram } from './support/view-program.ts';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await clusterOf(`
    create table juice (id int generated always as identity primary key, name text not null unique, stock int not null);
    insert into juice (name, stock) values ('apple', 10), ('pear', 5);
  `);
}, 60_000);
afterAll(() => cluster.terminate());

function run(view: View): Promise<Trace> {
  const people = [{ name: 'Ana', startsAt: 0, steps: [{ visit: '/' }] }];
  return runScenario({ cluster, program: viewProgram(view), scenario: { seed: 7, settings: defaultSettings, people } });
}

describe('a difference that is no staleness', () => {
  it('is not taken for one', async () => {
    const sqls = ['pg_is_in_recovery()', 'xmin', `current_setting('application_name')`].map(
      (of) => `select ${of}, id from juice`,
    );
    const trace = await run(async (_, shop) => {
      await shop.query('primary', `set application_name = 'shop'`);
      for (const sql of sqls) await shop.query('replica', sql);
      return {};
    });
    const reads = eventsOf(trace, 'query ran').filter(({ node }) => node === 'replica');
    expect(reads.map(({ staleness }) => staleness?.difference.kind)).toEqual(['unknown', 'unknown', 'unknown']);
  });

  it('is not taken for one where the two sessions write the same value differently', async () => {
    const trace = await run(async (_, shop) => {
      await shop.query('primary', `set timezone = 'Asia/Tokyo'`);
      await shop.query('primary', 'update juice set stock = 0');
      await shop.query('replica', `select timestamptz '2024-01-01 00:00Z', name from juice`);
      return {};
    });
    expect(eventsOf(trace, 'query ran').at(-1)?.staleness?.difference).toEqual({
      kind: 'unknown',
      why: 'The sessions on the two servers differ in TimeZone.',
    });
  });

  it('does not make the primary do what the replica has refused', async () => {
    const trace = await run(async (_, shop) => {
      await shop.query('primary', `select pg_create_logical_replication_slot('other', 'replayground_decoding')`);
      await shop.query('replica', `select pg_drop_replication_slot('other')`);
      await shop.query('primary', `select count(*) from pg_replication_slots`);
      return {};
    });
    expect(eventsOf(trace, 'query ran').at(-1)?.outcome).toMatchObject({ results: [{ rows: [['2']] }] });
  });

  it('is still measured after a client has thrown away every prepared statement', async () => {
    const trace = await run(async (_, shop) => {
      await shop.query('primary', 'discard all');
      await shop.query('primary', 'update juice set stock = 0');
      await shop.query('replica', 'select sum(stock) from juice');
      return {};
    });
    const read = eventsOf(trace, 'query ran').at(-1);
    expect(read?.staleness?.difference).toMatchObject({ kind: 'differs', tables: ['public.juice'] });
  });
});
