-- Run on the replica, at the same time.
analyze shop_customer, shop_order, shop_orderline;
