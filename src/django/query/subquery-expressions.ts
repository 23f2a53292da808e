/** Querysets inside expressions, and what they know of the query around them. */
import type { KnownAs } from './expression-types.ts';
import { Expression } from './expressions.ts';
import { ExistsTerm, OuterTerm, SubqueryTerm } from './subquery-terms.ts';
import type { Subquery as AnySubquery } from './subquery.ts';
import type { Term } from './term.ts';

/** An expression whose meaning needs no names of the query at hand. */
class Standing<Result> extends Expression<never, Result> {
  readonly #term: Term;
  readonly #shown: string;

  constructor(term: Term, shown: string) {
    super();
    this.#term = term;
    this.#shown = shown;
  }

  override resolve(): Term {
    return this.#term;
  }

  override toString(): string {
    return this.#shown;
  }
}

/**
 * A field of the query around a subquery.
 *
 *     const orders = Order.objects.filter({ product: OuterRef('pk') });
 *     const sold = await Product.objects.filter(Exists(orders));
 *
 * Django: [OuterRef](https://docs.djangoproject.com/en/5.2/ref/models/expressions/#referencing-columns-from-the-outer-queryset).
 */
export function OuterRef(field: string): Expression<never> {
  return new Standing(new OuterTerm(field), `OuterRef(${field})`);
}

/**
 * Whether a queryset has any row: a condition, or an annotation.
 *
 *     const orders = Order.objects.filter({ product: OuterRef('pk') });
 *     const products = await Product.objects.annotate({ isOrdered: Exists(orders) });
 *
 * Django: [Exists](https://docs.djangoproject.com/en/5.2/ref/models/expressions/#exists-subqueries).
 */
export function Exists(queryset: AnySubquery): Expression<never, KnownAs<boolean>> {
  return new Standing(new ExistsTerm(queryset), 'Exists(...)');
}

/**
 * The one value of the one row that a queryset gives, or null.
 *
 *     const last = Order.objects.filter({ product: OuterRef('pk') }).orderBy('-id').values('placedAt').slice(0, 1);
 *     const products = await Product.objects.annotate({ lastOrder: Subquery(last) });
 *
 * Django: [Subquery](https://docs.djangoproject.com/en/5.2/ref/models/expressions/#subquery-expressions).
 */
export function Subquery<Row>(
  queryset: AnySubquery & PromiseLike<readonly Row[]>,
): Expression<never, KnownAs<OnlyValue<Row> | null>> {
  return new Standing(new SubqueryTerm(queryset), 'Subquery(...)');
}

type OnlyValue<Row> = Row extends readonly [infer Value] ? Value : Row extends object ? Row[keyof Row] : Row;
