import { CASCADE, CharField, DecimalField, ForeignKey, IntegerField, Manager, Model } from 'django';

/** Something the shop sells. */
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
  status = CharField({ maxLength: 20 });
}
