import type { Model } from './model.ts';

declare const loads: unique symbol;
declare const rowsOf: unique symbol;

/** An instance on the other side of a foreign key, which `await` loads unless it is loaded already. */
export interface RelatedObject<M> extends PromiseLike<M> {
  /** Sets it apart from other promises. Exists in types alone. */
  readonly [loads]?: M;
}

/**
 * What a foreign key holds: assign an instance, and `await` when you read it.
 *
 *     order.product = await Product.objects.get({ name: 'Pear juice' });
 *     const product = await order.product;
 */
export type Related<M extends Model> = M | RelatedObject<M>;

/** The rows on the other side of a foreign key that points here: what tells a `RelatedManager` from any other field. */
export interface RelatedRows<M> {
  /** Exists in types alone. */
  readonly [rowsOf]: M;
}
