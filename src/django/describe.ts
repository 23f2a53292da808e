/** Says in words what a value is. It takes anything: a learner's object may throw when it is read or made into text. */

/** The value as text, cut to what one can read. */
export function textOf(value: unknown): string {
  const text = attempt(() => String(value), 'an object that has no text');
  return text.length > maxLength ? `${text.slice(0, maxLength)} ... (cut)` : text;
}

const maxLength = 10_000;

/** What kind of value it is, for a message that names what was expected: `a number`, `null`, `an object of class Order`. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'a list';
  if (typeof value !== 'object') return `a ${typeof value}`;
  const name = classNameOf(value);
  return name === 'Object' ? 'an object' : `an object of class ${name}`;
}

/** The name of the object's class; `Object` for an object of none. */
export const classNameOf = (value: object): string =>
  attempt(() => textOf((value.constructor as { readonly name?: unknown } | undefined)?.name ?? 'Object'), 'Object');

/** Whether it is an error. A proxy may throw when it is asked. */
export const isError = (thrown: unknown): thrown is Error => attempt(() => thrown instanceof Error, false);

/** What `read` gives, or else what is given instead: `read` runs code of a learner, which may throw. */
export function attempt<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
