import type { Hints, Instance, ModelClass } from 'django';

/** For the shop: reads to the replica, writes to the primary. */
export class DbRouter {
  dbForRead(model: ModelClass, hints: Hints) {
    return 'replica';
  }

  dbForWrite(model: ModelClass, hints: Hints) {
    return 'default';
  }

  /** The product is from the replica and the order is for the primary. */
  allowRelation(a: Instance, b: Instance, hints: Hints) {
    return true;
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
