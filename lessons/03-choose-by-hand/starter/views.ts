import { getObjectOr404, redirect, render } from 'django';
import type { HttpRequest } from 'django';
import { Checkout, CheckoutLine, Order, OrderLine, Product, Review } from './models';

/** A product, and what customers say about it. */
export async function productPage(request: HttpRequest) {
  const product = await getObjectOr404(Product, { id: request.params.id });
  const reviews = await Review.objects.filter({ product }).orderBy('-id');
  // A template asks no database here: what it shows of these is loaded before.
  await product.category;
  for (const review of reviews) await review.author;
  return render(request, 'product', { product, reviews });
}

/** Makes an order of what lies in the checkout. Reads from the replica, because customers should not have to wait. */
export async function placeOrder(request: HttpRequest) {
  const own = { id: request.params.id, customer__name: request.person };
  const checkout = await getObjectOr404(Checkout.objects.using('replica'), own);
  if (checkout.status === 'ordered') {
    const order = await Order.objects.get({ checkoutId: checkout.id });
    return redirect(`/orders/${order.id}/`);
  }

  const lines = await CheckoutLine.objects.using('replica').filter({ checkout }).selectRelated('product');
  let total = 0;
  for (const line of lines) {
    const product = await line.product;
    if (product.stock < line.quantity) return render(request, 'sold-out', { product });
    total += Number(product.price) * line.quantity;
  }

  const order = await Order.objects.create({ checkoutId: checkout.id, total: total.toFixed(2) });
  for (const line of lines) {
    const { id, price, stock } = await line.product;
    await OrderLine.objects.create({ order, productId: id, quantity: line.quantity, price });
    await Product.objects.filter({ id }).update({ stock: stock - line.quantity });
  }
  await Checkout.objects.filter({ id: checkout.id }).update({ status: 'ordered' });
  return redirect(`/orders/${order.id}/`);
}
