import { CharField, Manager, Model } from 'django';

/** One bottle that somebody has ordered. */
export class Order extends Model {
  static objects = new Manager(Order);

  customer = CharField({ maxLength: 40 });
  product = CharField({ maxLength: 80 });
}
