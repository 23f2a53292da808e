-- Run on the primary when the old shop's orders had been loaded.
create index shop_order_reference on shop_order (reference);
analyze shop_customer, shop_order, shop_orderline;
