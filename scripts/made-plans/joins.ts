import type { Made } from './all.ts';
import { json, text } from './explain-options.ts';

const only = (method: 'hashjoin' | 'mergejoin' | 'nestloop'): string =>
  ['hashjoin', 'mergejoin', 'nestloop']
    .filter((other) => other !== method)
    .map((other) => `set local enable_${other} = off;`)
    .join(' ');

/** Each kind of join, by each method that can do it. */
export const joins: readonly Made[] = [
  {
    name: 'hash-join',
    ...json,
    sql: 'select c.name, o.total from orders o join customer c on c.id = o.customer_id where o.total > 450',
  },
  {
    name: 'hash-left-join',
    ...text,
    setup: only('hashjoin'),
    sql: `select o.id, l.id from orders o left join line l on l.order_id = o.id and l.quantity > 3 where o.id < 2000`,
  },
  {
    name: 'hash-right-join',
    ...json,
    setup: only('hashjoin'),
    sql: 'select c.id, o.id from customer c left join orders o on o.customer_id = c.id and o.total < 10 where c.id < 100',
  },
  {
    name: 'hash-full-join',
    ...text,
    setup: only('hashjoin'),
    sql: 'select c.id, o.id from (select * from customer where id < 300) c full join (select * from orders where total = 7) o on o.customer_id = c.id',
  },
  {
    name: 'hash-semi-join',
    ...json,
    setup: only('hashjoin'),
    sql: 'select id from customer c where exists (select from orders o where o.customer_id = c.id and o.total > 480)',
  },
  {
    name: 'hash-anti-join',
    ...text,
    setup: only('hashjoin'),
    sql: 'select id from customer c where not exists (select from orders o where o.customer_id = c.id and o.total > 300)',
  },
  {
    name: 'hash-join-join-filter',
    ...text,
    setup: only('hashjoin'),
    sql: 'select count(*) from orders o join customer c on c.id = o.customer_id and o.total > c.id',
  },
  {
    name: 'merge-join',
    ...json,
    setup: only('mergejoin'),
    sql: 'select o.id, l.quantity from orders o join line l on l.order_id = o.id where o.id between 200 and 900',
  },
  {
    name: 'merge-left-join',
    ...text,
    setup: only('mergejoin'),
    sql: 'select c.id, o.id from customer c left join orders o on o.customer_id = c.id and o.total > 480',
  },
  {
    name: 'merge-full-join',
    ...json,
    setup: only('mergejoin'),
    sql: 'select p.id, c.id from product p full join customer c on c.id = p.id + 200',
  },
  {
    name: 'merge-anti-join',
    ...text,
    setup: only('mergejoin'),
    sql: 'select p.id from product p where not exists (select from line l where l.product_id = p.id and l.quantity = 5)',
  },
  {
    name: 'merge-join-materialize',
    ...json,
    setup: `${only('mergejoin')} set local enable_sort = on`,
    sql: 'select count(*) from customer a join customer b on a.city_id = b.city_id',
  },
  {
    name: 'nested-loop-index',
    ...json,
    setup: only('nestloop'),
    sql: 'select o.id, l.product_id from orders o join line l on l.order_id = o.id where o.customer_id = 17 and l.quantity > 2',
  },
  {
    name: 'nested-loop-memoize',
    ...json,
    setup: `${only('nestloop')} set local enable_material = off`,
    sql: 'select count(p.name) from line l join product p on p.id = l.product_id where l.quantity < 3',
  },
  {
    name: 'nested-loop-memoize-evictions',
    ...text,
    setup: `create table note as select n as id, repeat('n', 400) as words from generate_series(1, 800) n;
      create unique index note_id on note (id); analyze note;
      ${only('nestloop')} set local enable_material = off; set local work_mem = '64kB'; set local hash_mem_multiplier = 1`,
    sql: `select count(n.words) from orders o left join note n on n.id = o.customer_id where o.status <> 'back'`,
  },
  {
    name: 'hash-semi-join-of-many',
    ...text,
    setup: `${only('hashjoin')} set local enable_hashagg = off; set local enable_sort = off`,
    sql: 'select count(*) from customer c where exists (select from line l where l.order_id = c.id)',
  },
  {
    name: 'hash-right-anti-join',
    ...json,
    setup: only('hashjoin'),
    sql: 'select count(*) from customer c where not exists (select from line l where l.product_id = c.id)',
  },
  {
    name: 'nested-loop-materialize',
    ...text,
    setup: `${only('nestloop')} set local enable_memoize = off`,
    sql: 'select count(*) from city a join city b on a.id < b.id and b.name <> a.name',
  },
  {
    name: 'nested-loop-left-join',
    ...json,
    setup: only('nestloop'),
    sql: 'select c.id, l.* from customer c left join lateral (select id, total from orders o where o.customer_id = c.id order by total desc limit 1) l on true where c.id < 30',
  },
  {
    name: 'nested-loop-semi-join',
    ...text,
    setup: only('nestloop'),
    sql: 'select id from customer c where c.id < 50 and exists (select from orders o where o.customer_id = c.id and o.total > 100)',
  },
  {
    name: 'nested-loop-anti-join',
    ...json,
    setup: only('nestloop'),
    sql: 'select id from customer c where c.id < 50 and not exists (select from orders o where o.customer_id = c.id and o.total > 495)',
  },
  {
    name: 'nested-loop-inner-never-executed',
    ...text,
    setup: only('nestloop'),
    sql: 'select * from customer c join orders o on o.customer_id = c.id where c.id = -1',
  },
  {
    name: 'join-of-five',
    ...json,
    sql: `select ci.name, p.category, sum(l.quantity * p.price) from city ci join customer c on c.city_id = ci.id
      join orders o on o.customer_id = c.id join line l on l.order_id = o.id join product p on p.id = l.product_id
      where ci.id < 6 and o.status = 'paid' group by ci.name, p.category order by 3 desc limit 10`,
  },
];
