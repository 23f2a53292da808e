import snapshotUrl from 'virtual:replayground/snapshot-url';
import { loadServerFiles } from '../src/postgres/load-server-files-browser.ts';
import { startCluster } from '../src/postgres/start-cluster.ts';
import { virtualMs } from '../src/trace/ids.ts';
import { BarePglite } from './bare-pglite.ts';
import { compare, type Compared, timed } from './rounds.ts';
import { statementsSchema } from './statements.ts';

/** From nothing to two nodes that answer, the slot made and the schema loaded, against two default servers. */
export function clusterReady(): Promise<Compared> {
  return compare(5, ourCluster, twoDefaultServers);
}

async function ourCluster(): Promise<number> {
  const startedAt = performance.now();
  const files = loadServerFiles(snapshotUrl);
  const cluster = await startCluster({ files, schemaSql: statementsSchema, where: 'workers' });
  const ask = { sql: 'select count(*) from item', params: [] };
  await Promise.all([cluster.primary.query(ask, virtualMs(0)), cluster.replica.query(ask, virtualMs(0))]);
  const elapsedMs = performance.now() - startedAt;
  cluster.terminate();
  return elapsedMs;
}

async function twoDefaultServers(): Promise<number> {
  const servers = [new BarePglite(), new BarePglite()];
  const elapsedMs = await timed(() =>
    Promise.all(
      servers.map(async (server) => {
        await server.ready();
        await server.query('select 1');
      }),
    ),
  );
  for (const server of servers) server.terminate();
  return elapsedMs;
}
