/** What TypeScript knows of expressions before it knows the model: which fields they name, and what they make of them. */
import type { Aggregate } from './aggregates.ts';
import type { Expression } from './expressions.ts';
import type { Model } from '../models/model.ts';
import type { Readable, ValueIn } from '../models/instance-types.ts';

declare const shape: unique symbol;

/** The value of a field. */
export interface OfField<Name extends string> {
  readonly [shape]: ['field', Name];
}

/** A value whose type is known already. */
export interface KnownAs<T> {
  readonly [shape]: ['known', T];
}

/** A number made of others: a text, if one of them is a decimal number. */
export interface NumberOf<Of> {
  readonly [shape]: ['number', Of];
}

/** A value, or null where there is no row. */
export interface OrNull<Of> {
  readonly [shape]: ['or null', Of];
}

/** The first of several values that is not null. */
export interface Or<Of> {
  readonly [shape]: ['or', Of];
}

/** What something comes to on a model, with the annotations that are named `Extra`. */
export type Resulting<M, Extra, Result> = Result extends { readonly [shape]: readonly [infer Kind, infer Of] }
  ? Kind extends 'field'
    ? ValueIn<M, Extra, Of & string>
    : Kind extends 'known'
      ? Widened<Of>
      : Kind extends 'number'
        ? NumberFrom<Resulting<M, Extra, Of>>
        : Kind extends 'or null'
          ? Resulting<M, Extra, Of> | null
          : WithoutNull<Resulting<M, Extra, Of>>
  : unknown;

type Widened<T> = T extends string ? string : T extends number ? number : T extends boolean ? boolean : T;
type NumberFrom<T> = ([Extract<T, string>] extends [never] ? number : string) | Extract<T, null>;
/** What a default is for is that there is no null. */
type WithoutNull<T> = Exclude<T, null>;

/** What `annotate` takes: expressions over names that the query can read, each under a name of its own. */
export type Annotations<M, Extra> = Readonly<Record<string, Expression<Readable<M, Extra>>>>;

/** The values of annotations, by name. */
export type ResultsOf<M, Extra, A> = {
  readonly [Name in keyof A]: A[Name] extends Expression<string, infer Result> ? Resulting<M, Extra, Result> : never;
};

/** The same of aggregates that are named after their fields. */
export type NamedResultsOf<M, Extra, A extends readonly unknown[]> = {
  readonly [One in A[number] as AliasOf<One>]: One extends Expression<string, infer Result>
    ? Resulting<M, Extra, Result>
    : never;
};
type AliasOf<One> = One extends Aggregate<string, unknown, infer Alias> ? Alias : never;

/** A row, and the values of its annotations: an object has them, a list ends with them. */
export type Annotated<Row, Results> = Row extends Model
  ? Row & Results
  : Row extends readonly unknown[]
    ? readonly [...Row, ...Results[keyof Results][]]
    : Row extends object
      ? {
          readonly [Name in keyof Row | keyof Results]: Name extends keyof Results
            ? Results[Name]
            : Row[Name & keyof Row];
        }
      : Row;
