/** A log that grows over segments, and checkpoints that remove what nobody needs any more. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Cluster } from '../src/simulation/postgres-node.ts';
import { clusterOf, eventsOf, type Typed, typeAll } from './support/console-run.ts';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await clusterOf('create table payment (id int primary key)');
}, 60_000);
afterAll(() => cluster.terminate());

it('a run whose first log a checkpoint has removed ends as any other, and shows the records that are left', async () => {
  const rounds = [1, 2, 3, 4, 5].flatMap((id): Typed[] => [
    [id * 1_000, 'primary', `insert into payment values (${id})`],
    [id * 1_000 + 1, 'primary', 'select pg_switch_wal()'],
    // The replica has confirmed it by then, so the slot needs no segment before this one.
    [id * 1_000 + 900, 'primary', 'checkpoint'],
  ]);
  const trace = await typeAll(cluster, rounds);
  expect(trace.at(-1)).toMatchObject({ type: 'run ended', reason: 'finished' });
  const commits = eventsOf(trace, 'transaction committed');
  expect(commits).toHaveLength(rounds.length / 3);
  expect(commits[0]).not.toHaveProperty('wal');
  expect(commits.at(-1)!.wal).not.toEqual([]);
});
