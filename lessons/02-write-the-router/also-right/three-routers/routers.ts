import type { Hints, Instance, ModelClass } from 'django';
import { Delivery, Order, Product, Shelf } from './models';

/** The shop's reads and writes. */
export class DbRouter {
  dbForRead(model: ModelClass, hints: Hints) {
    return model === Product || model === Order ? 'replica' : null;
  }

  dbForWrite(model: ModelClass, hints: Hints) {
    return model === Product || model === Order ? 'default' : null;
  }
}

/** Those of the warehouse. */
export class WarehouseRouter {
  dbForRead(model: ModelClass, hints: Hints) {
    return model === Shelf || model === Delivery ? 'warehouse' : null;
  }

  dbForWrite(model: ModelClass, hints: Hints) {
    return model === Shelf || model === Delivery ? 'warehouse' : null;
  }
}

/** What may refer to what. It is asked nothing else. */
export class RelationRouter {
  allowRelation(a: Instance, b: Instance, hints: Hints) {
    const isOfWarehouse = (instance: Instance) => instance instanceof Shelf || instance instanceof Delivery;
    return isOfWarehouse(a) === isOfWarehouse(b);
  }
}
