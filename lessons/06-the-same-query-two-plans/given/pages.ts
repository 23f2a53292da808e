/** The two pages of the back office. Each is read on the replica, and again on the primary by whoever wants the newest. */
import { getObjectOr404, render } from 'django';
import type { HttpRequest } from 'django';
import { Order } from './models';
import { oldestOpenOrders } from './report';

interface OfOrder {
  readonly reference: string;
}

export const report = async (request: HttpRequest) =>
  render(request, 'report', { rows: await oldestOpenOrders('replica') });

export const newestReport = async (request: HttpRequest) =>
  render(request, 'report', { rows: await oldestOpenOrders('default') });

export const orderPage = (request: HttpRequest<OfOrder>) => showOrder(request, 'replica');

export const newestOrderPage = (request: HttpRequest<OfOrder>) => showOrder(request, 'default');

/** A customer is on the phone, and has the reference of an order. */
async function showOrder(request: HttpRequest<OfOrder>, database: 'default' | 'replica') {
  const orders = Order.objects.using(database).selectRelated('customer');
  const order = await getObjectOr404(orders, { reference: request.params.reference });
  return render(request, 'order', { order });
}
