/** The pages of the shop that somebody else looks after. */
import { getObjectOr404, redirect, render, transaction } from 'django';
import type { HttpRequest } from 'django';
import { Checkout, CheckoutLine, Order, OrderLine, Product } from './models';

/** Everybody looks at it and nobody minds if it is a second old. */
export async function catalogue(request: HttpRequest) {
  const products = await Product.objects.using('replica').orderBy('id');
  return render(request, 'catalogue', { products });
}

/** Customers must see what they have just changed, so this is read where it is written. */
export async function checkoutPage(request: HttpRequest) {
  const checkout = await getObjectOr404(Checkout, { id: request.params.id, customer__name: request.person });
  const lines = await CheckoutLine.objects.filter({ checkout }).selectRelated('product').orderBy('id');
  return render(request, 'checkout', { checkout, lines });
}

/** Another number of bottles. The lock keeps an order from being made of it in between. */
export async function changeLine(request: HttpRequest) {
  const { id } = request.params;
  await transaction.atomic(async () => {
    const own = Checkout.objects.selectForUpdate().filter({ id, customer__name: request.person });
    const checkout = await getObjectOr404(own);
    if (checkout.status !== 'open') return;
    const line = CheckoutLine.objects.filter({ checkout, productId: Number(request.POST.product) });
    await line.update({ quantity: Number(request.POST.quantity) });
  });
  return redirect(`/checkout/${id}/`);
}

export async function orderPage(request: HttpRequest) {
  const own = { id: request.params.id, checkout__customer__name: request.person };
  const order = await getObjectOr404(Order, own);
  const lines = await OrderLine.objects.filter({ order }).selectRelated('product').orderBy('id');
  return render(request, 'order', { order, lines });
}
