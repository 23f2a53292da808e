import { CharField, Manager, Model } from 'django';

/** One bottle for one customer. */
export class Order extends Model {
  static objects = new Manager(Order);

  customer = CharField({ maxLength: 40 });
  juice = CharField({ maxLength: 40 });
}
