/** Values that are calculated by the database. */
import { FieldError } from '../errors.ts';
import type { KnownAs, NumberOf, OfField, Or } from './expression-types.ts';
import { resolveName } from './field-path.ts';
import type { Names } from './field-path.ts';
import { ArithmeticTerm, CoalesceTerm, ValueTerm } from './term.ts';
import type { Operator, Term } from './term.ts';

declare const named: unique symbol;
declare const resulting: unique symbol;

/** What arithmetic takes on its right. */
type Operand = Expression | number | string;
type NamesOf<O> = O extends Expression<infer Named> ? Named : never;
type ResultOf<O> = O extends Expression<string, infer Result> ? Result : KnownAs<O>;
/** What arithmetic makes of two operands. */
type Calculated<Named extends string, Result, O> = Expression<Named | NamesOf<O>, NumberOf<Result | ResultOf<O>>>;

/**
 * Something that the database calculates: a field, what arithmetic makes of it, an aggregate. See `F`. Its type says
 * which fields it names, so that a wrong one is an error where it is used.
 *
 * Django: [Query expressions](https://docs.djangoproject.com/en/5.2/ref/models/expressions/).
 */
export abstract class Expression<Named extends string = string, Result = unknown> {
  /** Exists in types alone, as does the next. */
  declare readonly [named]?: Named;
  declare readonly [resulting]?: Result;

  /** `F('stock').plus(1)`: the sum. */
  plus<O extends Operand>(other: O): Calculated<Named, Result, O> {
    return new Arithmetic(this, '+', other);
  }

  /** `F('stock').minus(1)`: the difference. */
  minus<O extends Operand>(other: O): Calculated<Named, Result, O> {
    return new Arithmetic(this, '-', other);
  }

  /** `F('price').times('1.1')`: the product. A decimal number is written as a string, so that it stays exact. */
  times<O extends Operand>(other: O): Calculated<Named, Result, O> {
    return new Arithmetic(this, '*', other);
  }

  /** `F('price').dividedBy(2)`: the quotient, of whole numbers a whole one, as in SQL. */
  dividedBy<O extends Operand>(other: O): Calculated<Named, Result, O> {
    return new Arithmetic(this, '/', other);
  }

  /** `F('id').modulo(2)`: the remainder. */
  modulo<O extends Operand>(other: O): Calculated<Named, Result, O> {
    return new Arithmetic(this, '%', other);
  }

  /**
   * What it means in a query. @throws FieldError when it names a field that is not there
   * @internal
   */
  abstract resolve(names: Names): Term;

  /** As messages show it: `F(stock)`. */
  abstract toString(): string;
}

/** The value of a field, in the row at hand. */
class FieldReference<Named extends string, Result> extends Expression<Named, Result> {
  readonly #name: string;

  constructor(name: string) {
    super();
    this.#name = name;
  }

  override resolve(names: Names): Term {
    return resolveName(names, this.#name);
  }

  override toString(): string {
    return `F(${this.#name})`;
  }
}

/** Two operands and what connects them. */
class Arithmetic<Named extends string, Result> extends Expression<Named, Result> {
  readonly #left: Expression;
  readonly #operator: Operator;
  readonly #right: Operand;

  constructor(left: Expression, operator: Operator, right: Operand) {
    super();
    this.#left = left;
    this.#operator = operator;
    this.#right = right;
  }

  override resolve(names: Names): Term {
    const right = this.#right instanceof Expression ? this.#right.resolve(names) : this.#right;
    return new ArithmeticTerm(this.#left.resolve(names), this.#operator, right);
  }

  override toString(): string {
    return `${String(this.#left)} ${this.#operator} ${String(this.#right)}`;
  }
}

class Literal<Result> extends Expression<never, Result> {
  readonly #value: unknown;

  constructor(value: unknown) {
    super();
    this.#value = value;
  }

  override resolve(): Term {
    return new ValueTerm(this.#value);
  }

  override toString(): string {
    return `Value(${JSON.stringify(this.#value)})`;
  }
}

class FirstNotNull<Named extends string, Result> extends Expression<Named, Result> {
  readonly #parts: readonly (Expression | string)[];

  constructor(parts: readonly (Expression | string)[]) {
    super();
    this.#parts = parts;
  }

  override resolve(names: Names): Term {
    return new CoalesceTerm(this.#parts.map((part) => termOf(names, part)));
  }

  override toString(): string {
    return `Coalesce(${this.#parts.map(String).join(', ')})`;
  }
}

/** A function's argument: a text names a field. @throws FieldError */
export function termOf(names: Names, argument: unknown): Term {
  if (typeof argument === 'string') return resolveName(names, argument);
  if (argument instanceof Expression) return argument.resolve(names);
  throw new FieldError('Not an expression: name a field, or wrap a plain value in Value().');
}

/**
 * The value that a field has in the database, whatever it was when it was read. So no update is lost:
 *
 *     await Product.objects.filter({ id: 1 }).update({ stock: F('stock').minus(1) });
 *
 * It also names fields of other rows, across foreign keys, and what `annotate` has named:
 *
 *     const short = await Order.objects.filter({ quantity__gt: F('product__stock') });
 *
 * Django: [F()](https://docs.djangoproject.com/en/5.2/ref/models/expressions/#f-expressions).
 */
export function F<const Named extends string>(field: Named): Expression<Named, OfField<Named>> {
  return new FieldReference(field);
}

/**
 * A plain value where an expression is wanted.
 *
 *     const products = await Product.objects.annotate({ shop: Value('Appleshop') });
 *
 * Django: [Value()](https://docs.djangoproject.com/en/5.2/ref/models/expressions/#value-expressions).
 */
export function Value<T extends string | number | boolean | Date | null>(value: T): Expression<never, KnownAs<T>> {
  return new Literal(value);
}

/**
 * The first of these that is not NULL. A text names a field.
 *
 *     const orders = await Order.objects.annotate({ remark: Coalesce('note', Value('none')) });
 *
 * Django: [Coalesce](https://docs.djangoproject.com/en/5.2/ref/models/database-functions/#coalesce).
 */
export function Coalesce<const Parts extends readonly (Expression | string)[]>(
  ...parts: Parts
): Expression<NameIn<Parts[number]>, Or<ResultIn<Parts[number]>>> {
  return new FirstNotNull(parts);
}

/** What a function's argument names: a text is a field itself. */
export type NameIn<Argument> = Argument extends string ? Argument : NamesOf<Argument>;
/** What a function's argument is: the value of the field that a text names, or the result of an expression. */
export type ResultIn<Argument> = Argument extends string ? OfField<Argument> : ResultOf<Argument>;
