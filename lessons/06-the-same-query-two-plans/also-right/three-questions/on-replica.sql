-- Run on the replica, at the same time.
create index shop_order_reference on shop_order (reference);
analyze shop_customer, shop_order, shop_orderline;
