import { CASCADE, CharField, DO_NOTHING, DecimalField, ForeignKey, IntegerField, Manager, Model } from 'django';

/** Something the shop sells. A model that says nothing of its app belongs to `shop`. */
export class Product extends Model {
  static objects = new Manager(Product);

  name = CharField({ maxLength: 80 });
  description = CharField({ maxLength: 200 });
  price = DecimalField({ maxDigits: 8, decimalPlaces: 2 });
}

/** So many of one product for one customer. */
export class Order extends Model {
  static objects = new Manager(Order);

  customer = CharField({ maxLength: 40 });
  product = ForeignKey(() => Product, { onDelete: CASCADE });
  quantity = IntegerField();
  /** An idea of somebody's: where the bottles are picked from. */
  shelf = ForeignKey(() => Shelf, { null: true, onDelete: DO_NOTHING });
  status = CharField({ maxLength: 20 });
}

/** A place in the warehouse, and the juice that stands there. */
export class Shelf extends Model {
  static meta = { appLabel: 'warehouse' };
  static objects = new Manager(Shelf);

  code = CharField({ maxLength: 10 });
  juice = CharField({ maxLength: 80 });
}

/** Bottles that came in. */
export class Delivery extends Model {
  static meta = { appLabel: 'warehouse' };
  static objects = new Manager(Delivery);

  shelf = ForeignKey(() => Shelf, { onDelete: CASCADE });
  bottles = IntegerField();
}
