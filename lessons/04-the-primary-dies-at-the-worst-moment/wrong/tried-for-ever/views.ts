import { F, OperationalError, connection, getObjectOr404, redirect, render, sleep, transaction } from 'django';
import type { HttpRequest } from 'django';
import { Payment, Product } from './models';

/** A page to look at. Each look is counted, and nobody would miss one. */
export async function productPage(request: HttpRequest) {
  const { id } = request.params;
  await Product.objects.filter({ id }).update({ views: F('views').plus(1) });
  const product = await getObjectOr404(Product, { id });
  return render(request, 'product', { product });
}

/** Takes the money for one product, once for each key, however often it is tried. */
export async function pay(request: HttpRequest) {
  const payment = await untilServed(() => transaction.atomic(() => takeMoney(request)));
  return redirect(`/payments/${payment.key}/`);
}

async function takeMoney(request: HttpRequest) {
  // This transaction alone waits until the replica has it, too.
  await connection.cursor().execute('set local synchronous_commit = on');
  const product = await getObjectOr404(Product, { id: Number(request.POST.product) });
  const [payment] = await Payment.objects.getOrCreate({
    key: request.POST.key,
    customer: request.person,
    defaults: { product, amount: product.price },
  });
  return payment;
}

/** Tries again while no server takes writes. Whether the last try was made, nobody knows: so the work must be of a
 * kind that can be done twice. */
async function untilServed<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof OperationalError)) throw error;
      await connection.close();
      await sleep(100);
    }
  }
}

export async function receipt(request: HttpRequest<{ key: string }>) {
  const own = { key: request.params.key, customer: request.person };
  const payment = await getObjectOr404(Payment.objects.selectRelated('product'), own);
  return render(request, 'receipt', { payment });
}
