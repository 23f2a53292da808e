select id, customer_id, placed_at
from shop_order
where status = 'new'
  and placed_at >= '2026-07-01'
order by placed_at desc
limit 10;
