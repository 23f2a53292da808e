import type { Made } from './all.ts';
import { json, text } from './explain-options.ts';

/** CTEs, InitPlans and SubPlans: nodes that do not run where they are printed. */
export const subplans: readonly Made[] = [
  {
    name: 'cte-once',
    ...json,
    sql: `with top as materialized (select customer_id, sum(total) as spent from orders group by 1 order by 2 desc limit 20)
      select c.name, top.spent from top join customer c on c.id = top.customer_id`,
  },
  {
    name: 'cte-twice',
    ...text,
    sql: `with spent as (select customer_id, sum(total) as sum from orders group by 1)
      select * from spent where sum = (select max(sum) from spent)`,
  },
  {
    name: 'cte-never-read',
    ...json,
    setup: `create function is_wanted() returns boolean language plpgsql stable as 'begin return false; end'`,
    sql: `with spent as materialized (select customer_id, sum(total) as sum from orders group by 1)
      select id, 0::numeric from customer where id < 5 union all select customer_id, sum from spent where is_wanted()`,
  },
  {
    name: 'cte-read-in-part',
    ...text,
    sql: `with numbered as materialized (select id, row_number() over (order by placed) as place from orders)
      select * from numbered where place > 5 limit 3`,
  },
  {
    name: 'cte-nested',
    ...json,
    sql: `with outermost as materialized (
        with innermost as materialized (select id, total from orders where total > 400)
        select a.id, b.total from innermost a join innermost b on b.id = a.id)
      select count(*), sum(total) from outermost`,
  },
  {
    name: 'cte-writable-unread',
    ...json,
    sql: `with gone as (delete from line where id < 50), more as (update stock set pieces = pieces + 1 where product_id < 10 returning product_id)
      select count(*) from city`,
  },
  {
    name: 'cte-writable-read',
    ...text,
    sql: `with gone as (delete from line where id < 200 returning order_id, quantity)
      select order_id, sum(quantity) from gone group by order_id order by 2 desc, 1 limit 4`,
  },
  {
    name: 'cte-recursive',
    ...json,
    sql: `with recursive below as (select id, 1 as level from category where id = 1
        union all select c.id, below.level + 1 from below join category c on c.parent = below.id)
      select level, count(*) from below group by level order by level`,
  },
  {
    name: 'init-plan-in-filter',
    ...text,
    sql: 'select count(*) from orders where total > (select avg(total) from orders)',
  },
  {
    name: 'init-plans-in-many-places',
    ...json,
    sql: `select id, (select max(id) from city) as last from customer
      where id > (select min(id) + 700 from customer) and joined < (select max(placed) from orders)
      order by id + (select count(*) from product) limit (select 7)`,
  },
  {
    name: 'init-plan-asked-twice',
    ...json,
    sql: `select a.id from (select * from orders where total > (select avg(price) from product)) a
      where a.customer_id < 100 union all select id from customer where id < (select avg(price) from product)`,
  },
  { name: 'init-plan-min-max', ...text, sql: 'select min(placed), max(placed) from orders' },
  {
    name: 'init-plan-exists-gate',
    ...json,
    sql: 'select count(*) from line where exists (select from orders where total > 1000)',
  },
  {
    name: 'sub-plan-in-output',
    ...json,
    sql: `select c.id, (select sum(total) from orders o where o.customer_id = c.id) as spent from customer c where c.id <= 40`,
  },
  {
    name: 'sub-plan-in-filter',
    ...text,
    sql: `select id from orders o where id < 300 and total > (select avg(p.total) from orders p where p.customer_id = o.customer_id)`,
  },
  {
    name: 'sub-plan-hashed',
    ...json,
    sql: 'select count(*) from customer where id not in (select customer_id from orders where total < 300)',
  },
  {
    name: 'sub-plan-under-an-aggregate',
    ...text,
    sql: `select city_id, sum((select count(*) from orders o where o.customer_id = c.id)) from customer c where city_id < 4 group by city_id`,
  },
  {
    name: 'sub-plan-alternatives',
    ...json,
    sql: `select id, exists (select from orders o where o.customer_id = c.id) as has_bought from customer c where id < 60`,
  },
];
