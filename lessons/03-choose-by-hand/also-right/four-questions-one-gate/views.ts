import { F, connection, getObjectOr404, redirect, render, transaction } from 'django';
import type { HttpRequest } from 'django';
import { Checkout, CheckoutLine, Customer, Order, OrderLine, Product, Review } from './models';

/** A product, and what customers say about it. Four questions, one for each kind of thing. */
export async function productPage(request: HttpRequest) {
  const product = await getObjectOr404(Product.objects.using('replica'), { id: request.params.id });
  // It follows the product to where that came from.
  await product.category;
  const said = await Review.objects.using('replica').filter({ product }).orderBy('-id');
  const authors = await Customer.objects.using('replica').inBulk(said.map((review) => review.authorId));
  const reviews = said.map(({ authorId, stars, text }) => ({ author: authors.get(authorId)!, stars, text }));
  return render(request, 'product', { product, reviews });
}

/** Thrown out of the transaction, so that nothing of it remains. */
class SoldOut extends Error {
  readonly product: Product;

  constructor(product: Product) {
    super(`There is not enough ${product.name} left.`);
    this.product = product;
  }
}

/** Makes an order of what lies in the checkout: all of it or nothing, and once. */
export async function placeOrder(request: HttpRequest) {
  const { id } = request.params;
  try {
    const order = await transaction.atomic(() => orderFrom(id, request.person));
    return redirect(`/orders/${order.id}/`);
  } catch (error) {
    if (error instanceof SoldOut) return render(request, 'sold-out', { product: error.product });
    throw error;
  }
}

/** Nobody else locks or changes a checkout until the transaction ends, so the shop makes one order at a time. Simple, and slow
 * where many order at once. */
async function oneAtATime() {
  await connection.cursor().execute('lock table shop_checkout in exclusive mode');
}

async function orderFrom(id: number, person: string) {
  await oneAtATime();
  const checkout = await getObjectOr404(Checkout, { id, customer__name: person });
  if (checkout.status === 'ordered') return await Order.objects.get({ checkout });

  const found = CheckoutLine.objects.filter({ checkout }).selectRelated('product');
  const lines = await found.orderBy('productId');
  let total = 0;
  for (const line of lines) {
    const product = await line.product;
    if (product.stock < line.quantity) throw new SoldOut(product);
    total += Number(product.price) * line.quantity;
  }

  const order = await Order.objects.create({ checkout, total: total.toFixed(2) });
  for (const line of lines) {
    const product = await line.product;
    await OrderLine.objects.create({ order, product, quantity: line.quantity, price: product.price });
    await Product.objects.filter({ id: product.id }).update({ stock: F('stock').minus(line.quantity) });
  }
  checkout.status = 'ordered';
  await checkout.save({ updateFields: ['status'] });
  return order;
}
