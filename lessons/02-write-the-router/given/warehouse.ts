/** The pages of the people in the warehouse. */
import { ValueError, getObjectOr404, redirect, render } from 'django';
import type { HttpRequest } from 'django';
import { Delivery, Order, Shelf } from './models';

export async function shelves(request: HttpRequest) {
  const all = await Shelf.objects.orderBy('id');
  const deliveries = await Delivery.objects.selectRelated('shelf').orderBy('-id');
  return render(request, 'warehouse', { shelves: all, deliveries });
}

export async function deliver(request: HttpRequest) {
  const shelf = await getObjectOr404(Shelf, { id: Number(request.POST.shelf) });
  await Delivery.objects.create({ shelf, bottles: Number(request.POST.bottles) });
  return redirect('/warehouse/');
}

/** Notes on an order of the shop which shelf its bottles are picked from. Can that be noted there? Django asks the router. */
export async function pick(request: HttpRequest) {
  const order = await getObjectOr404(Order.objects.using('default'), { id: Number(request.POST.order) });
  const shelf = await getObjectOr404(Shelf, { id: Number(request.POST.shelf) });
  try {
    order.shelf = shelf;
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    return render(request, 'refused', { order, shelf, reason: error.message });
  }
  await order.save();
  return redirect('/warehouse/');
}
