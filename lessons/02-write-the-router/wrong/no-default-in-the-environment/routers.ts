import type { Hints, Instance, ModelClass } from 'django';

/** For the shop: reads to the replica, writes to the primary. */
export class DbRouter {
  dbForRead(model: ModelClass, hints: Hints) {
    return 'replica';
  }

  dbForWrite(model: ModelClass, hints: Hints) {
    return 'default';
  }

  /** A product from the replica and an order for the primary are rows of one database, seen at two places. */
  allowRelation(a: Instance, b: Instance, hints: Hints) {
    return a._meta.appLabel === 'shop' && b._meta.appLabel === 'shop' ? true : null;
  }
}

/** For the warehouse, and for nothing else. Relations it leaves to Django: both on one database, or refused. */
export class WarehouseRouter {
  dbForRead(model: ModelClass, hints: Hints) {
    return model._meta.appLabel === 'warehouse' ? 'warehouse' : null;
  }

  dbForWrite(model: ModelClass, hints: Hints) {
    return model._meta.appLabel === 'warehouse' ? 'warehouse' : null;
  }
}
