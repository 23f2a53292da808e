select c.name, count(*) as items, sum(i.quantity * p.price) as spent
from customer c
join shop_order o on o.customer_id = c.id
join order_item i on i.order_id = o.id
join product p on p.id = i.product_id
where c.city = 'Graz'
  and c.postcode = 'P3'
  and c.city || c.postcode = 'GrazP3'
group by c.name
order by spent desc
limit 10;
