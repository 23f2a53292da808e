import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Cluster } from '../src/simulation/postgres-node.ts';
import type { Trace } from '../src/trace/events.ts';
import { clusterOf, eventsOf, shownAndReal, type Typed, typeAll } from './support/console-run.ts';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await clusterOf(`
    create table juice (id int generated always as identity primary key, name text not null unique, stock int not null);
    insert into juice (name, stock) values ('apple', 10), ('pear', 5);
    create table orders (id int primary key, juice int references juice, note text);
    insert into orders values (1, 1, 'x');
    create table scrap (a int, b text);
  `);
}, 60_000);
afterAll(() => cluster.terminate());

const run = (...typed: Typed[]): Promise<Trace> => typeAll(cluster, typed);

describe('the tables view', () => {
  const cases: readonly (readonly [string, readonly Typed[]])[] = [
    [
      'what the operator writes',
      [
        [0, 'operator', `insert into scrap values (1, 'op')`],
        [1, 'operator', 'delete from orders'],
      ],
    ],
    [
      'rows without a key',
      [
        [0, 'primary', `alter publication replayground set (publish = 'insert')`],
        [1, 'primary', `insert into scrap values (1, 'x'), (2, 'y')`],
        [2, 'primary', `update scrap set b = 'q' where a = 1`],
        [3, 'primary', 'delete from scrap where a = 2'],
      ],
    ],
    [
      'generated columns',
      [
        [
          0,
          'primary',
          'create table made (id int primary key, a int, s int generated always as (a * 2) stored, v int generated always as (a * 3))',
        ],
        [
          0,
          'operator',
          'create table made (id int primary key, a int, s int generated always as (a * 4) stored, v int generated always as (a * 3))',
        ],
        [1, 'primary', 'insert into made (id, a) values (1, 1), (2, 2)'],
        [2, 'primary', 'update made set a = 7 where id = 1'],
      ],
    ],
    [
      "the replica's own triggers",
      [
        [
          0,
          'operator',
          `create function mark() returns trigger language plpgsql as $$ begin new.note = 'marked'; return new; end $$`,
        ],
        [1, 'operator', 'create trigger mark before insert on orders for each row execute function mark()'],
        [2, 'primary', `insert into orders values (2, 1, 'p')`],
        [1_000, 'operator', 'alter table orders enable always trigger mark'],
        [1_001, 'primary', `insert into orders values (3, 1, 'p')`],
      ],
    ],
    [
      'tables that are made in a transaction, by a query, by dynamic SQL',
      [
        [0, 'primary', 'begin; create table one (id int primary key)'],
        [1, 'primary', 'insert into one values (1)'],
        [2, 'primary', 'commit'],
        [10, 'primary', 'select * into two from juice'],
        [20, 'primary', `do $$ begin execute 'cre' || 'ate table three (id int)'; end $$`],
      ],
    ],
    [
      'changes that follow a change of the catalogs before anyone looks',
      [
        [0, 'primary', 'analyze'],
        [1, 'primary', `insert into scrap values (1, 'x')`],
        [1, 'primary', `insert into scrap values (2, 'y')`],
      ],
    ],
    [
      'columns of another type',
      [
        [0, 'operator', 'alter table orders alter id type numeric(5, 2)'],
        [1, 'primary', 'insert into orders values (2, 1)'],
      ],
    ],
  ];

  it.each(cases)('shows what both nodes hold after: %s', async (_, typed) => {
    const trace = await run(...typed, [5_000, 'replica', 'select 1']);
    for (const node of ['primary', 'replica'] as const) {
      const { shown, real } = await shownAndReal(cluster, trace, node);
      expect(shown).toEqual(real);
    }
  });
});

describe('a table that was just made', () => {
  it('is shown from then on', async () => {
    const trace = await run(
      [10, 'primary', 'begin; create table news (id int primary key)'],
      [20, 'primary', 'commit'],
      [500, 'primary', 'insert into news values (1)'],
    );
    const [inspected] = eventsOf(trace, 'tables inspected');
    expect(inspected).toMatchObject({ at: 20, node: 'primary' });
    expect(inspected?.tables.map(({ name }) => name)).toContain('news');
  });
});
