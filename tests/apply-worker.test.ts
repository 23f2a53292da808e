import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Cluster } from '../src/simulation/postgres-node.ts';
import type { Trace } from '../src/trace/events.ts';
import { clusterOf, eventsOf, lastAnswer, shownAndReal, type Typed, typeAll } from './support/console-run.ts';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await clusterOf(`
    create table juice (id int generated always as identity primary key, name text not null unique, stock int not null);
    insert into juice (name, stock) values ('apple', 10), ('pear', 5);
    create table orders (id int primary key, juice int references juice, note text);
    insert into orders values (1, 1, 'x');
    create table scrap (a int, b text);
    create table whole (id int, paid juice, n int);
    alter table whole replica identity full;
    create table documents (id int, body json);
    alter table documents replica identity full;
    create table sales (id int, region int, primary key (id, region)) partition by range (region);
    create table sales_north partition of sales for values from (0) to (10);
    create table sales_south partition of sales for values from (10) to (20);
  `);
}, 60_000);
afterAll(() => cluster.terminate());

const run = (...typed: Typed[]): Promise<Trace> => typeAll(cluster, typed);
const stops = (trace: Trace) => eventsOf(trace, 'replication stopped').map(({ error }) => error);
const appliedAt = (trace: Trace) => eventsOf(trace, 'transaction applied').map(({ at }) => at);

describe('after an error', () => {
  it('nothing is applied before the moment at which the replica was mended', async () => {
    const trace = await run(
      [0, 'operator', 'insert into orders values (5, 1)'],
      [10, 'primary', 'insert into orders values (5, 1)'],
      [1_000, 'replica', 'select count(*) from orders'],
      [60_000, 'operator', 'delete from orders where id = 5'],
      [61_000, 'replica', 'select count(*) from orders'],
    );
    expect(stops(trace)).toHaveLength(1);
    // 110 ms, and every five seconds from there.
    expect(appliedAt(trace)).toEqual([60_110]);
    expect(lastAnswer(trace)).toEqual([['2']]);
  });

  it('goes on at its next try when nobody looks any more', async () => {
    const trace = await run(
      [0, 'operator', 'insert into orders values (5, 1)'],
      [10, 'primary', 'insert into orders values (5, 1)'],
      [7_000, 'operator', 'delete from orders where id = 5'],
    );
    expect(appliedAt(trace)).toEqual([10_110]);
  });
});

describe('a duplicate key', () => {
  it('is a conflict of the insert, told with both rows', async () => {
    const trace = await run(
      [0, 'operator', `insert into orders values (5, 1, 'here')`],
      [10, 'primary', `insert into orders values (5, 2, 'there')`],
    );
    expect(stops(trace)).toMatchObject([
      {
        code: '23505',
        message: 'conflict detected on relation "public.orders": conflict=insert_exists',
        detail: expect.stringMatching(
          /^Key already exists in unique index "orders_pkey", modified in transaction \d+\.\nKey \(id\)=\(5\); existing local row \(5, 1, here\); remote row \(5, 2, there\)\.$/,
        ),
      },
    ]);
  });

  it('is a conflict of the update, told with the key by which the row was found', async () => {
    const trace = await run(
      [0, 'operator', `insert into orders values (5, 1, 'here')`],
      [10, 'primary', 'update orders set id = 5 where id = 1'],
    );
    expect(stops(trace)).toMatchObject([
      {
        message: 'conflict detected on relation "public.orders": conflict=update_exists',
        detail: expect.stringMatching(
          /Key \(id\)=\(5\); existing local row \(5, 1, here\); remote row \(5, 1, x\); replica identity \(id\)=\(1\)\.$/,
        ),
      },
    ]);
  });

  it('in several indexes is one conflict', async () => {
    const trace = await run(
      [0, 'operator', `insert into juice (name, stock) values ('kiwi', 1)`],
      [10, 'primary', `insert into juice (name, stock) values ('kiwi', 2)`],
    );
    const [error] = stops(trace);
    expect(error?.message).toBe('conflict detected on relation "public.juice": conflict=multiple_unique_conflicts');
    expect(error?.detail).toMatch(/"juice_pkey"[^]*\n[^]*\nKey already exists in unique index "juice_name_key"/);
  });
});

