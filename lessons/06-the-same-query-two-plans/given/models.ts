import { CASCADE, CharField, DateField, ForeignKey, IntegerField, Manager, Model } from 'django';
import type { RelatedManager } from 'django';

export class Customer extends Model {
  static objects = new Manager(Customer);

  name = CharField({ maxLength: 40 });
  city = CharField({ maxLength: 40 });
}

/** It is `open` until it has been sent, and then `sent`. */
export class Order extends Model {
  static objects = new Manager(Order);

  customer = ForeignKey(() => Customer, { onDelete: CASCADE });
  /** What customers call it by: `R-0777`. */
  reference = CharField({ maxLength: 20 });
  status = CharField({ maxLength: 20 });
  placedOn = DateField();
  note = CharField({ maxLength: 400 });
  /** The other side of `OrderLine.order`. */
  declare lines: RelatedManager<OrderLine>;
}

/** So many bottles of one product. */
export class OrderLine extends Model {
  static objects = new Manager(OrderLine);

  order = ForeignKey(() => Order, { onDelete: CASCADE, relatedName: 'lines' });
  product = CharField({ maxLength: 300 });
  quantity = IntegerField();
}
