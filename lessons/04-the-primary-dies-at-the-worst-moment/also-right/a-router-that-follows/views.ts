import {
  F,
  InternalError,
  OperationalError,
  connections,
  getObjectOr404,
  redirect,
  render,
  sleep,
  transaction,
} from 'django';
import type { HttpRequest } from 'django';
import { Payment, Product } from './models';
import { writer } from './settings';

/** A page to look at. Each look is counted, and nobody would miss one. */
export async function productPage(request: HttpRequest) {
  const { id } = request.params;
  return await untilServed(async () => {
    await Product.objects.filter({ id }).update({ views: F('views').plus(1) });
    const product = await getObjectOr404(Product, { id });
    return render(request, 'product', { product });
  });
}

/** Takes the money for one product, once for each key, however often it is tried. */
export async function pay(request: HttpRequest) {
  const payment = await untilServed(() => transaction.atomic(() => takeMoney(request), { using: writer.alias }));
  return redirect(`/payments/${payment.key}/`);
}

async function takeMoney(request: HttpRequest) {
  // This transaction alone waits until the replica has it, too.
  await connections[writer.alias].cursor().execute('set local synchronous_commit = on');
  const product = await getObjectOr404(Product, { id: Number(request.POST.product) });
  const [payment] = await Payment.objects.getOrCreate({
    key: request.POST.key,
    customer: request.person,
    defaults: { product, amount: product.price },
  });
  return payment;
}

/** Tries the one and the other until one of them takes the write, for some seconds. The primary is down: OperationalError. The replica is
 * no primary yet: 25006, which is an InternalError. */
async function untilServed<T>(work: () => Promise<T>): Promise<T> {
  for (let left = 60; ; left--) {
    const { alias } = writer;
    try {
      return await work();
    } catch (error) {
      const isReadOnly = error instanceof InternalError && error.postgres?.code === '25006';
      if ((!isReadOnly && !(error instanceof OperationalError)) || left === 0) throw error;
      await connections[alias].close();
      // Somebody else may have turned it meanwhile.
      if (writer.alias === alias) writer.alias = alias === 'default' ? 'replica' : 'default';
      await sleep(50);
    }
  }
}

export async function receipt(request: HttpRequest<{ key: string }>) {
  const own = { key: request.params.key, customer: request.person };
  const payment = await untilServed(() => getObjectOr404(Payment.objects.selectRelated('product'), own));
  return render(request, 'receipt', { payment });
}
