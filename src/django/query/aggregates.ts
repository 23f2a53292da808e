/**
 * What the database can say of several rows at once.
 *
 * Django: [Aggregation functions](https://docs.djangoproject.com/en/5.2/ref/models/querysets/#aggregation-functions).
 */
import { FieldError } from '../errors.ts';
import { AggregateTerm } from './aggregate-term.ts';
import type { AggregateFunction } from './aggregate-term.ts';
import { conditionOf } from './conditions.ts';
import type { QNode } from './conditions.ts';
import type { KnownAs, NumberOf, Or, OrNull } from './expression-types.ts';
import { Expression, termOf } from './expressions.ts';
import type { NameIn, ResultIn } from './expressions.ts';
import type { Names } from './field-path.ts';
import type { Term } from './term.ts';

declare const alias: unique symbol;

/** Options of every aggregate. */
export interface AggregateOptions {
  /** Only the rows for which this holds: `Count('id', { filter: Q({ status: 'placed' }) })`. */
  readonly filter?: QNode;
  /** What it comes to over no rows, in place of null. `Count` has none: it comes to 0. */
  readonly default?: string | number;
}

/** Options of `Count`, `Sum` and `Avg`. */
export interface DistinctOptions extends AggregateOptions {
  /** Whether equal values count once. Default: false. */
  readonly distinct?: boolean;
}

/** A field's name, or an expression over fields. */
type Argument = string | Expression;

/** The name that an aggregate of a field has if it is given none: `price__sum`. */
type DefaultAlias<A, Suffix extends string> = A extends string ? `${A}__${Suffix}` : never;
type WithDefault<O, Result> = O extends { readonly default: string | number } ? Or<Result> : Result;

/** An aggregate: see `Count`, `Sum`, `Avg`, `Min` and `Max`. */
export class Aggregate<
  Named extends string = string,
  Result = unknown,
  Alias extends string = string,
> extends Expression<Named, Result> {
  /** Exists in types alone. */
  declare readonly [alias]?: Alias;
  readonly #name: string;
  readonly #argument: Argument;
  readonly #options: DistinctOptions;

  /** @internal */
  constructor(name: string, argument: Argument, options: DistinctOptions = {}) {
    super();
    this.#name = name;
    this.#argument = argument;
    this.#options = options;
    if (name === 'Count' && options.default !== undefined) throw new TypeError('Count does not allow default.');
  }

  /**
   * `price__sum`; null where there is no field to name it after.
   * @internal
   */
  get defaultAlias(): string | null {
    if (typeof this.#argument !== 'string' || this.#argument === '*' || this.#options.filter) return null;
    return `${this.#argument}__${this.#name.toLowerCase()}`;
  }

  /** @internal */
  override resolve(names: Names & { readonly aggregatesAreRows?: boolean }): Term {
    const operand = this.#argument === '*' ? null : termOf(names, this.#argument);
    if (operand?.hasAggregate && !names.aggregatesAreRows) {
      const argument = String(this.#argument);
      throw new FieldError(`Cannot compute ${this.#name}('${argument}'): '${argument}' is an aggregate`);
    }
    const { distinct = false, filter, default: byDefault = null } = this.#options;
    return new AggregateTerm(this.#name.toLowerCase() as AggregateFunction, operand, {
      distinct,
      filter: filter ? conditionOf(names, filter) : null,
      default: byDefault,
    });
  }

  override toString(): string {
    return `${this.#name}(${String(this.#argument)})`;
  }
}

/**
 * How many rows there are in which the field is not NULL; with `*`, how many rows.
 *
 *     const { n } = await Order.objects.aggregate({ n: Count('id') });
 *
 * Django: [Count](https://docs.djangoproject.com/en/5.2/ref/models/querysets/#count).
 */
export function Count<const A extends Argument>(
  argument: A,
  options?: Omit<DistinctOptions, 'default'>,
): Aggregate<Exclude<NameIn<A>, '*'>, KnownAs<number>, DefaultAlias<Exclude<A, '*'>, 'count'>> {
  return new Aggregate('Count', argument, options);
}

/**
 * The sum; null over no rows.
 *
 *     const sold = await Order.objects.aggregate({ total: Sum('quantity', { default: 0 }) });
 *
 * Django: [Sum](https://docs.djangoproject.com/en/5.2/ref/models/querysets/#sum).
 */
export function Sum<const A extends Argument, const O extends DistinctOptions = object>(
  argument: A,
  options?: O,
): Aggregate<NameIn<A>, WithDefault<O, OrNull<NumberOf<ResultIn<A>>>>, DefaultAlias<A, 'sum'>> {
  return new Aggregate('Sum', argument, options);
}

/**
 * The mean; null over no rows. Of whole numbers it is a number, of decimal ones a text with all its digits.
 *
 *     const { price__avg } = await Product.objects.aggregate(Avg('price'));
 *
 * Django: [Avg](https://docs.djangoproject.com/en/5.2/ref/models/querysets/#avg).
 */
export function Avg<const A extends Argument, const O extends DistinctOptions = object>(
  argument: A,
  options?: O,
): Aggregate<NameIn<A>, WithDefault<O, OrNull<NumberOf<ResultIn<A>>>>, DefaultAlias<A, 'avg'>> {
  return new Aggregate('Avg', argument, options);
}

/**
 * The least value; null over no rows.
 *
 *     const { cheapest } = await Product.objects.aggregate({ cheapest: Min('price') });
 *
 * Django: [Min](https://docs.djangoproject.com/en/5.2/ref/models/querysets/#min).
 */
export function Min<const A extends Argument, const O extends AggregateOptions = object>(
  argument: A,
  options?: O,
): Aggregate<NameIn<A>, WithDefault<O, OrNull<ResultIn<A>>>, DefaultAlias<A, 'min'>> {
  return new Aggregate('Min', argument, options);
}

/**
 * The greatest value; null over no rows.
 *
 *     const { latest } = await Order.objects.aggregate({ latest: Max('placedAt') });
 *
 * Django: [Max](https://docs.djangoproject.com/en/5.2/ref/models/querysets/#max).
 */
export function Max<const A extends Argument, const O extends AggregateOptions = object>(
  argument: A,
  options?: O,
): Aggregate<NameIn<A>, WithDefault<O, OrNull<ResultIn<A>>>, DefaultAlias<A, 'max'>> {
  return new Aggregate('Max', argument, options);
}
