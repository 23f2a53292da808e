/** Values that are calculated by the database. */

/** The operators of arithmetic in SQL. */
export type Operator = '+' | '-' | '*' | '/' | '%';

/**
 * Something that the database calculates: a field, and what arithmetic makes of it. See `F`.
 *
 * Django: [Query expressions](https://docs.djangoproject.com/en/5.2/ref/models/expressions/).
 */
export abstract class Expression {
  /** `F('stock').plus(1)`: the sum. */
  plus(other: Expression | number | string): Expression {
    return new Arithmetic(this, '+', other);
  }

  /** `F('stock').minus(1)`: the difference. */
  minus(other: Expression | number | string): Expression {
    return new Arithmetic(this, '-', other);
  }

  /** `F('price').times('1.1')`: the product. A decimal number is written as a string, so that it stays exact. */
  times(other: Expression | number | string): Expression {
    return new Arithmetic(this, '*', other);
  }

  /** `F('price').dividedBy(2)`: the quotient, of whole numbers a whole one, as in SQL. */
  dividedBy(other: Expression | number | string): Expression {
    return new Arithmetic(this, '/', other);
  }

  /** `F('id').modulo(2)`: the remainder. */
  modulo(other: Expression | number | string): Expression {
    return new Arithmetic(this, '%', other);
  }
}

/** The value of a field, in the row at hand. */
export class FieldReference extends Expression {
  readonly path: string;

  constructor(path: string) {
    super();
    this.path = path;
  }
}

/** Two operands and what connects them. */
export class Arithmetic extends Expression {
  readonly left: Expression;
  readonly operator: Operator;
  readonly right: Expression | number | string;

  constructor(left: Expression, operator: Operator, right: Expression | number | string) {
    super();
    this.left = left;
    this.operator = operator;
    this.right = right;
  }
}

/**
 * The value that a field has in the database, whatever it was when it was read. So no update is lost:
 *
 *     await Product.objects.filter({ id: 1 }).update({ stock: F('stock').minus(1) });
 *
 * Django: [F()](https://docs.djangoproject.com/en/5.2/ref/models/expressions/#f-expressions).
 */
export function F(field: string): Expression {
  return new FieldReference(field);
}
