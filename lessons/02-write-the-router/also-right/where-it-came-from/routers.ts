import type { Hints, Instance, ModelClass } from 'django';

const shop = new Set<string | null>(['default', 'replica']);

/** What is reached through an instance is read where the instance is from: the product of an order, beside the order. */
export class DbRouter {
  dbForRead(model: ModelClass, hints: Hints) {
    return hints.instance?._state.db ?? 'replica';
  }

  dbForWrite(model: ModelClass, hints: Hints) {
    return 'default';
  }

  allowRelation(a: Instance, b: Instance, hints: Hints) {
    return shop.has(a._state.db) && shop.has(b._state.db) ? true : null;
  }
}

export class WarehouseRouter {
  dbForRead(model: ModelClass, hints: Hints) {
    return model._meta.appLabel === 'warehouse' ? 'warehouse' : null;
  }

  dbForWrite(model: ModelClass, hints: Hints) {
    return this.dbForRead(model, hints);
  }
}
