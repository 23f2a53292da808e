import { F, getObjectOr404, redirect, render, transaction } from 'django';
import type { HttpRequest } from 'django';
import { Checkout, CheckoutLine, Order, OrderLine, Product, Review } from './models';

/** A product, and what customers say about it. Two questions, both to the replica, whatever the number of reviews. */
export async function productPage(request: HttpRequest) {
  const products = Product.objects.using('replica').selectRelated('category');
  const product = await getObjectOr404(products, { id: request.params.id });
  const reviews = await Review.objects.using('replica').filter({ product }).selectRelated('author').orderBy('-id');
  return render(request, 'product', { product, reviews });
}

/** Makes an order of what lies in the checkout. */
export async function placeOrder(request: HttpRequest) {
  return await transaction.atomic(async () => {
    const own = { id: request.params.id, customer__name: request.person };
    const checkout = await getObjectOr404(Checkout.objects.selectForUpdate(), own);
    if (checkout.status === 'ordered') {
      const known = await Order.objects.get({ checkout });
      return redirect(`/orders/${known.id}/`);
    }
    const lines = await CheckoutLine.objects.filter({ checkout }).selectRelated('product').orderBy('productId');
    let total = 0;
    for (const line of lines) {
      const product = await line.product;
      const enough = Product.objects.filter({ id: product.id, stock__gte: line.quantity });
      if ((await enough.update({ stock: F('stock').minus(line.quantity) })) === 0) {
        return render(request, 'sold-out', { product });
      }
      total += Number(product.price) * line.quantity;
    }
    const order = await Order.objects.create({ checkout, total: total.toFixed(2) });
    for (const line of lines) {
      const product = await line.product;
      await OrderLine.objects.create({ order, product, quantity: line.quantity, price: product.price });
    }
    checkout.status = 'ordered';
    await checkout.save({ updateFields: ['status'] });
    return redirect(`/orders/${order.id}/`);
  });
}
