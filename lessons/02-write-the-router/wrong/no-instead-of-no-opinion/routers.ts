import type { Hints, Instance, ModelClass } from 'django';

/** For the shop: reads to the replica, writes to the primary. */
export class DbRouter {
  dbForRead(model: ModelClass, hints: Hints) {
    return 'replica';
  }

  dbForWrite(model: ModelClass, hints: Hints) {
    return 'default';
  }

  /** Both are of the shop, or it is forbidden. */
  allowRelation(a: Instance, b: Instance, hints: Hints) {
    return a._meta.appLabel === 'shop' && b._meta.appLabel === 'shop';
  }
}

/** For the warehouse, and for nothing else. Relations it leaves to others. */
export class WarehouseRouter {
  dbForRead(model: ModelClass, hints: Hints) {
    return model._meta.appLabel === 'warehouse' ? 'warehouse' : null;
  }

  dbForWrite(model: ModelClass, hints: Hints) {
    return model._meta.appLabel === 'warehouse' ? 'warehouse' : null;
  }
}
