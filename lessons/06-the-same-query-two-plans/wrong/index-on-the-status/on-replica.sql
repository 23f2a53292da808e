-- Run on the replica, at the same time.
create index shop_order_status on shop_order (status);
analyze shop_customer, shop_order, shop_orderline;
