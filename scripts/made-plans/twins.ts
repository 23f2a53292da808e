import type { Made } from './all.ts';
import { both } from './explain-options.ts';

/** The same plan in text and in JSON. */
export const twins: readonly Made[] = [
  {
    name: 'twin-joins',
    ...both,
    setup: `set local work_mem = '64kB'; set local hash_mem_multiplier = 1; set local enable_mergejoin = off`,
    sql: `select ci.name, p.category, sum(l.quantity * p.price) from city ci join customer c on c.city_id = ci.id
      join orders o on o.customer_id = c.id left join line l on l.order_id = o.id left join product p on p.id = l.product_id
      where ci.id < 6 and o.status <> 'paid' group by ci.name, p.category order by 3 desc limit 10`,
  },
  {
    name: 'twin-subplans',
    ...both,
    sql: `with spent as materialized (select customer_id, sum(total) as sum from orders group by 1),
      never as materialized (select * from line)
      select c.id, (select count(*) from orders o where o.customer_id = c.id and o.total > (select avg(sum) from spent) / 40),
        c.id in (select product_id from line where quantity = 2) as is_number
      from customer c join spent on spent.customer_id = c.id
      where c.id < (select max(id) from city) and (c.id > 0 or exists (select from never where never.id = c.id))`,
  },
  {
    name: 'twin-grouping-sets',
    ...both,
    sql: `select status, customer_id % 10 as part, count(*) from orders group by grouping sets ((status, customer_id % 10), (status), (customer_id % 10), ())`,
  },
  {
    name: 'twin-rollup',
    ...both,
    setup: 'set local enable_hashagg = off',
    sql: `select status, customer_id % 10 as part, count(*) from orders group by grouping sets ((status, part), (status), (part))`,
  },
  {
    name: 'twin-memoize-and-sorts',
    ...both,
    setup: `set local work_mem = '64kB'; set local enable_hashjoin = off; set local enable_mergejoin = off; set local enable_material = off`,
    sql: `select * from (select l.order_id, l.quantity, p.name from line l join product p on p.id = l.product_id order by l.order_id, l.quantity) s
      order by quantity, name`,
  },
  {
    name: 'twin-partitions',
    ...both,
    setup: 'set local enable_hashjoin = off; set local enable_mergejoin = off; set local enable_seqscan = off',
    sql: `select d.day, e.id, rank() over (order by e.id) from (values (date '2026-02-03'), (date '2026-05-07')) as d (day) join event e on e.day = d.day
      union all select day, id, 0 from event where day > now()::date - now()::date + date '2026-12-01'`,
  },
  {
    name: 'twin-scans',
    ...both,
    setup: `create table wide as select n as id, n % 9 as kind, repeat('w', 900) as filler from generate_series(1, 6000) n;
      create index wide_kind on wide (kind); create index wide_id on wide (id); analyze wide;
      set local work_mem = '64kB'; set local enable_seqscan = off; set local enable_indexscan = off`,
    sql: `select w.id, o.id from wide w, lateral (select id from orders o where o.ctid in ('(0,1)', '(0,2)') union all
        select g from generate_series(1, 2) g union all select id from city tablesample bernoulli (10) repeatable (3)) o
      where kind = 3 or w.id < 30`,
  },
  {
    name: 'twin-recursive',
    ...both,
    sql: `with recursive below as (select id, 1 as level from category where id = 1
        union all select c.id, below.level + 1 from below join category c on c.parent = below.id)
      select level, count(*), row_number() over (order by level desc) from below group by level
      except select 3, 1, 1 order by 1`,
  },
  {
    name: 'twin-gather',
    ...both,
    setup: `set local max_parallel_workers_per_gather = 2; set local parallel_setup_cost = 0; set local parallel_tuple_cost = 0;
      set local min_parallel_table_scan_size = 0; set local min_parallel_index_scan_size = 0; set local parallel_leader_participation = on`,
    sql: `select o.status, sum(l.quantity) from line l join orders o on o.id = l.order_id group by o.status order by 1`,
  },
];
