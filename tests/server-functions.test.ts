/** Functions of Postgres that would need a process that PGlite does not have. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Cluster } from '../src/simulation/postgres-node.ts';
import type { Trace } from '../src/trace/events.ts';
import { clusterOf, eventsOf, lastAnswer, type Typed, typeAll } from './support/console-run.ts';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await clusterOf('create table orders (id int primary key, juice int); insert into orders values (1, 1)');
}, 60_000);
afterAll(() => cluster.terminate());

const run = (...typed: Typed[]): Promise<Trace> => typeAll(cluster, typed);
const appliedAt = (trace: Trace) => eventsOf(trace, 'transaction applied').map(({ at }) => at);

describe('pg_wal_replay_pause()', () => {
  it('pauses replay, as the setting does, until pg_wal_replay_resume()', async () => {
    const trace = await run(
      [0, 'replica', 'select pg_wal_replay_pause()'],
      [10, 'primary', 'insert into orders values (2, 1)'],
      [5_000, 'replica', 'select pg_get_wal_replay_pause_state(), count(*) from orders'],
      [6_000, 'replica', 'select pg_wal_replay_resume()'],
      [7_000, 'replica', 'select pg_get_wal_replay_pause_state(), count(*) from orders'],
    );
    const [paused, resumed] = eventsOf(trace, 'query ran').filter(({ sql }) => sql.includes('state'));
    expect(paused?.outcome).toMatchObject({ results: [{ rows: [['paused', '1']] }] });
    expect(resumed?.outcome).toMatchObject({ results: [{ rows: [['not paused', '2']] }] });
    const changes = eventsOf(trace, 'settings changed').map(({ at, settings }) => [at, settings.replication.paused]);
    expect(changes).toEqual([
      [0, true],
      [6_000, false],
    ]);
    expect(appliedAt(trace)).toEqual([6_000]);
  });
});

describe('pg_promote()', () => {
  it('ends recovery: the replica takes writes from then on, and cannot be promoted again', async () => {
    const trace = await run(
      [10, 'replica', 'select pg_promote()'],
      [20, 'replica', 'create table made_here ()'],
      [30, 'replica', 'select pg_promote(false)'],
    );
    const answers = eventsOf(trace, 'query ran').map(({ outcome }) => outcome);
    expect(answers).toMatchObject([
      { results: [{ rows: [['t']] }] },
      { results: [{ tag: 'CREATE TABLE' }] },
      { kind: 'error', error: { code: '55000', message: 'recovery is not in progress' } },
    ]);
    expect(eventsOf(trace, 'node promoted').map(({ at }) => at)).toEqual([10]);
  });

  it('is for a standby', async () => {
    expect(lastAnswer(await run([0, 'primary', 'select pg_promote()']))).toMatch(/^55000 recovery is not in progress/);
  });
});

describe('pg_sleep()', () => {
  it('makes the answer late', async () => {
    const [slept] = eventsOf(await run([0, 'primary', 'select pg_sleep(2)']), 'query ran');
    expect(slept!.answeredAt! - slept!.at).toBe(2_001);
  });
});
