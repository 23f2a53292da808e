/** The shop that the examples of the docstrings are about: the tests run them in it, and the reference page shows it. */
import {
  CASCADE,
  CharField,
  DateTimeField,
  DecimalField,
  ForeignKey,
  IntegerField,
  Manager,
  Model,
  PROTECT,
  TextField,
} from './index.ts';
import type { RelatedManager } from './index.ts';

export class Category extends Model {
  static objects = new Manager(Category);

  name = CharField({ maxLength: 80, unique: true });
  declare products: RelatedManager<Product>;
}

export class Product extends Model {
  static objects = new Manager(Product);

  name = CharField({ maxLength: 80 });
  price = DecimalField({ maxDigits: 8, decimalPlaces: 2 });
  stock = IntegerField({ default: 0 });
  category = ForeignKey(() => Category, { onDelete: PROTECT, relatedName: 'products' });
  declare orders: RelatedManager<Order>;
}

export class Order extends Model {
  static objects = new Manager(Order);

  customer = CharField({ maxLength: 40 });
  product = ForeignKey(() => Product, { onDelete: CASCADE, relatedName: 'orders' });
  quantity = IntegerField({ default: 1 });
  status = CharField({ maxLength: 20, default: 'placed' });
  note = TextField({ null: true });
  placedAt = DateTimeField({ autoNowAdd: true });
}
