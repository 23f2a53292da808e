import type { Hints, Instance, ModelClass } from 'django';

/** For the shop. It has no opinion yet: null means, ask the next one. */
export class DbRouter {
  dbForRead(model: ModelClass, hints: Hints) {
    return null;
  }

  dbForWrite(model: ModelClass, hints: Hints) {
    return null;
  }

  allowRelation(a: Instance, b: Instance, hints: Hints) {
    return null;
  }
}

/** For the warehouse. */
export class WarehouseRouter {
  dbForRead(model: ModelClass, hints: Hints) {
    return null;
  }

  dbForWrite(model: ModelClass, hints: Hints) {
    return null;
  }
}
