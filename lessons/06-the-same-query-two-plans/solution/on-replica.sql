-- Run on the replica, at the same time. Neither indexes nor statistics travel by logical replication.
create index shop_order_reference on shop_order (reference);
analyze shop_customer, shop_order, shop_orderline;
