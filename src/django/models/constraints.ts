/**
 * A constraint of a model: `static meta = { constraints: [new UniqueConstraint({ fields: ['order', 'product'], name: 'one_line_each' })] }`.
 * The table must have it too, since the model creates nothing; `fullClean()` looks whether it would be broken, in the
 * database for writing.
 *
 * Django: [UniqueConstraint](https://docs.djangoproject.com/en/5.2/ref/models/constraints/#uniqueconstraint).
 */
export class UniqueConstraint {
  /** The names of the fields that no two rows may both share. */
  readonly fields: readonly string[];
  /** Its name in the database. */
  readonly name: string;

  constructor({ fields, name }: { readonly fields: readonly string[]; readonly name: string }) {
    this.fields = fields;
    this.name = name;
  }
}
