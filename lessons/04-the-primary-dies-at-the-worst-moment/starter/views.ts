import { F, getObjectOr404, redirect, render } from 'django';
import type { HttpRequest } from 'django';
import { Payment, Product } from './models';

/** A page to look at. Each look is counted, and nobody would miss one. */
export async function productPage(request: HttpRequest) {
  const { id } = request.params;
  await Product.objects.filter({ id }).update({ views: F('views').plus(1) });
  const product = await getObjectOr404(Product, { id });
  return render(request, 'product', { product });
}

/** Takes the money for one product. The form says which, and carries a key that the customer's browser has made up for it. */
export async function pay(request: HttpRequest) {
  const product = await getObjectOr404(Product, { id: Number(request.POST.product) });
  const payment = await Payment.objects.create({
    key: crypto.randomUUID(),
    customer: request.person,
    product,
    amount: product.price,
  });
  return redirect(`/payments/${payment.key}/`);
}

export async function receipt(request: HttpRequest<{ key: string }>) {
  const own = { key: request.params.key, customer: request.person };
  const payment = await getObjectOr404(Payment.objects.selectRelated('product'), own);
  return render(request, 'receipt', { payment });
}
