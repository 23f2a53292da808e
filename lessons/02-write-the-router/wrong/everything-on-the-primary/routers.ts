import type { Hints, Instance, ModelClass } from 'django';

/** For the shop: reads and writes to the primary. */
export class DbRouter {
  dbForRead(model: ModelClass, hints: Hints) {
    return 'default';
  }

  dbForWrite(model: ModelClass, hints: Hints) {
    return 'default';
  }

  /** Rows of the shop may refer to each other. */
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
