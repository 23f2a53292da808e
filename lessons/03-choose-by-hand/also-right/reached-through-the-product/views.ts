import { F, Prefetch, getObjectOr404, redirect, render, transaction } from 'django';
import type { HttpRequest } from 'django';
import { Checkout, CheckoutLine, Order, OrderLine, Product, Review } from './models';

/** A product, and what customers say about it. Only the product names the replica: what is reached through it is asked there. */
export async function productPage(request: HttpRequest) {
  const newestFirst = new Prefetch('reviews', { queryset: Review.objects.orderBy('-id') });
  const products = Product.objects.using('replica').prefetchRelated('category', newestFirst, 'reviews__author');
  const product = await getObjectOr404(products, { id: request.params.id });
  const reviews = await product.reviews.all();
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

async function orderFrom(id: number, person: string) {
  // Whoever comes second waits here, and then sees what the first has left.
  const own = Checkout.objects.selectForUpdate().filter({ id, customer__name: person });
  const checkout = await getObjectOr404(own);
  if (checkout.status === 'ordered') return await Order.objects.get({ checkout });

  // The products are locked too, and always in the same order: so nobody waits for somebody who waits for them.
  const locked = CheckoutLine.objects.selectForUpdate().filter({ checkout }).selectRelated('product');
  const lines = await locked.orderBy('productId');
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
