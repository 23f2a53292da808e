import { Sum } from 'django';
import { Order } from './models';

/** What the report says of an order. */
interface ReportRow {
  readonly reference: string;
  readonly customer: string;
  readonly bottles: number;
}

/** The ten oldest orders that have not been sent, the oldest first; of one day by their id. One question: the customers come along, and the
 * database does the sums. */
export async function oldestOpenOrders(database: 'default' | 'replica'): Promise<ReportRow[]> {
  const open = Order.objects.using(database).filter({ status: 'open' }).selectRelated('customer');
  const counted = open.annotate({ bottles: Sum('lines__quantity') });
  const orders = await counted.orderBy('placedOn', 'id').slice(0, 10);
  return Promise.all(
    orders.map(async ({ reference, customer, bottles }) => ({
      reference,
      customer: (await customer).name,
      bottles: bottles ?? 0,
    })),
  );
}
