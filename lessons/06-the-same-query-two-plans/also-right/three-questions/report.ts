import { Order } from './models';

/** What the report says of an order. */
interface ReportRow {
  readonly reference: string;
  readonly customer: string;
  readonly bottles: number;
}

/** The ten oldest orders that have not been sent, the oldest first; of one day by their id. Three questions: the orders, their customers, their
 * lines. */
export async function oldestOpenOrders(database: 'default' | 'replica'): Promise<ReportRow[]> {
  const open = Order.objects.using(database).filter({ status: 'open' }).prefetchRelated('customer', 'lines');
  const rows: ReportRow[] = [];
  for (const order of await open.orderBy('placedOn', 'id').slice(0, 10)) {
    const customer = await order.customer;
    const lines = await order.lines.all();
    const bottles = lines.reduce((sum, { quantity }) => sum + quantity, 0);
    rows.push({ reference: order.reference, customer: customer.name, bottles });
  }
  return rows;
}
