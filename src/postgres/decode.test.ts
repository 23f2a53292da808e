import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Cluster } from '../simulation/postgres-node.ts';
import { virtualMs } from '../trace/ids.ts';
import type { DecodedChange } from '../trace/postgres-values.ts';
import { ensureSnapshot } from '../../scripts/build-snapshot.ts';
import { loadServerFiles } from './load-server-files-node.ts';
import { startCluster } from './start-cluster.ts';

const schemaSql = `
  create table juice (id int primary key, name text, price numeric(8,2), tags text[], label text);
  alter table juice alter column label set storage external;
  create table whole (a int, b text);
  alter table whole replica identity full;
  create table by_index (a int not null, b text, c int not null);
  create unique index by_index_key on by_index (c, a);
  alter table by_index replica identity using index by_index_key;
  create table journal (line text);
  create table line_of (id int primary key, juice int references juice);
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
beforeEach(() => cluster.primary.restore(1));

const at = virtualMs(1_234);

async function run(...statements: string[]): Promise<void> {
  for (const sql of statements) {
    const { outcome } = await cluster.primary.query({ sql, params: [] }, at);
    if (outcome.kind === 'error') throw new Error(outcome.error.message);
  }
}

async function changes(...statements: string[]): Promise<readonly DecodedChange[]> {
  await run(...statements);
  return (await cluster.primary.decode(cluster.lsn, at)).flatMap((transaction) => transaction.changes);
}

const juiceTypes = { id: 'integer', name: 'text', price: 'numeric(8,2)', tags: 'text[]', label: 'text' };

describe('the decoded stream', () => {
  it('gives each committed transaction with its id, the end of its commit record, and its commit time', async () => {
    await run('begin', `insert into juice (id) values (1)`);
    const { outcome } = await cluster.primary.query({ sql: 'select pg_current_xact_id()', params: [] }, at);
    const committed = await cluster.primary.query({ sql: 'commit', params: [] }, at);
    await run('begin', `insert into juice (id) values (2)`, 'rollback');
    const decoded = await cluster.primary.decode(cluster.lsn, at);
    const xid = outcome.kind === 'ok' ? Number(outcome.results[0]?.rows[0]?.[0]) : Number.NaN;
    expect(decoded).toMatchObject([{ xid, lsn: committed.lsn, committedAt: 1_234, changes: [{ kind: 'insert' }] }]);
  });

  it('leaves out what ended at or before the LSN that it is asked to begin after', async () => {
    await run(`insert into juice (id) values (1)`);
    const [first] = await cluster.primary.decode(cluster.lsn, at);
    await run(`insert into juice (id) values (2)`);
    const rest = await cluster.primary.decode(first!.lsn, at);
    expect(rest.flatMap((transaction) => transaction.changes)).toMatchObject([{ row: { id: '2' } }]);
  });

  it('carries an inserted row in text, null as null, and the types of its columns', async () => {
    const insert = `insert into juice values (1, 'Apple "juice" \\ Ünïcødé', 3.5, '{a,"b c"}', null)`;
    expect(await changes(insert)).toEqual([
      {
        kind: 'insert',
        schema: 'public',
        table: 'juice',
        types: juiceTypes,
        row: { id: '1', name: 'Apple "juice" \\ Ünïcødé', price: '3.50', tags: '{a,"b c"}', label: null },
      },
    ]);
  });

  it('leaves out a TOASTed value that the update left alone', async () => {
    const [, updated] = await changes(
      `insert into juice (id, label) values (1, repeat('x', 4000))`,
      `update juice set name = 'pear'`,
    );
    expect(updated).toMatchObject({ kind: 'update', row: { id: '1', name: 'pear' } });
    expect(updated).not.toHaveProperty('row.label');
    const [again] = (await changes(`update juice set label = repeat('y', 4000)`)).slice(-1);
    expect(again).toHaveProperty('row.label', 'y'.repeat(4000));
  });

  it('says how the replica finds the row, for every replica identity', async () => {
    const found = await changes(
      `insert into juice (id) values (1)`,
      `update juice set name = 'a'`,
      `update juice set id = 2`,
      `delete from juice`,
      `insert into whole values (1, null)`,
      `update whole set b = 'x'`,
      `insert into by_index values (1, 'b', 3)`,
      `update by_index set a = 2`,
      `delete from by_index`,
    );
    const identities = found
      .filter((change) => change.kind === 'update' || change.kind === 'delete')
      .map(({ kind, table, identity, key, old }) => ({ kind, table, identity, key, old }));
    expect(identities).toEqual([
      { kind: 'update', table: 'juice', identity: 'default', key: ['id'], old: undefined },
      { kind: 'update', table: 'juice', identity: 'default', key: ['id'], old: { id: '1' } },
      { kind: 'delete', table: 'juice', identity: 'default', key: ['id'], old: { id: '2' } },
      { kind: 'update', table: 'whole', identity: 'full', key: [], old: { a: '1', b: null } },
      { kind: 'update', table: 'by_index', identity: 'index', key: ['c', 'a'], old: { a: '1', c: '3' } },
      { kind: 'delete', table: 'by_index', identity: 'index', key: ['c', 'a'], old: { a: '2', c: '3' } },
    ]);
  });

  it('gives no old row for a table without replica identity, when nobody publishes it', async () => {
    const found = await changes(
      'drop publication replayground',
      `insert into journal values ('a')`,
      'delete from journal',
    );
    expect(found.at(-1)).toEqual({
      kind: 'delete',
      schema: 'public',
      table: 'journal',
      types: { line: 'text' },
      identity: 'default',
      key: [],
    });
    await run('create publication everything for all tables');
    const denied = await cluster.primary.query({ sql: 'delete from journal', params: [] }, at);
    expect(denied.outcome).toMatchObject({ kind: 'error', error: { code: '55000' } });
  });

  it('carries TRUNCATE with its options and all its tables', async () => {
    expect(await changes('truncate juice restart identity cascade', 'truncate journal')).toEqual([
      {
        kind: 'truncate',
        cascade: true,
        restartIdentity: true,
        tables: expect.arrayContaining([
          { schema: 'public', table: 'juice' },
          { schema: 'public', table: 'line_of' },
        ]),
      },
      { kind: 'truncate', cascade: false, restartIdentity: false, tables: [{ schema: 'public', table: 'journal' }] },
    ]);
  });

  it('carries transactional messages', async () => {
    expect(await changes(`select pg_logical_emit_message(true, 'ddl', 'alter "table"')`)).toEqual([
      { kind: 'message', prefix: 'ddl', content: 'alter "table"' },
    ]);
  });

  it('moves the slot only when the replica confirms, and keeps the WAL until then', async () => {
    await run(`insert into juice (id) values (1)`);
    const [transaction] = await cluster.primary.decode(cluster.lsn, at);
    const slot = await cluster.primary.confirm(transaction!.lsn, at);
    expect(slot.confirmedFlushLsn).toBe(transaction!.lsn);
    expect(await cluster.primary.decode(cluster.lsn, at)).toEqual([]);
  });

  it('lets the oldest WAL go after a while of confirmations', async () => {
    const before = cluster.slot.restartLsn;
    let restart = before;
    for (let id = 1; id <= 70; id++) {
      await run(`insert into juice (id) values (${id})`);
      const [transaction] = await cluster.primary.decode(cluster.lsn, at);
      restart = (await cluster.primary.confirm(transaction!.lsn, at)).restartLsn;
    }
    expect(restart).toBeGreaterThan(before);
  });
});
