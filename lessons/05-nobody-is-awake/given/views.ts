import { getObjectOr404, redirect, render } from 'django';
import type { HttpRequest } from 'django';
import { Order } from './models';

export async function placeOrder(request: HttpRequest) {
  const order = await Order.objects.create({ customer: request.person, product: request.POST.product });
  return redirect(`/orders/${order.id}/`);
}

export async function orderPage(request: HttpRequest) {
  const order = await getObjectOr404(Order, { id: request.params.id, customer: request.person });
  return render(request, 'order', { order });
}
