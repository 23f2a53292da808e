/** What TypeScript tells a learner of relations. It is the compiler that checks these. */
import { expect, expectTypeOf, test } from 'vitest';
import { CASCADE, CharField, DecimalField, ForeignKey, IntegerField, Manager, Model } from './index.ts';
import type { Deferred, Instance, RelatedManager } from './index.ts';

class Product extends Model {
  static objects = new Manager(Product);

  name = CharField();
  price = DecimalField({ maxDigits: 8, decimalPlaces: 2 });

  declare orderlineSet: RelatedManager<OrderLine>;
}

class Order extends Model {
  static objects = new Manager(Order);

  customer = CharField();

  declare lines: RelatedManager<OrderLine>;
}

class OrderLine extends Model {
  static objects = new Manager(OrderLine);

  order = ForeignKey(() => Order, { onDelete: CASCADE, relatedName: 'lines' });
  product = ForeignKey(() => Product, { onDelete: CASCADE });
  quantity = IntegerField();
}

/** A function for the compiler, never run: that it compiles is what is claimed. */
const compiles = (_: () => unknown): boolean => true;

test('the rows that refer to an object are those of their model', () => {
  expect(
    compiles(async () => {
      const order = await Order.objects.get({ id: 1 });
      expectTypeOf(await order.lines.filter({ quantity__gt: 1 })).toEqualTypeOf<Instance<OrderLine>[]>();
      expectTypeOf(await order.lines.create({ productId: 1, quantity: 2 })).toEqualTypeOf<Instance<OrderLine>>();
      await order.lines.add(new OrderLine(), { bulk: false });
      // @ts-expect-error -- An object of another model.
      await order.lines.add(order);
      // @ts-expect-error -- No field of theirs.
      order.lines.filter({ customer: 'Ana' });
      // @ts-expect-error -- They are no field that an object could be given.
      await Order.objects.create({ lines: [] });
    }),
  ).toBe(true);
});

test('a field that is not loaded is awaited', () => {
  expect(
    compiles(async () => {
      const lines = await OrderLine.objects.only('quantity', 'product__name');
      expectTypeOf(lines[0]!.quantity).toEqualTypeOf<number>();
      expectTypeOf(lines[0]!.productId).toEqualTypeOf<number>();
      expectTypeOf(lines[0]!.orderId).toEqualTypeOf<Deferred<number>>();
      expectTypeOf(await lines[0]!.orderId).toEqualTypeOf<number>();
      expectTypeOf((await lines[0]!.order).customer).toEqualTypeOf<string>();
      const [product] = await Product.objects.defer('price').filter({ name: 'x' });
      expectTypeOf(product!.name).toEqualTypeOf<string>();
      expectTypeOf(product!.price).toEqualTypeOf<Deferred<string>>();
      // @ts-expect-error -- It must be awaited first.
      void product!.price.length;
      product!.price = '1.00';
      await product!.save();
      // @ts-expect-error -- No such field.
      Product.objects.only('nme');
      // @ts-expect-error -- No such field over there.
      OrderLine.objects.defer('product__nme');
    }),
  ).toBe(true);
});

test('names lead across the relations that are declared, and are known over there', () => {
  expect(
    compiles(async () => {
      Order.objects.filter({ lines__product__name__icontains: 'x', lines__isnull: false, lines: 1 });
      Order.objects.exclude({ lines__quantity__gt: 2 }).orderBy('-lines__product__price');
      Product.objects.filter({ orderline__order__customer: 'Ana', orderline__in: OrderLine.objects.all() });
      expectTypeOf(await Order.objects.values('lines__quantity', 'lines')).toEqualTypeOf<
        { readonly lines__quantity: number | null; readonly lines: number | null }[]
      >();
      // @ts-expect-error -- No such field over there.
      Order.objects.filter({ lines__customer: 'x' });
      // @ts-expect-error -- A number is wanted over there.
      Order.objects.filter({ lines__quantity: 'x' });
      // @ts-expect-error -- Conditions call it orderline.
      Product.objects.filter({ orderlineSet__quantity: 1 });
      // @ts-expect-error -- No foreign key: there may be many.
      Order.objects.selectRelated('lines');
      // @ts-expect-error -- No such field over there.
      Order.objects.orderBy('lines__nme');
    }),
  ).toBe(true);
});
