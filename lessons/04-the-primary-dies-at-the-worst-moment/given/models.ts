import { CASCADE, CharField, DecimalField, ForeignKey, IntegerField, Manager, Model } from 'django';

/** Something the shop sells, and how often its page was looked at. */
export class Product extends Model {
  static objects = new Manager(Product);

  name = CharField({ maxLength: 80 });
  description = CharField({ maxLength: 200 });
  price = DecimalField({ maxDigits: 8, decimalPlaces: 2 });
  views = IntegerField({ default: 0 });
}

/** Money that a customer has paid for one product. There is one row for a key, and no more. */
export class Payment extends Model {
  static objects = new Manager(Payment);

  key = CharField({ maxLength: 40, primaryKey: true });
  customer = CharField({ maxLength: 40 });
  product = ForeignKey(() => Product, { onDelete: CASCADE });
  amount = DecimalField({ maxDigits: 8, decimalPlaces: 2 });
}
