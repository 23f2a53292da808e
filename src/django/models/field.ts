import type { FieldDeclaration, Relation } from './field-declaration.ts';
import type { ModelClass } from './model-class.ts';

/** A field of a model: a declaration that has got its name. */
export class Field {
  readonly model: ModelClass;
  /** As it is declared: `product`. */
  readonly name: string;
  /** Under which an instance keeps the column's value: `productId` for a foreign key, and else the name. */
  readonly attribute: string;
  readonly column: string;
  readonly declaration: FieldDeclaration;

  constructor(model: ModelClass, name: string, declaration: FieldDeclaration) {
    this.model = model;
    this.name = name;
    this.attribute = declaration.relation ? `${name}Id` : name;
    this.column = declaration.options.dbColumn ?? snakeCase(this.attribute);
    this.declaration = declaration;
  }

  get relation(): Relation | null {
    return this.declaration.relation;
  }

  get nullable(): boolean {
    return this.declaration.options.null === true;
  }

  /** The value of a new instance that is given none. */
  defaultValue(): unknown {
    const { default: value = this.#emptyValue } = this.declaration.options;
    return typeof value === 'function' ? (value as () => unknown)() : value;
  }

  /** Django's: a text that nobody set is empty, anything else is null. */
  get #emptyValue(): unknown {
    const isText = this.declaration.type === 'CharField' || this.declaration.type === 'TextField';
    return isText && !this.nullable ? '' : null;
  }
}

/** `placedAt` to `placed_at`. */
const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
