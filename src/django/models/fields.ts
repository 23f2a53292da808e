/**
 * The fields of a model. A function stands for each of Django's field classes: its type is that of the value, so that
 * `product.name` is a string, and what it leaves in the class body is a declaration, which the model takes up.
 *
 * Django: [Model field reference](https://docs.djangoproject.com/en/5.2/ref/models/fields/).
 */
import type { JsonValue } from '../db/postgres-text.ts';
import { now } from '../timezone.ts';
import { FieldDeclaration } from './field-declaration.ts';
import type { FieldOptions, OnDelete } from './field-declaration.ts';
import type { Model } from './model.ts';
import type { ModelClass } from './model-class.ts';
import type { Related } from './related.ts';

/** With `null: true` a field may hold null, and its type says so. */
type Held<Value, Options> = Options extends { readonly null: true } ? Value | null : Value;

/** A field's type is that of its value; the model swallows the declaration before anyone can see it. */
function declare<Value>(...declaration: ConstructorParameters<typeof FieldDeclaration>): Value {
  return new FieldDeclaration(...declaration) as Value;
}

/** Options of `CharField`. */
export interface CharFieldOptions extends FieldOptions<string> {
  /** The most characters that the column takes. The table enforces it. */
  readonly maxLength?: number;
}

/**
 * A short text: `name = CharField({ maxLength: 80 })`.
 *
 * Django: [CharField](https://docs.djangoproject.com/en/5.2/ref/models/fields/#charfield).
 */
export function CharField<const Options extends CharFieldOptions>(options?: Options): Held<string, Options> {
  return declare('CharField', options ?? {});
}

/**
 * A text of any length: `note = TextField({ default: '' })`.
 *
 * Django: [TextField](https://docs.djangoproject.com/en/5.2/ref/models/fields/#textfield).
 */
export function TextField<const Options extends FieldOptions<string>>(options?: Options): Held<string, Options> {
  return declare('TextField', options ?? {});
}

/**
 * A whole number: `stock = IntegerField({ default: 0 })`.
 *
 * Django: [IntegerField](https://docs.djangoproject.com/en/5.2/ref/models/fields/#integerfield).
 */
export function IntegerField<const Options extends FieldOptions<number>>(options?: Options): Held<number, Options> {
  return declare('IntegerField', options ?? {});
}

/**
 * A number that is not exact: `weight = FloatField()`.
 *
 * Django: [FloatField](https://docs.djangoproject.com/en/5.2/ref/models/fields/#floatfield).
 */
export function FloatField<const Options extends FieldOptions<number>>(options?: Options): Held<number, Options> {
  return declare('FloatField', options ?? {});
}

/** Options of `DecimalField`. */
export interface DecimalFieldOptions extends FieldOptions<string> {
  /** How many digits the column keeps. The table enforces it. */
  readonly maxDigits?: number;
  /** How many of them stand after the point. The table enforces it. */
  readonly decimalPlaces?: number;
}

/**
 * An exact decimal number, such as a price: `price = DecimalField({ maxDigits: 8, decimalPlaces: 2 })`. Its value is a
 * string, `'3.20'`, with every digit that Postgres has: JavaScript has no decimal numbers, and a sum of floating-point
 * ones is soon a cent off. Calculate in SQL with `F`, or with `Number(product.price)` where it is only shown.
 *
 * Django: [DecimalField](https://docs.djangoproject.com/en/5.2/ref/models/fields/#decimalfield).
 */
export function DecimalField<const Options extends DecimalFieldOptions>(options?: Options): Held<string, Options> {
  return declare('DecimalField', options ?? {});
}

/**
 * True or false: `isPaid = BooleanField({ default: false })`.
 *
 * Django: [BooleanField](https://docs.djangoproject.com/en/5.2/ref/models/fields/#booleanfield).
 */
export function BooleanField<const Options extends FieldOptions<boolean>>(options?: Options): Held<boolean, Options> {
  return declare('BooleanField', options ?? {});
}

/** Options of `DateTimeField`. */
export interface DateTimeFieldOptions extends FieldOptions<Date> {
  /** Set to now at every `save()`. */
  readonly autoNow?: boolean;
  /** Set to now when the row is created. */
  readonly autoNowAdd?: boolean;
}

