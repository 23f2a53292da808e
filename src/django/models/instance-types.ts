/** What TypeScript knows of a model: which fields it has, what may be asked of them, and what a row holds. */
import type { KnownAs } from '../query/expression-types.ts';
import type { Expression } from '../query/expressions.ts';
import type { QNode } from '../query/conditions.ts';
import type { Subquery } from '../query/subquery.ts';
import type { Model } from './model.ts';
import type { Related, RelatedObject, RelatedRows } from './related.ts';

type OwnKey<M> = Exclude<keyof M, keyof Model> & string;

/** Names of the foreign keys. */
export type RelationName<M> = {
  [K in OwnKey<M>]: [Extract<M[K], RelatedObject<unknown>>] extends [never] ? never : K;
}[OwnKey<M>];

/** Names of the rows that refer to this one, as they are called on an instance: `lines`, `orderlineSet`. */
type ReverseName<M> = { [K in OwnKey<M>]: M[K] extends RelatedRows<unknown> ? K : never }[OwnKey<M>];

/** The models of these rows, by their names in queries: `lines`, `orderline`. */
type ReverseTargets<M> = {
  [K in ReverseName<M> as K extends `${infer Name}Set` ? Name : K]: M[K] extends RelatedRows<infer T> ? T : never;
};
type ReverseQueryName<M> = keyof ReverseTargets<M> & string;

/** Names of the other fields. Methods are none. */
type PlainName<M> = {
  [K in OwnKey<M>]: M[K] extends ((...args: never) => unknown) | RelatedRows<unknown>
    ? never
    : [Extract<M[K], RelatedObject<unknown>>] extends [never]
      ? K
      : never;
}[OwnKey<M>];

/** The model that a foreign key points to. */
type Target<M, K extends keyof M> =
  Exclude<M[K], RelatedObject<unknown> | null> extends infer T extends Model ? T : never;

/** The keys themselves: `productId` for the foreign key `product`. */
export type ForeignKeyIds<M> = { [K in RelationName<M> as `${K}Id`]: null extends M[K] ? number | null : number };

/**
 * An object of a model as a query gives it: with its fields, and with the keys of its foreign keys (`order.productId`).
 * Without a model, any object.
 *
 *     function isFor(order: Instance<Order>, product: Product): boolean {
 *       return order.productId === product.id;
 *     }
 */
export type Instance<M extends Model = Model> = M & ForeignKeyIds<M>;

/** What the columns hold, by attribute, and the primary key under its two names. */
type Columns<M> = Pick<M, PlainName<M>> & ForeignKeyIds<M> & { id: number; pk: number };

/** Names of the columns: what `values()` gives if it is not told. */
export type ColumnName<M> = Exclude<keyof Columns<M>, 'pk'> & string;

/** Values for a new object: `{ name: 'Apple juice', category }`, or `categoryId` in place of the object. */
export type FieldValues<M> = Partial<
  Pick<M, PlainName<M>> & ForeignKeyIds<M> & { id: number } & { [K in RelationName<M>]: Assignable<M[K]> }
>;

/** Values for a new object where no row matches; functions that make them too. */
export type DefaultValues<M> = { [K in keyof FieldValues<M>]?: FieldValues<M>[K] | (() => FieldValues<M>[K]) };

/** New values for rows; expressions over their own fields too. */
export type UpdateValues<M, Extra = object> = {
  [K in keyof FieldValues<M>]?: FieldValues<M>[K] | Expression<(keyof FieldValues<M> & string) | AnnotationName<Extra>>;
};

/** What may be assigned to a foreign key: an object, and null where the field takes it. */
type Assignable<Held> = Exclude<Held, RelatedObject<unknown>> | (Held extends Related<infer T> ? T : never);

/** How many relations a path may cross. More is possible in Django; here it would only slow the editor. */
type Crossings = [never, 0, 1, 2];

/** Every field that can be named from here: `quantity`, `product`, `productId`, `product__name`, `lines__quantity`. */
export type FieldPath<M, Left extends number = 3> = Left extends 0
  ? never
  :
      | (keyof Columns<M> & string)
      | RelationName<M>
      | ReverseQueryName<M>
      | { [K in RelationName<M>]: `${K}__${FieldPath<Target<M, K>, Crossings[Left] & number>}` }[RelationName<M>]
      | {
          [K in ReverseQueryName<M>]: `${K}__${FieldPath<ReverseTargets<M>[K], Crossings[Left] & number>}`;
        }[ReverseQueryName<M>];

/** Foreign keys, and the rows that refer to an instance, one after the other: `lines`, `lines__product`. */
export type PrefetchPath<M, Left extends number = 3> = Left extends 0
  ? never
  :
      | RelationName<M>
      | ReverseName<M>
      | { [K in RelationName<M>]: `${K}__${PrefetchPath<Target<M, K>, Crossings[Left] & number>}` }[RelationName<M>]
      | {
          [K in ReverseName<M>]: M[K] extends RelatedRows<infer T>
            ? `${K}__${PrefetchPath<T, Crossings[Left] & number>}`
            : never;
        }[ReverseName<M>];

/** Foreign keys, and those behind them: `product`, `product__category`. */
export type RelationPath<M, Left extends number = 3> = Left extends 0
  ? never
  :
      | RelationName<M>
      | { [K in RelationName<M>]: `${K}__${RelationPath<Target<M, K>, Crossings[Left] & number>}` }[RelationName<M>];

type Nullable<Held> = null extends Held ? null : never;