describe("the replica's own table", () => {
  const readOf = (sql: string): Typed => [1_000, 'replica', sql];

  it('without a key cannot say which row an update means', async () => {
    const trace = await run(
      [0, 'operator', 'alter table orders drop constraint orders_pkey'],
      [10, 'primary', `update orders set note = 'z'`],
      readOf('select note from orders'),
    );
    expect(stops(trace)[0]?.message).toMatch(
      /^logical replication target relation "public.orders" has neither REPLICA/,
    );
    expect(lastAnswer(trace)).toEqual([['x']]);
  });

  it('that lacks a column takes no change at all', async () => {
    const trace = await run(
      [0, 'primary', 'alter table orders add extra int, add more int'],
      [10, 'primary', 'delete from orders'],
    );
    expect(stops(trace)).toMatchObject([
      {
        code: '55000',
        message: 'logical replication target relation "public.orders" is missing replicated columns: "extra", "more"',
      },
    ]);
  });

  it('finds rows by composite values under REPLICA IDENTITY FULL', async () => {
    const trace = await run(
      [0, 'primary', `insert into whole values (1, row (1, 'a', 2), 7), (2, null, 8)`],
      [10, 'primary', 'update whole set n = 9 where id = 1'],
      [20, 'primary', 'delete from whole where id = 2'],
      readOf('select * from whole'),
    );
    expect(stops(trace)).toEqual([]);
    expect(lastAnswer(trace)).toEqual([['1', '(1,a,2)', '9']]);
  });

  it('cannot find rows by values that have no equality', async () => {
    const trace = await run(
      [0, 'primary', `insert into documents values (1, '{}')`],
      [10, 'primary', 'delete from documents'],
    );
    expect(stops(trace)).toMatchObject([
      { code: '42883', message: 'could not identify an equality operator for type json' },
    ]);
  });

  it('that references what was truncated with CASCADE stops it: what was not published is not truncated', async () => {
    const trace = await run(
      [0, 'primary', 'drop publication replayground'],
      [1, 'primary', 'create publication juices for table juice'],
      [10, 'primary', 'truncate juice cascade'],
      readOf('select (select count(*) from orders), (select count(*) from juice)'),
    );
    expect(stops(trace)).toMatchObject([
      { code: '0A000', message: 'cannot truncate a table referenced in a foreign key constraint' },
    ]);
    expect(lastAnswer(trace)).toEqual([['1', '2']]);
  });
});

describe('a publication', () => {
  it.each<[string, Typed[]]>([
    [
      'in a transaction',
      [
        [500, 'primary', 'begin'],
        [501, 'primary', `alter publication replayground set (publish = 'insert')`],
        [502, 'primary', 'commit'],
      ],
    ],
    [
      'by dynamic SQL',
      [
        [
          500,
          'primary',
          `do $$ begin execute 'al' || 'ter publication replayground set (publish = ''insert'')'; end $$`,
        ],
      ],
    ],
  ])('that is changed %s decides from then on, and not before', async (_, change) => {
    const trace = await run(
      [0, 'primary', `update orders set note = 'before'`],
      ...change,
      [510, 'primary', `update orders set note = 'after'`],
      [1_000, 'replica', 'select note from orders'],
    );
    expect(lastAnswer(trace)).toEqual([['before']]);
  });

  it('that publishes via the root carries the changes of partitions', async () => {
    const trace = await run(
      [0, 'primary', 'drop publication replayground'],
      [1, 'primary', 'create publication s for table sales with (publish_via_partition_root)'],
      [10, 'primary', 'insert into sales values (1, 1), (2, 12)'],
      [20, 'primary', 'update sales set region = 13 where id = 1'],
      [30, 'primary', 'delete from sales where id = 2'],
      [1_000, 'replica', 'select * from sales'],
    );
    expect(stops(trace)).toEqual([]);
    expect(lastAnswer(trace)).toEqual([['1', '13']]);
    const { shown, real } = await shownAndReal(cluster, trace, 'replica');
    expect(shown).toEqual(real);
  });
});

describe('COMMIT AND CHAIN', () => {
  it('commits, whoever looks', async () => {
    const trace = await run(
      [0, 'primary', 'begin'],
      [1, 'primary', 'insert into orders values (2, 1)'],
      [2, 'primary', 'commit and chain'],
      [50, 'replica', 'select count(*) from orders'],
      [500, 'replica', 'select count(*) from orders'],
      [1_000, 'primary', 'commit'],
    );
    const [early, late] = eventsOf(trace, 'query ran').filter(({ node }) => node === 'replica');
    expect(early?.staleness?.commitsBehind).toBe(1);
    expect(late?.staleness?.commitsBehind).toBe(0);
    expect(eventsOf(trace, 'transaction committed')[0]?.at).toBe(2);
    expect(appliedAt(trace)).toEqual([102]);
  });
});

describe('a slot that Postgres refuses to read', () => {
  it('stops replication, in its words, and not the run', async () => {
    const cause = { severity: 'ERROR', code: '55000', message: 'can no longer access replication slot "replica"' };
    const decode = () => Promise.reject(new Error(cause.message, { cause }));
    const primary = new Proxy(cluster.primary, {
      get(node, name) {
        const member: unknown = name === 'decode' ? decode : Reflect.get(node, name);
        return typeof member === 'function' ? (member.bind(node) as unknown) : member;
      },
    });
    const trace = await typeAll({ ...cluster, primary }, [
      [0, 'primary', 'insert into orders values (2, 1)'],
      [1_000, 'replica', 'select count(*) from orders'],
      [2_000, 'replica', 'select count(*) from orders'],
    ]);
    expect(stops(trace)).toEqual([cause]);
    expect(lastAnswer(trace)).toEqual([['1']]);
    expect(trace.at(-1)).toMatchObject({ type: 'run ended', reason: 'finished' });
  });
});
