import type { Made } from './all.ts';
import { json, text } from './explain-options.ts';

/** Nodes that read rows from somewhere. */
export const scans: readonly Made[] = [
  { name: 'seq-scan-filter', ...json, sql: `select id from orders where total > 490 and status <> 'back'` },
  { name: 'index-scan', ...text, sql: 'select * from orders where id between 100 and 120 and total > 110' },
  { name: 'index-scan-backward', ...text, sql: 'select id, placed from orders order by placed desc limit 5' },
  {
    name: 'index-only-heap-fetches',
    ...json,
    setup: `update orders set customer_id = customer_id where id % 50 = 0; set local enable_bitmapscan = off`,
    sql: 'select customer_id from orders where customer_id between 10 and 60',
  },
  {
    name: 'index-only-many-searches',
    ...json,
    setup: 'set local enable_bitmapscan = off; set local enable_seqscan = off',
    sql: 'select id from customer where id in (5, 100, 200, 300, 799)',
  },
  {
    name: 'bitmap-and',
    ...json,
    setup: `create table wide as select n as id, n % 50 as kind, n % 61 as part, repeat('w', 900) as filler from generate_series(1, 12000) n;
      create index wide_kind on wide (kind); create index wide_part on wide (part); analyze wide; set local enable_seqscan = off`,
    sql: 'select id from wide where kind = 7 and part = 11',
  },
  {
    name: 'bitmap-or',
    ...text,
    sql: `select count(*) from orders where customer_id = 12 or placed < '2026-01-02' or customer_id = 99`,
  },
  {
    name: 'bitmap-recheck-lossy',
    ...json,
    setup: `create table wide as select n as id, n % 9 as kind, repeat('w', 900) as filler from generate_series(1, 40000) n;
      create index wide_kind on wide (kind); analyze wide;
      set local work_mem = '64kB'; set local enable_seqscan = off; set local enable_indexscan = off`,
    sql: 'select count(filler) from wide where kind = 3',
  },
  { name: 'function-scan', ...text, sql: `select n, n * 2 from generate_series(1, 1000) n where n % 2 = 0` },
  {
    name: 'rows-from',
    ...json,
    sql: 'select * from rows from (generate_series(1, 3), unnest(array[7, 8])) as pair (a, b)',
  },
  {
    name: 'values-scan',
    ...json,
    sql: `select * from (values (1, 'a'), (2, 'b'), (3, 'c')) as v (n, t) where n > 1`,
  },
  {
    name: 'json-table',
    ...text,
    sql: `select * from json_table('[{"a": 1}, {"a": 2}, {"a": 30}]', '$[*]' columns (a int path '$.a')) as found where a < 10`,
  },
  { name: 'tid-scan', ...text, sql: `select id from orders where ctid in ('(0,1)', '(0,2)', '(3,1)')` },
  { name: 'tid-range-scan', ...json, sql: `select id from orders where ctid >= '(2,0)' and ctid < '(4,0)'` },
  { name: 'sample-scan', ...json, sql: 'select count(*) from line tablesample system (20) repeatable (7)' },
  {
    name: 'subquery-scan',
    ...text,
    sql: 'select * from (select id, row_number() over (order by total, id) as place from orders) as ranked where place % 1000 = 0',
  },
  { name: 'result-one-time-filter', ...text, sql: 'select id from orders where false' },
  { name: 'result-without-from', ...json, sql: `select now() - interval '1 day' as yesterday` },
  { name: 'project-set', ...json, sql: 'select id, generate_series(1, 3) from city where id < 4' },
  {
    name: 'odd-names',
    ...text,
    setup: `create schema "A shop"; create table "A shop"."Order: lines (old)" (id int primary key, "what -> for" text);
      insert into "A shop"."Order: lines (old)" select n, '(' || n from generate_series(1, 50) n;
      create index "by what, (for)" on "A shop"."Order: lines (old)" ("what -> for");
      set local enable_seqscan = off; set local enable_bitmapscan = off`,
    sql: `select * from "A shop"."Order: lines (old)" as "the ""lines"" on sale" where "what -> for" > '(4' and id <> 3`,
  },
  {
    name: 'temporary-table',
    ...json,
    setup: `create temporary table basket as select n as id, repeat('b', 200) as t from generate_series(1, 2000) n`,
    sql: 'select count(t) from basket where id % 3 = 0',
  },
];
