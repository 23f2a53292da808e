import { CASCADE, CharField, DecimalField, ForeignKey, IntegerField, Manager, Model } from 'django';
import type { RelatedManager } from 'django';

/** A shelf of the shop. */
export class Category extends Model {
  static objects = new Manager(Category);

  name = CharField({ maxLength: 40 });
}

/** Something the shop sells, and how many bottles of it are left. */
export class Product extends Model {
  static objects = new Manager(Product);

  category = ForeignKey(() => Category, { onDelete: CASCADE });
  name = CharField({ maxLength: 80 });
  description = CharField({ maxLength: 200 });
  price = DecimalField({ maxDigits: 8, decimalPlaces: 2 });
  stock = IntegerField();
  /** The other side of `Review.product`. */
  declare reviews: RelatedManager<Review>;
}

export class Customer extends Model {
  static objects = new Manager(Customer);

  name = CharField({ maxLength: 40 });
}

/** What a customer says about a product. */
export class Review extends Model {
  static objects = new Manager(Review);

  product = ForeignKey(() => Product, { onDelete: CASCADE, relatedName: 'reviews' });
  author = ForeignKey(() => Customer, { onDelete: CASCADE });
  stars = IntegerField();
  text = CharField({ maxLength: 200 });
}

/** What a customer is about to buy. It is `open` until an order has been made from it, and then `ordered`. */
export class Checkout extends Model {
  static objects = new Manager(Checkout);

  customer = ForeignKey(() => Customer, { onDelete: CASCADE });
  status = CharField({ maxLength: 20 });
}

/** So many of one product. */
export class CheckoutLine extends Model {
  static objects = new Manager(CheckoutLine);

  checkout = ForeignKey(() => Checkout, { onDelete: CASCADE });
  product = ForeignKey(() => Product, { onDelete: CASCADE });
  quantity = IntegerField();
}

/** What was bought, and what it cost in all. */
export class Order extends Model {
  static objects = new Manager(Order);

  checkout = ForeignKey(() => Checkout, { onDelete: CASCADE });
  total = DecimalField({ maxDigits: 8, decimalPlaces: 2 });
}

/** So many of one product, at the price of one bottle on that day. */
export class OrderLine extends Model {
  static objects = new Manager(OrderLine);

  order = ForeignKey(() => Order, { onDelete: CASCADE });
  product = ForeignKey(() => Product, { onDelete: CASCADE });
  quantity = IntegerField();
  price = DecimalField({ maxDigits: 8, decimalPlaces: 2 });
}
