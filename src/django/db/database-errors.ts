import type { PgMessage } from '../../trace/postgres-values.ts';

/**
 * What a database said instead of an answer. The subclasses are those of Python's DB-API; which one it is follows from
 * the SQLSTATE, as in psycopg.
 *
 *     try {
 *       await Order.objects.using('replica').create({ customer: 'Ana' });
 *     } catch (error) {
 *       if (error instanceof DatabaseError) console.log(error.postgres?.code); // 25006
 *     }
 *
 * Django: [Database exceptions](https://docs.djangoproject.com/en/5.2/ref/exceptions/#database-exceptions).
 */
export class DatabaseError extends Error {
  override readonly name: string = 'DatabaseError';
  /** Everything that Postgres said: SQLSTATE, detail, hint, position. Undefined when Django itself raised the error. */
  readonly postgres: PgMessage | undefined;

  constructor(message: string, postgres?: PgMessage) {
    super(message);
    this.postgres = postgres;
  }
}

/** A value does not fit: a number out of range, a text too long for its column (SQLSTATE class 22). */
export class DataError extends DatabaseError {
  override readonly name: string = 'DataError';
}

/** The server could not do its work: the connection was lost, a lock was not to be had (classes 08, 40, 53 to 58). */
export class OperationalError extends DatabaseError {
  override readonly name: string = 'OperationalError';
}

/** What psycopg says to whoever asks through a connection that is gone. @internal */
export const connectionClosed = 'the connection is closed';

/** A constraint would be broken: a duplicate key, a missing parent row (class 23). */
export class IntegrityError extends DatabaseError {
  override readonly name: string = 'IntegrityError';
}

/** The session is in no state to do that: a write in a read-only transaction, a query in a failed one (class 25). */
export class InternalError extends DatabaseError {
  override readonly name: string = 'InternalError';
}

/** The statement is wrong: its syntax, a table or a column that does not exist (class 42). */
export class ProgrammingError extends DatabaseError {
  override readonly name: string = 'ProgrammingError';
}

/** Postgres cannot do that (class 0A). */
export class NotSupportedError extends DatabaseError {
  override readonly name: string = 'NotSupportedError';
}

/**
 * A transaction is used in a way that cannot work: a query after a failed one, a lock outside of `atomic`.
 *
 * Django: [TransactionManagementError](https://docs.djangoproject.com/en/5.2/ref/exceptions/#django.db.transaction.TransactionManagementError).
 */
export class TransactionManagementError extends ProgrammingError {
  override readonly name: string = 'TransactionManagementError';
}

/**
 * A row cannot be deleted, since others refer to it through a foreign key with `onDelete: PROTECT`.
 *
 * Django: [PROTECT](https://docs.djangoproject.com/en/5.2/ref/models/fields/#django.db.models.PROTECT).
 */
export class ProtectedError extends IntegrityError {
  override readonly name: string = 'ProtectedError';
}

/**
 * A row cannot be deleted, since others that stay refer to it through a foreign key with `onDelete: RESTRICT`.
 *
 * Django: [RESTRICT](https://docs.djangoproject.com/en/5.2/ref/models/fields/#django.db.models.RESTRICT).
 */
export class RestrictedError extends IntegrityError {
  override readonly name: string = 'RestrictedError';
}

type DatabaseErrorClass = new (message: string, postgres?: PgMessage) => DatabaseError;

/** Classes of SQLSTATE, or their first letters, as psycopg 3 sorts them (`psycopg/errors.py`). */
const errorClasses: readonly (readonly [DatabaseErrorClass, readonly string[]])[] = [
  [DataError, ['22']],
  [IntegrityError, ['23']],
  [InternalError, ['24', '25', '2B', '2D', 'X']],
  [NotSupportedError, ['0A']],
  [ProgrammingError, ['20', '21', '26', '34', '3D', '3F', '42', '44', 'P']],
  [OperationalError, ['08', '27', '28', '2F', '38', '39', '3B', '40', '53', '54', '55', '57', '58', 'F', 'H']],
];

/** The error that Django raises for what Postgres said; with its detail in the text, as psycopg prints it. */
export function databaseError(postgres: PgMessage): DatabaseError {
  const found = errorClasses.find(([, states]) => states.some((state) => postgres.code.startsWith(state)));
  const ErrorClass = found?.[0] ?? DatabaseError;
  const detail = postgres.detail === undefined ? '' : `\nDETAIL:  ${postgres.detail}`;
  return new ErrorClass(postgres.message + detail, postgres);
}
