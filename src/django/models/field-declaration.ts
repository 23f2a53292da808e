import type { ModelClass } from './model-class.ts';
import type { Validator } from './validators.ts';

/** What every field can be told. `Value` is what it holds. */
export interface FieldOptions<Value = unknown> {
  /** Whether the column may be NULL, which is `null` here. Default: false. */
  readonly null?: boolean;
  /** Whether this field is the primary key, in place of the `id` that a model has by itself. */
  readonly primaryKey?: boolean;
  /** No two rows have the same value. The table must say so too: the model creates nothing. */
  readonly unique?: boolean;
  /** The value of a new instance that is given none, or a function that makes it. */
  readonly default?: Value | (() => Value);
  /** Whether `fullClean()` accepts an empty value. Default: false. */
  readonly blank?: boolean;
  /** The only values that `fullClean()` accepts, each with its words for people. */
  readonly choices?: readonly (readonly [Value, string])[];
  /** What else `fullClean()` asks: functions that throw a `ValidationError`. */
  readonly validators?: readonly Validator<Value extends string | number | Date ? Value : never>[];
  /** The column's name, where it is not the field's own in snake_case. */
  readonly dbColumn?: string;
}

/** What happens to a row when the row it refers to is deleted. */
export type OnDelete = 'CASCADE' | 'PROTECT' | 'RESTRICT' | 'SET_NULL' | 'SET_DEFAULT' | 'DO_NOTHING';

/** Where a foreign key points. */
export interface Relation {
  /** A function, since the other class may not be defined yet. */
  readonly to: () => ModelClass;
  readonly onDelete: OnDelete;
  /** What the other side calls the rows with this key; `+`: nothing. */
  readonly relatedName: string | undefined;
}

/** Options of any field. */
type DeclaredOptions = Omit<FieldOptions, 'choices' | 'validators'> & {
  readonly choices?: readonly (readonly [unknown, string])[];
  readonly validators?: readonly Validator[];
  readonly maxLength?: number;
  readonly maxDigits?: number;
  readonly decimalPlaces?: number;
};

/** What `CharField()` and its like leave in a class body, before the model gives it a name. */
export class FieldDeclaration {
  /** Django's class name: `CharField`. */
  readonly type: string;
  readonly options: DeclaredOptions;
  readonly relation: Relation | null;
  /** Given the value at hand and whether the row is new, the value to save. Absent: the value at hand. */
  readonly beforeSave: ((value: unknown, adding: boolean) => unknown) | undefined;
  /** Turns a value into what the database is sent, where it is not the value itself. */
  readonly prepare: ((value: unknown) => unknown) | undefined;

  constructor(
    type: string,
    options: DeclaredOptions,
    special: Partial<Pick<FieldDeclaration, 'relation' | 'beforeSave' | 'prepare'>> = {},
  ) {
    this.type = type;
    this.options = options;
    this.relation = special.relation ?? null;
    this.beforeSave = special.beforeSave;
    this.prepare = special.prepare;
  }
}