/** What the column at a path holds. */
export type ValueAt<M, Path extends string> = Path extends keyof Columns<M>
  ? Columns<M>[Path]
  : Path extends RelationName<M>
    ? number | Nullable<M[Path]>
    : Path extends ReverseQueryName<M>
      ? number | null
      : Path extends `${infer Name}__${infer Rest}`
        ? Name extends RelationName<M>
          ? ValueAt<Target<M, Name>, Rest> | Nullable<M[Name]>
          : Name extends ReverseQueryName<M>
            ? ValueAt<ReverseTargets<M>[Name], Rest> | null
            : never
        : never;

/** Names that a query can read: fields, parts of moments, and annotations (the properties of `Extra`). */
export type Readable<M, Extra = object> = FieldPath<M> | MomentPart<M> | AnnotationName<Extra>;
/** Names of the annotations. */
export type AnnotationName<Extra> = keyof Extra & string;

/** The row that `values()` gives. */
export type RowOf<M, Paths extends string, Extra = object> = { readonly [P in Paths]: ValueIn<M, Extra, P> };

/** What a name holds: an annotation, a part of a moment, or a field. */
export type ValueIn<M, Extra, Name extends string> = Name extends keyof Extra
  ? Extra[Name]
  : Name extends `${infer Path}__${DatePart}`
    ? PartOf<Name, Nullable<ValueAt<M, Path>>>
    : ValueAt<M, Name>;

type DatePart = NumberPart | 'date';
type NumberPart = 'year' | 'quarter' | 'month' | 'week' | 'day' | 'weekDay' | 'hour' | 'minute' | 'second';
type PartOf<Name extends string, Null> = (Name extends `${string}__date` ? string : number) | Null;

/** Parts of moments: `placedAt__year`, `order__placedAt__date`. */
export type MomentPart<M> = `${MomentPath<M>}__${DatePart}`;
type MomentPath<M> = { [P in FieldPath<M>]: [Extract<ValueAt<M, P>, Date>] extends [never] ? never : P }[FieldPath<M>];

type Comparison = 'exact' | 'gt' | 'gte' | 'lt' | 'lte';
type TextLookup =
  | 'iexact'
  | 'contains'
  | 'icontains'
  | 'startswith'
  | 'istartswith'
  | 'endswith'
  | 'iendswith'
  | 'regex'
  | 'iregex';
type Lookup = Comparison | TextLookup | 'in' | 'range' | 'isnull';

/** What a field can be compared with: its value, and the object itself where it is a foreign key. */
type Operand<M, Name extends string> = Name extends keyof Columns<M>
  ? Columns<M>[Name]
  : Name extends RelationName<M>
    ? number | Target<M, Name> | Nullable<M[Name]>
    : Name extends ReverseQueryName<M>
      ? number | ReverseTargets<M>[Name]
      : never;

/** What a lookup takes, of a field that can be compared with `Value`, or with an expression. */
type LookupOperand<Value, Name extends Lookup, Calculated> = Name extends Comparison
  ? Value | Calculated
  : Name extends 'in'
    ? readonly (Value | Calculated)[] | Subquery
    : Name extends 'range'
      ? readonly [Value | Calculated, Value | Calculated]
      : Name extends 'isnull'
        ? boolean
        : string;

/** What a condition takes: names are split from the front, and what comes after a field is a lookup. */
type ConditionOperand<M, Key extends string, Calculated> = Key extends `${infer Name}__${infer Rest}`
  ? Rest extends Lookup
    ? LookupOperand<Operand<M, Name>, Rest, Calculated>
    : Name extends RelationName<M>
      ? ConditionOperand<Target<M, Name>, Rest, Calculated>
      : Name extends ReverseQueryName<M>
        ? ConditionOperand<ReverseTargets<M>[Name], Rest, Calculated>
        : Rest extends `${infer Part extends DatePart}__${infer PartLookup extends Lookup}`
          ? LookupOperand<PartOf<`__${Part}`, never>, PartLookup, Calculated>
          : PartOf<Key, never> | Calculated
  : Operand<M, Key> | Calculated;

/** The same for the name of an annotation. */
type AnnotationOperand<Extra, Key extends string, Calculated> = Key extends keyof Extra
  ? Extra[Key] | Calculated
  : Key extends `${infer Name extends AnnotationName<Extra>}__${infer Rest extends Lookup}`
    ? LookupOperand<Extra[Name], Rest, Calculated>
    : never;

type Compared<Name extends string> = Name | `${Name}__${Lookup}`;

/** The conditions that `filter` takes, each with the type of its value: `{ product__name__icontains: 'apple' }`. One
 * mapped type: as an intersection of several, TypeScript finds it too complex. */
export type Conditions<M, Extra = object> = {
  readonly [Key in Compared<Readable<M, Extra>>]?: Key extends Compared<AnnotationName<Extra>>
    ? AnnotationOperand<Extra, Key, Expression<Readable<M, Extra>>>
    : ConditionOperand<M, Key, Expression<Readable<M, Extra>>>;
};

/** One argument of `filter`, `exclude` and `get`: conditions that must all hold, a `Q`, or `Exists`. */
export type Filter<M, Extra = object> = Conditions<M, Extra> | QNode | Expression<never, KnownAs<boolean>>;

/** One argument of `orderBy`: a field, with a minus in front for descending; or `?`, by lot. */
export type Ordering<M, Extra = object> = Readable<M, Extra> | `-${Readable<M, Extra>}` | '?';
