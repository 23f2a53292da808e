-- The replica has it now.
analyze shop_customer, shop_order, shop_orderline;
