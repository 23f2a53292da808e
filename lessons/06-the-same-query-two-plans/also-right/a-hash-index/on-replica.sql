-- Run on the replica, at the same time.
create index shop_order_reference on shop_order using hash (reference);
analyze shop_order;
analyze shop_customer;
analyze shop_orderline;
