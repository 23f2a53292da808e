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
  const checkout = await getObjectOr404(Checkout, { id, customer__name: person });
  const claimed = await Checkout.objects.filter({ id, status: 'open' }).update({ status: 'ordered' });
  if (claimed === 0) return await Order.objects.get({ checkout });

  // Taken first, whatever there is: from here on the rows are locked, and what they hold is what is left.
  const lines = await CheckoutLine.objects.filter({ checkout }).orderBy('productId');
  for (const { productId, quantity } of lines) {
    await Product.objects.filter({ id: productId }).update({ stock: F('stock').minus(quantity) });
  }
  const products = await Product.objects.inBulk(lines.map(({ productId }) => productId));
  for (const product of products.values()) if (product.stock < 0) throw new SoldOut(product);

  const sold = lines.map(({ productId, quantity }) => ({ productId, quantity, price: products.get(productId)!.price }));
  const total = sold.reduce((sum, { quantity, price }) => sum + Number(price) * quantity, 0);
  const order = await Order.objects.create({ checkout, total: total.toFixed(2) });
  for (const line of sold) await OrderLine.objects.create({ ...line, order });
  return order;
}
