import { Http404, getObjectOr404, redirect, render } from 'django';
import type { HttpRequest } from 'django';
import { Order, Product } from './models';

interface Remembered {
  id: number;
  customer: string;
  productId: number;
  quantity: number;
  status: string;
}

export async function catalogue(request: HttpRequest) {
  const products = await Product.objects.orderBy('id');
  return render(request, 'catalogue', { products });
}

export async function productDetail(request: HttpRequest) {
  const product = await getObjectOr404(Product, { id: request.params.id });
  return render(request, 'product', { product });
}

export async function checkout(request: HttpRequest) {
  const order = await Order.objects.create({
    customer: request.person,
    productId: Number(request.POST.product),
    quantity: Number(request.POST.quantity),
    status: 'placed',
  });
  const { customer, productId, quantity, status } = order;
  request.session[`order${order.id}`] = { id: order.id, customer, productId, quantity, status };
  return redirect(`/orders/${order.id}/`);
}

export async function orderList(request: HttpRequest) {
  const orders = await Order.objects.using('default').filter({ customer: request.person }).orderBy('id');
  return render(request, 'orders', { orders });
}

export async function orderDetail(request: HttpRequest) {
  const id = request.params.id;
  const remembered = request.session[`order${id}`] as Remembered | undefined;
  const order = remembered ?? (await getObjectOr404(Order.objects.using('default'), { id, customer: request.person }));
  const product = await Product.objects.get({ id: order.productId });
  const total = (Number(product.price) * order.quantity).toFixed(2);
  return render(request, 'order', { order, product, total });
}

export async function changeQuantity(request: HttpRequest) {
  const id = request.params.id;
  const quantity = Number(request.POST.quantity);
  const changed = await Order.objects.filter({ id, customer: request.person }).update({ quantity });
  if (changed === 0) throw new Http404('No such order.');
  const remembered = request.session[`order${id}`] as Remembered | undefined;
  if (remembered) request.session[`order${id}`] = { ...remembered, quantity };
  return redirect(`/orders/${id}/`);
}
