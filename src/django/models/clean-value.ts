/** Whether a field accepts a value, by itself: Django's `Field.clean`. */
import { Expression } from '../query/expressions.ts';
import type { Field } from './field.ts';
import { ValidationError } from './validation-error.ts';
import { MaxLengthValidator, MaxValueValidator, MinValueValidator, decimalValidator } from './validators.ts';
import type { Validator } from './validators.ts';

/** Nothing to look at: it was left out, or it is for the database to calculate. */
export const isLeftOut = (field: Field, value: unknown): boolean =>
  value instanceof Expression ||
  (isEmpty(value) && (field.declaration.options.blank === true || field.declaration.type === 'AutoField'));

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

/** The value as the field keeps it. @throws ValidationError */
export function cleanValue(field: Field, given: unknown): unknown {
  const { options } = field.declaration;
  const value = given === null || given === undefined ? null : converted(field, given);
  if (value !== null && options.choices && !options.choices.some(([choice]) => choice === value)) {
    throw new ValidationError(`Value ${shown(value)} is not a valid choice.`);
  }
  if (value === null && !field.nullable) throw new ValidationError('This field cannot be null.');
  if (isEmpty(value) && value !== null && field.declaration.type !== 'JSONField') {
    throw new ValidationError('This field cannot be blank.');
  }
  if (value === null) return null;
  const messages = validatorsOf(field).flatMap((validate) => messagesOf(() => validate(value as never)));
  if (messages.length > 0) throw new ValidationError(messages);
  return value;
}

function messagesOf(validate: () => void): readonly string[] {
  try {
    validate();
    return [];
  } catch (error) {
    if (error instanceof ValidationError) return error.messages;
    throw error;
  }
}

const isDecimal = (value: unknown): boolean => /^[-+]?(\d+\.?\d*|\.\d+)$/.test(String(value));

/** What each type of field accepts, and what it says of anything else. */
const types: Readonly<Record<string, { convert: (value: unknown) => unknown; says: string }>> = {
  IntegerField: { convert: (value) => (isWhole(value) ? Number(value) : undefined), says: 'must be an integer' },
  FloatField: { convert: (value) => (isDecimal(value) ? Number(value) : undefined), says: 'must be a float' },
  DecimalField: {
    convert: (value) => (isDecimal(value) ? String(value) : undefined),
    says: 'must be a decimal number',
  },
  BooleanField: {
    convert: (value) => (typeof value === 'boolean' ? value : undefined),
    says: 'must be either True or False',
  },
  DateTimeField: {
    convert: (value) => (value instanceof Date && !Number.isNaN(value.getTime()) ? value : undefined),
    says: 'has an invalid format. It must be in YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ] format',
  },
  DateField: {
    convert: (value) => (/^\d{4}-\d{2}-\d{2}$/.test(String(value)) ? value : undefined),
    says: 'has an invalid date format. It must be in YYYY-MM-DD format',
  },
  CharField: { convert: String, says: '' },
  TextField: { convert: String, says: '' },
};

const isWhole = (value: unknown): boolean =>
  Number.isInteger(value) || (typeof value === 'string' && /^[-+]?\d+$/.test(value));

function converted({ declaration: { type } }: Field, given: unknown): unknown {
  const known = types[type];
  if (!known) return given;
  const value = known.convert(given);
  if (value === undefined) throw new ValidationError(`“${String(given)}” value ${known.says}.`);
  return value;
}

function validatorsOf({ declaration: { type, options } }: Field): readonly Validator[] {
  const { maxLength, maxDigits, decimalPlaces, validators = [] } = options;
  const own: Validator[] = [];
  if (maxLength !== undefined) own.push(MaxLengthValidator(maxLength));
  if (type === 'IntegerField') own.push(MinValueValidator(-(2 ** 31)), MaxValueValidator(2 ** 31 - 1));
  if (type === 'DecimalField') own.push(decimalValidator(maxDigits, decimalPlaces));
  return [...own, ...validators];
}

const shown = (value: unknown): string => (typeof value === 'string' ? `'${value}'` : String(value));
