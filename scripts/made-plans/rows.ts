import type { Made } from './all.ts';
import { json, text } from './explain-options.ts';

/** Nodes that order, group and put together the rows of others. */
export const rows: readonly Made[] = [
  {
    name: 'window-functions',
    ...json,
    sql: `select customer_id, total, rank() over (partition by customer_id order by total desc),
      sum(total) over (order by id rows between 3 preceding and current row) from orders where id < 1500`,
  },
  {
    name: 'window-run-condition',
    ...text,
    sql: 'select * from (select id, row_number() over (order by placed) as place from orders) as ranked where place <= 3',
  },
  {
    name: 'window-storage-spills',
    ...text,
    setup: `set local work_mem = '64kB'`,
    sql: 'select id, count(*) over () from orders where id <= 4000',
  },
  {
    name: 'grouping-sets',
    ...text,
    sql: `select status, customer_id % 10, count(*), sum(total) from orders group by cube (status, customer_id % 10)`,
  },
  {
    name: 'grouping-sets-sorted',
    ...json,
    setup: 'set local enable_hashagg = off',
    sql: `select status, customer_id % 10 as part, count(*) from orders group by rollup (status, part)`,
  },
  {
    name: 'group-aggregate',
    ...json,
    setup: 'set local enable_hashagg = off',
    sql: `select customer_id, count(*) from orders group by customer_id having count(*) > 7`,
  },
  {
    name: 'set-op-intersect',
    ...text,
    sql: 'select customer_id from orders where total < 50 intersect select id from customer where id < 200',
  },
  {
    name: 'set-op-except-all',
    ...json,
    setup: 'set local enable_hashagg = off',
    sql: 'select customer_id from orders where total < 50 except all select id from customer where id < 200',
  },
  { name: 'union', ...json, sql: 'select city_id from customer union select category from product' },
  {
    name: 'union-all-limit',
    ...text,
    sql: `select id from city union all select id from customer union all select id from orders limit 45`,
  },
  {
    name: 'distinct',
    ...text,
    setup: 'set local enable_hashagg = off',
    sql: 'select distinct on (customer_id) customer_id, id, total from orders order by customer_id, total desc',
  },
  {
    name: 'limit-offset',
    ...json,
    sql: 'select id, total from orders order by total desc, id limit 10 offset 20',
  },
  {
    name: 'sort-spills',
    ...json,
    setup: `set local work_mem = '64kB'`,
    sql: 'select * from line order by quantity, product_id',
  },
  {
    name: 'incremental-sort',
    ...json,
    setup: `set local work_mem = '64kB'`,
    sql: 'select customer_id, total from orders order by customer_id, total limit 3000',
  },
  {
    name: 'incremental-sort-text',
    ...text,
    sql: 'select customer_id, total from orders order by customer_id, total limit 3000',
  },
  {
    name: 'hash-batches',
    ...json,
    setup: `set local work_mem = '64kB'; set local hash_mem_multiplier = 1; set local enable_mergejoin = off; set local enable_nestloop = off`,
    sql: 'select count(*) from line l join orders o on o.id = l.order_id',
  },
  {
    name: 'hash-aggregate-spills',
    ...text,
    setup: `set local work_mem = '64kB'; set local hash_mem_multiplier = 1; set local enable_sort = off; set local enable_indexscan = off`,
    sql: `select order_id, count(*), min(quantity), max(product_id) from line group by order_id`,
  },
  {
    name: 'append-pruned-at-start',
    ...text,
    sql: `select count(*) from event where day > now()::date - now()::date + date '2026-08-15'`,
  },
  {
    name: 'append-never-executed',
    ...json,
    setup: 'set local enable_hashjoin = off; set local enable_mergejoin = off; set local enable_seqscan = off',
    sql: `select count(*) from (values (date '2026-02-03'), (date '2026-05-07')) as d (day) join event e on e.day = d.day`,
  },
  { name: 'append-limit', ...json, sql: `select * from event where kind = 'buy' limit 700` },
  { name: 'append-in-order', ...text, sql: 'select day, id from event order by day desc limit 20' },
  {
    name: 'merge-append',
    ...json,
    sql: `select id, 'customer' as kind from customer union all select id, 'product' from product order by id limit 300`,
  },
  {
    name: 'partitionwise-aggregate',
    ...json,
    setup: 'set local enable_partitionwise_aggregate = on',
    sql: 'select kind, count(*) from event group by kind',
  },
];
