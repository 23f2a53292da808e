/** The shop's pages. */
import { getObjectOr404, redirect, render } from 'django';
import type { HttpRequest } from 'django';
import { Order, Product } from './models';

export async function catalogue(request: HttpRequest) {
  const products = await Product.objects.orderBy('id');
  return render(request, 'catalogue', { products });
}

export async function productDetail(request: HttpRequest) {
  const product = await getObjectOr404(Product, { id: request.params.id });
  return render(request, 'product', { product });
}

export async function checkout(request: HttpRequest) {
  const product = await getObjectOr404(Product, { id: Number(request.POST.product) });
  const order = new Order({
    customer: request.person,
    product,
    quantity: Number(request.POST.quantity),
    status: 'placed',
  });
  await order.save();
  return redirect(`/orders/${order.id}/`);
}

/** Customers see it right after they have ordered. The replica may not know the order yet, so this names the primary. */
export async function orderDetail(request: HttpRequest) {
  const orders = Order.objects.using('default');
  const order = await getObjectOr404(orders, { id: request.params.id, customer: request.person });
  const product = await order.product;
  const total = (Number(product.price) * order.quantity).toFixed(2);
  return render(request, 'order', { order, product, total });
}
