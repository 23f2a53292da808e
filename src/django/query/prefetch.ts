import type { Model } from '../models/model.ts';
import type { PrefetchLookup, PrefetchableRows } from './prefetch-related.ts';
import type { AnyQuerySet } from './queryset-base.ts';

/** Options of `Prefetch`. */
export interface PrefetchOptions<Row, ToAttr extends string> {
  /** The rows to look among, its database included. Default: all. */
  readonly queryset?: AnyQuerySet<Model, Row>;
  /** The name of the property that gets a list of them, in place of the manager. */
  readonly toAttr?: ToAttr;
}

/**
 * What `prefetchRelated` is to load, and how.
 *
 *     const large = new Prefetch('orders', { queryset: Order.objects.filter({ quantity__gt: 1 }), toAttr: 'largeOrders' });
 *     for (const product of await Product.objects.prefetchRelated(large)) console.log(product.largeOrders.length);
 *
 * Django: [Prefetch](https://docs.djangoproject.com/en/5.2/ref/models/querysets/#prefetch-objects).
 */
export class Prefetch<Path extends string, Row = unknown, ToAttr extends string = never> {
  /** The way, from one name to the next. */
  readonly path: Path;
  /** @internal */
  readonly lookup: PrefetchLookup;
  /** Exists in types alone. */
  declare readonly loads: { readonly [K in ToAttr]: Row[] };

  constructor(path: Path, { queryset, toAttr }: PrefetchOptions<Row, ToAttr> = {}) {
    this.path = path;
    const rows = queryset as (AnyQuerySet & PrefetchableRows) | undefined;
    this.lookup = { path: path.split('__'), queryset: rows ?? null, toAttr: toAttr ?? null };
  }
}
