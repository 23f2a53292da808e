import type { Made } from './all.ts';
import { json, text } from './explain-options.ts';

/** Statements that change rows, and their triggers. */
export const changes: readonly Made[] = [
  {
    name: 'insert-foreign-keys',
    ...json,
    sql: 'insert into line select 20000 + id, id, id % 300 + 1, 1 from orders where id <= 150',
  },
  { name: 'insert-values', ...text, sql: `insert into city values (100, 'new'), (101, 'newer') returning id` },
  { name: 'update-triggers', ...text, sql: 'update stock set pieces = pieces + 1 where product_id <= 25' },
  {
    name: 'update-from',
    ...json,
    sql: 'update stock set pieces = s.sold from (select product_id, sum(quantity) as sold from line group by 1) s where s.product_id = stock.product_id',
  },
  {
    name: 'update-partitioned',
    ...json,
    sql: `update event set kind = 'seen' where kind = 'view' and day >= '2026-06-20'`,
  },
  { name: 'delete-cascade', ...text, sql: 'delete from orders where id between 500 and 520' },
  {
    name: 'insert-on-conflict',
    ...json,
    sql: 'insert into stock select n, 1 from generate_series(290, 310) n on conflict (product_id) do update set pieces = stock.pieces + 1 where stock.product_id <> 295',
  },
  {
    name: 'insert-on-conflict-nothing',
    ...text,
    sql: `insert into stock select n, 1 from generate_series(295, 305) n on conflict do nothing`,
  },
  {
    name: 'merge',
    ...json,
    sql: `merge into stock s using (select n from generate_series(290, 310) n) w on w.n = s.product_id
      when matched and w.n < 293 then delete when matched then update set pieces = s.pieces + 1
      when not matched and w.n < 306 then insert values (w.n, 0)`,
  },
  { name: 'lock-rows', ...text, sql: 'select * from stock where product_id < 20 for update skip locked' },
];