/**
 * A moment, as a JavaScript Date: `placedAt = DateTimeField({ autoNowAdd: true })`. A Date keeps milliseconds, of the
 * microseconds that Postgres keeps.
 *
 * Django: [DateTimeField](https://docs.djangoproject.com/en/5.2/ref/models/fields/#datetimefield).
 */
export function DateTimeField<const Options extends DateTimeFieldOptions>(options?: Options): Held<Date, Options> {
  const { autoNow = false, autoNowAdd = false } = options ?? {};
  const beforeSave = (value: unknown, adding: boolean): unknown => (autoNow || (autoNowAdd && adding) ? now() : value);
  // What sets itself may be left out.
  return declare('DateTimeField', autoNow || autoNowAdd ? { ...options, blank: true } : (options ?? {}), {
    beforeSave,
  });
}

/**
 * A day, as the text `'2024-10-24'`: `bestBefore = DateField()`.
 *
 * Django: [DateField](https://docs.djangoproject.com/en/5.2/ref/models/fields/#datefield).
 */
export function DateField<const Options extends FieldOptions<string>>(options?: Options): Held<string, Options> {
  return declare('DateField', options ?? {});
}

/**
 * Anything that JSON can say: `address = JSONField()`.
 *
 * Django: [JSONField](https://docs.djangoproject.com/en/5.2/ref/models/fields/#jsonfield).
 */
export function JSONField<const Options extends FieldOptions<JsonValue>>(options?: Options): Held<JsonValue, Options> {
  const prepare = (value: unknown): unknown => (value === null ? null : JSON.stringify(value));
  return declare('JSONField', options ?? {}, { prepare });
}

/**
 * A number that the database gives out: a model has `id = AutoField({ primaryKey: true })` by itself.
 *
 * Django: [AutoField](https://docs.djangoproject.com/en/5.2/ref/models/fields/#autofield).
 */
export function AutoField<const Options extends FieldOptions<number>>(options?: Options): number {
  return declare('AutoField', options ?? {});
}

/** Options of `ForeignKey`. */
export interface ForeignKeyOptions extends FieldOptions<number | string> {
  /** What happens to this row when the other one is deleted. */
  readonly onDelete: OnDelete;
  /** What the rows with this key are called on the other side: `order.lines` with `relatedName: 'lines'`, and without it
   * `order.orderlineSet`. With `'+'` they are not called anything. */
  readonly relatedName?: string;
}

/**
 * A row of another table: `product = ForeignKey(() => Product, { onDelete: CASCADE })`.
 *
 * Reading it gives something to `await`: the query runs then, on the database that the router chooses, with this
 * instance as its hint. The key itself is there without a query, under the name with `Id`: `order.productId`.
 *
 *     const product = await order.product;
 *
 * Django: [ForeignKey](https://docs.djangoproject.com/en/5.2/ref/models/fields/#foreignkey).
 */
export function ForeignKey<M extends Model, const Options extends ForeignKeyOptions>(
  to: () => ModelClass<M>,
  options: Options,
): Held<Related<M>, Options> {
  const { onDelete, relatedName } = options;
  return declare('ForeignKey', options, { relation: { to, onDelete, relatedName } });
}

/** Deletes the row as well: an option of `ForeignKey`. */
export const CASCADE = 'CASCADE';
/** Refuses, with a `ProtectedError`: an option of `ForeignKey`. */
export const PROTECT = 'PROTECT';
/** Refuses, with a `RestrictedError`, unless the row is deleted as well on another way: an option of `ForeignKey`. */
export const RESTRICT = 'RESTRICT';
/** Sets the column to the field's default: an option of `ForeignKey`. */
export const SET_DEFAULT = 'SET_DEFAULT';
/** Sets the column to NULL, where the field has `null: true`: an option of `ForeignKey`. */
export const SET_NULL = 'SET_NULL';
/** Leaves it to the database, which will refuse if it has a constraint: an option of `ForeignKey`. */
export const DO_NOTHING = 'DO_NOTHING';
