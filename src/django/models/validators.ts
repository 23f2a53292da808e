/**
 * Validators: functions that throw a `ValidationError` for a value that they do not accept.
 *
 * Django: [Validators](https://docs.djangoproject.com/en/5.2/ref/validators/).
 */
import { ValidationError } from './validation-error.ts';

/** Looks at a value that is not null. @throws ValidationError */
export type Validator<Value = never> = (value: Value) => void;

type Ordered = number | string | Date;

/** Numbers come as text too: a decimal keeps its digits. */
const isBelow = (a: Ordered, b: Ordered): boolean =>
  typeof a === 'string' && typeof b !== 'object' ? Number(a) < Number(b) : a < b;

/**
 * At least this much: `quantity = IntegerField({ validators: [MinValueValidator(1)] })`.
 *
 * Django: [MinValueValidator](https://docs.djangoproject.com/en/5.2/ref/validators/#minvaluevalidator).
 */
export function MinValueValidator(limitValue: Ordered): Validator<Ordered> {
  return (value) => {
    if (isBelow(value, limitValue)) {
      throw new ValidationError(`Ensure this value is greater than or equal to ${String(limitValue)}.`);
    }
  };
}

/**
 * At most this much: `quantity = IntegerField({ validators: [MaxValueValidator(99)] })`.
 *
 * Django: [MaxValueValidator](https://docs.djangoproject.com/en/5.2/ref/validators/#maxvaluevalidator).
 */
export function MaxValueValidator(limitValue: Ordered): Validator<Ordered> {
  return (value) => {
    if (isBelow(limitValue, value)) {
      throw new ValidationError(`Ensure this value is less than or equal to ${String(limitValue)}.`);
    }
  };
}

/**
 * A text of at least so many characters: `code = CharField({ validators: [MinLengthValidator(6)] })`.
 *
 * Django: [MinLengthValidator](https://docs.djangoproject.com/en/5.2/ref/validators/#minlengthvalidator).
 */
export function MinLengthValidator(limitValue: number): Validator<string> {
  return (value) => {
    if (lengthOf(value) < limitValue) throw new ValidationError(lengthMessage('at least', limitValue, value));
  };
}

/**
 * A text of at most so many characters. A field with `maxLength` has it by itself.
 *
 * Django: [MaxLengthValidator](https://docs.djangoproject.com/en/5.2/ref/validators/#maxlengthvalidator).
 */
export function MaxLengthValidator(limitValue: number): Validator<string> {
  return (value) => {
    if (lengthOf(value) > limitValue) throw new ValidationError(lengthMessage('at most', limitValue, value));
  };
}

/** In characters, as Python and Postgres count them. */
const lengthOf = (text: string): number => Array.from(text).length;

const lengthMessage = (bound: string, limitValue: number, value: string): string =>
  `Ensure this value has ${bound} ${limitValue} character${limitValue === 1 ? '' : 's'} (it has ${lengthOf(value)}).`;

/** So many digits, as a column `numeric(maxDigits, decimalPlaces)` takes them. */
export function decimalValidator(maxDigits: number | undefined, decimalPlaces: number | undefined): Validator<string> {
  const few = (max: number, what: string): string => `Ensure that there are no more than ${max} ${what}.`;
  const digits = (n: number): string => `digit${n === 1 ? '' : 's'}`;
  return (value) => {
    const [whole = '', decimals = ''] = value.replace(/^[-+]?0*/, '').split('.');
    if (maxDigits !== undefined && whole.length + decimals.length > maxDigits) {
      throw new ValidationError(few(maxDigits, `${digits(maxDigits)} in total`));
    }
    if (decimalPlaces !== undefined && decimals.length > decimalPlaces) {
      throw new ValidationError(few(decimalPlaces, `decimal place${decimalPlaces === 1 ? '' : 's'}`));
    }
    if (maxDigits === undefined || decimalPlaces === undefined) return;
    const before = maxDigits - decimalPlaces;
    if (whole.length > before) throw new ValidationError(few(before, `${digits(before)} before the decimal point`));
  };
}
