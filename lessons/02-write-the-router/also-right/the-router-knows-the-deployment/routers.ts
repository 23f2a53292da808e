import type { Hints, Instance, ModelClass } from 'django';

export class DbRouter {
  readFrom: string;

  constructor(readFrom: string) {
    this.readFrom = readFrom;
  }

  dbForRead(model: ModelClass, hints: Hints) {
    return this.readFrom;
  }

  dbForWrite(model: ModelClass, hints: Hints) {
    return 'default';
  }

  allowRelation(a: Instance, b: Instance, hints: Hints) {
    const isOfShop = (instance: Instance) => instance._meta.appLabel === 'shop';
    return isOfShop(a) && isOfShop(b) ? true : null;
  }
}

export class WarehouseRouter {
  dbForRead(model: ModelClass, hints: Hints) {
    return model._meta.appLabel === 'warehouse' ? 'warehouse' : null;
  }

  dbForWrite(model: ModelClass, hints: Hints) {
    return model._meta.appLabel === 'warehouse' ? 'warehouse' : null;
  }
}
