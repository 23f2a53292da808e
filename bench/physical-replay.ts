import snapshotUrl from 'virtual:replayground/snapshot-url';
import { loadServerFiles } from '../src/postgres/load-server-files-browser.ts';
import { startCluster } from '../src/postgres/start-cluster.ts';
import { virtualMs } from '../src/trace/ids.ts';
import { type Compared, median, timed } from './rounds.ts';
import { statementsSchema } from './statements.ts';

const goalMs = 400;
const at = virtualMs(0);
const insert = `insert into item select max(id) + 1, 'replayed', 1 from item`;

/** A physical standby that is asked after another commit: a new server on the backup and the log, its redo, and a read. */
export async function physicalReplay(): Promise<Compared> {
  const files = loadServerFiles(snapshotUrl);
  const cluster = await startCluster({ files, schemaSql: statementsSchema, replication: 'physical', where: 'workers' });
  const { primary, replica } = cluster;
  const measurements: number[] = [];
  for (let round = 0; round < 15; round += 1) {
    const { lsn } = await primary.query({ sql: insert, params: [] }, at);
    const log = await primary.walBytes(cluster.lsn);
    measurements.push(
      await timed(async () => {
        await replica.replayTo({ lsn, lastCommitAt: at, paused: false }, log, at);
        await replica.query({ sql: 'select count(*) from item', params: [] }, at);
      }),
    );
  }
  cluster.terminate();
  return { value: median(measurements), baseline: goalMs };
}
