import { redirect, render } from 'django';
import type { HttpRequest } from 'django';
import { Order } from './models';

export async function orders(request: HttpRequest) {
  const own = await Order.objects.filter({ customer: request.person }).orderBy('id');
  const { placed = null } = request.GET;
  return render(request, 'orders', { placed, orders: own.map(({ id, juice }) => ({ id, juice })) });
}

export async function buy(request: HttpRequest) {
  const order = await Order.objects.create({ customer: request.person, juice: 'Apple juice' });
  return redirect(`/orders/?placed=${order.id}`);
}
