import type { Made } from './all.ts';

const query = `select c.name, count(*) from customer c join orders o on o.customer_id = c.id
  where o.total > (select avg(total) from orders) and c.id < 100 group by c.name order by 2 desc limit 5`;
const parallel = `set local max_parallel_workers_per_gather = 2; set local parallel_setup_cost = 0;
  set local parallel_tuple_cost = 0; set local min_parallel_table_scan_size = 0; set local min_parallel_index_scan_size = 0`;

/** What EXPLAIN says with its options, and with none. */
export const options: readonly Made[] = [
  { name: 'not-analysed', options: '', format: 'json', sql: query },
  { name: 'not-analysed-text', options: 'verbose', sql: query },
  {
    name: 'generic-plan',
    options: 'generic_plan, verbose',
    sql: 'select * from orders where customer_id = $1 and total > $2',
  },
  { name: 'costs-off', options: 'costs off', sql: query },
  { name: 'costs-off-analysed', options: 'analyze, costs off, buffers off, timing off, summary off', sql: query },
  { name: 'costs-off-json', options: 'analyze, costs off', format: 'json', sql: query },
  { name: 'timing-off', options: 'analyze, timing off', sql: query },
  { name: 'timing-off-json', options: 'analyze, timing off', format: 'json', sql: query },
  { name: 'buffers-off', options: 'analyze, buffers off', sql: query },
  { name: 'wal', options: 'analyze, wal, verbose', sql: 'update orders set total = total + 1 where customer_id < 20' },
  {
    name: 'wal-json',
    options: 'analyze, wal',
    format: 'json',
    sql: 'update orders set total = total + 1 where customer_id < 20',
  },
  { name: 'memory-and-serialize', options: 'analyze, memory, serialize', sql: query },
  { name: 'memory-and-serialize-json', options: 'analyze, memory, serialize binary', format: 'json', sql: query },
  {
    name: 'io-timing',
    options: 'analyze, wal',
    format: 'json',
    setup: `set local track_io_timing = on; set local work_mem = '64kB'`,
    sql: 'select * from line order by quantity, product_id, id',
  },
  {
    name: 'io-timing-text',
    options: 'analyze, wal',
    setup: `set local track_io_timing = on; set local work_mem = '64kB'`,
    sql: 'select * from line order by quantity, product_id, id',
  },
  {
    name: 'gather-no-worker-launched',
    options: 'analyze, verbose',
    format: 'json',
    setup: parallel,
    sql: 'select count(*) from line where quantity = 3',
  },
  {
    name: 'gather-no-worker-launched-text',
    options: 'analyze, verbose',
    setup: parallel,
    sql: 'select o.status, sum(l.quantity) from line l join orders o on o.id = l.order_id group by o.status order by 1',
  },
  {
    name: 'single-copy-gather',
    options: 'analyze',
    setup: 'set local debug_parallel_query = on; set local max_parallel_workers_per_gather = 2',
    sql: 'select count(*) from customer',
  },
];
