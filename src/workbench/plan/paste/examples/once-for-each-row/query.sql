with totals as materialized (
  select o.customer_id, sum(i.quantity * p.price) as spent
  from shop_order o
  join order_item i on i.order_id = o.id
  join product p on p.id = i.product_id
  where o.placed_at >= '2026-05-01'
  group by o.customer_id
)
select c.name, t.spent,
  (select max(o.placed_at) from shop_order o where o.customer_id = c.id) as last_order
from totals t
join customer c on c.id = t.customer_id
where t.spent > (select avg(spent) * 1.9 from totals)
order by t.spent desc;
