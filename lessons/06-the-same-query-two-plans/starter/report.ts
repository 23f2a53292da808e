import { Sum } from 'django';
import { Order } from './models';

/** What the report says of an order. */
interface ReportRow {
  readonly reference: string;
  readonly customer: string;
  readonly bottles: number;
}

/** The ten oldest orders that have not been sent, the oldest first; of one day by their id. */
export async function oldestOpenOrders(database: 'default' | 'replica'): Promise<ReportRow[]> {
  const open = Order.objects.using(database).filter({ status: 'open' });
  const orders = await open.orderBy('placedOn', 'id').slice(0, 10);
  const rows: ReportRow[] = [];
  for (const order of orders) {
    const customer = await order.customer;
    const { bottles } = await order.lines.aggregate({ bottles: Sum('quantity') });
    rows.push({ reference: order.reference, customer: customer.name, bottles: bottles ?? 0 });
  }
  return rows;
}
