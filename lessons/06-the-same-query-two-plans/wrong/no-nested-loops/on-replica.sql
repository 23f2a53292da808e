-- Run on the replica, at the same time.
create index shop_order_reference on shop_order (reference);
set enable_nestloop = off;
