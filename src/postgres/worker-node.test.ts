import { Worker as Thread } from 'node:worker_threads';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { ensureSnapshot } from '../../scripts/build-snapshot.ts';
import { type Cluster, NodeCrashed, type PostgresNode } from '../simulation/postgres-node.ts';
import { formatLsn, type Lsn, parseLsn, virtualMs } from '../trace/ids.ts';
import type { PgText } from '../trace/postgres-values.ts';
import { loadServerFiles } from './load-server-files-node.ts';
import { startCluster } from './start-cluster.ts';

const tsx = import.meta.resolve('tsx/esm/api');

/** A browser's worker, as a thread of Node that runs the same module. */
class ThreadAsWorker {
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onerror: ((event: { message: string }) => void) | null = null;
  readonly #thread: Thread;

  constructor(url: URL) {
    const program = `
      const { parentPort } = require('node:worker_threads');
      globalThis.self = globalThis;
      globalThis.postMessage = (message) => parentPort.postMessage(message);
      import(${JSON.stringify(tsx)})
        .then(({ register }) => register())
        .then(() => import(${JSON.stringify(url.href)}))
        .then(() => parentPort.on('message', (data) => self.onmessage({ data })));`;
    this.#thread = new Thread(program, { eval: true });
    this.#thread.on('message', (data) => this.onmessage?.({ data }));
    this.#thread.on('error', ({ message }: Error) => this.onerror?.({ message }));
  }

  postMessage(message: unknown): void {
    this.#thread.postMessage(message);
  }

  terminate(): void {
    void this.#thread.terminate();
  }
}

let cluster: Cluster;
beforeAll(async () => {
  vi.stubGlobal('Worker', ThreadAsWorker);
  const schemaSql = 'create table juice (id serial primary key, name text not null)';
  const files = await loadServerFiles(await ensureSnapshot());
  cluster = await startCluster({ files, schemaSql, where: 'workers', watchdogMs: 20_000 });
  await cluster.replica.useBackup(await cluster.primary.baseBackup());
});
afterAll(() => {
  cluster.terminate();
  vi.unstubAllGlobals();
});
beforeEach(async () => {
  await cluster.primary.restore(1);
  await cluster.replica.restore(1);
});

async function value(node: PostgresNode, sql: string): Promise<PgText | undefined> {
  const { outcome } = await node.query({ sql, params: [] }, virtualMs(2_000));
  if (outcome.kind === 'error') throw new Error(outcome.error.message);
  return outcome.results[0]?.rows[0]?.[0];
}

const insert = (name: string) => value(cluster.primary, `insert into juice (name) values ('${name}')`);
const end = async (): Promise<Lsn> => parseLsn((await value(cluster.primary, 'select pg_current_wal_insert_lsn()'))!);
const names = (node: PostgresNode) => value(node, `select string_agg(name, ' ' order by id) from juice`);

async function replay(position: Lsn): Promise<void> {
  const wal = await cluster.primary.walBytes((await cluster.primary.baseBackup()).lsn);
  await cluster.replica.replayTo({ lsn: position, lastCommitAt: null, paused: false }, wal, virtualMs(1_000));
}

it('crashes and restarts', async () => {
  await insert('apple');
  const flushed = await end();
  await value(cluster.primary, 'set synchronous_commit = off');
  await insert('pear');
  await cluster.primary.crash();
  await expect(names(cluster.primary)).rejects.toBeInstanceOf(NodeCrashed);
  const { log } = await cluster.primary.restart(virtualMs(1_000));
  expect(log.join('\n')).toContain(`invalid record length at ${formatLsn(flushed)}`);
  expect(await names(cluster.primary)).toBe('apple');
});

it('replays, is promoted, and goes back', async () => {
  await insert('apple');
  const position = await end();
  await insert('pear');
  await replay(position);
  expect(await names(cluster.replica)).toBe('apple');
  expect(await value(cluster.replica, 'select pg_is_in_recovery()')).toBe('t');
  expect(await cluster.replica.promote()).toBeGreaterThan(position);
  await value(cluster.replica, `insert into juice (name) values ('plum')`);
  expect(await names(cluster.replica)).toBe('apple plum');
  await cluster.replica.restore(1);
  expect(await names(cluster.replica)).toBeNull();
});

it('replays although its worker was ended', async () => {
  await insert('apple');
  cluster.replica.terminate();
  await expect(cluster.replica.restart(virtualMs(0))).rejects.toBeInstanceOf(NodeCrashed);
  await replay(await end());
  expect(await names(cluster.replica)).toBe('apple');
});
