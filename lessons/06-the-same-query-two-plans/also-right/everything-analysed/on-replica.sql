-- Run on the replica, at the same time.
CREATE UNIQUE INDEX IF NOT EXISTS shop_order_reference ON shop_order (reference, id);
ANALYZE;
