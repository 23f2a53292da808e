import * as z from 'zod';

/** What the shop's view hands to its page. */
const ordersContext = z.object({
  /** The order that was just placed, as the address says. */
  placed: z.string().nullable(),
  orders: z.array(z.object({ id: z.coerce.string(), juice: z.string() })),
});

export type OrdersContext = z.infer<typeof ordersContext>;

/** @throws ZodError when the shop's view gave something else */
export const readOrdersContext = (context: unknown): OrdersContext => ordersContext.parse(context);

/** The page before anybody has asked for it. */
export const noOrders: OrdersContext = { placed: null, orders: [] };
