/** The key of errors that belong to no field alone: Django's `NON_FIELD_ERRORS`. */
export const NON_FIELD_ERRORS = '__all__';

type Messages = Readonly<Record<string, readonly string[]>>;

/**
 * Something that a model does not accept: thrown by `fullClean()`, by validators, and by a `clean()` of your own.
 *
 *     try {
 *       await new Product({ name: '' }).fullClean();
 *     } catch (error) {
 *       if (error instanceof ValidationError) console.log(error.messageDict.name);
 *     }
 *
 * Django: [ValidationError](https://docs.djangoproject.com/en/5.2/ref/exceptions/#validationerror).
 */
export class ValidationError extends Error {
  override readonly name: string = 'ValidationError';
  /** The messages by field; what belongs to no field alone is under `NON_FIELD_ERRORS`. */
  readonly messageDict: Messages;

  /** @param message one message, several, or several for each field */
  constructor(message: string | readonly string[] | Messages) {
    const isPlain = typeof message === 'string' || Array.isArray(message);
    const messages = typeof message === 'string' ? [message] : (message as readonly string[]);
    const byField = isPlain ? { [NON_FIELD_ERRORS]: messages } : (message as Messages);
    super(isPlain ? shownList(messages) : shownFields(byField));
    this.messageDict = byField;
  }

  /** All of the messages. */
  get messages(): readonly string[] {
    return Object.values(this.messageDict).flat();
  }
}

/** As Python shows a list and a dictionary. */
const shownList = (messages: readonly string[]): string => `[${messages.map(quoted).join(', ')}]`;
const shownFields = (fields: Messages): string =>
  `{${Object.entries(fields)
    .map(([name, messages]) => `${quoted(name)}: ${shownList(messages)}`)
    .join(', ')}}`;
const quoted = (text: string): string => (text.includes("'") ? JSON.stringify(text) : `'${text}'`);

/** The work's result, or what it does not accept, in a list of its own for each field. */
export class CollectedErrors {
  readonly #byField: Record<string, string[]> = {};

  /** Does the work, and keeps what it does not accept under the field's name, or under its own names. */
  async from(work: () => unknown, field?: string): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error;
      for (const [name, messages] of Object.entries(error.messageDict)) {
        this.add(field !== undefined && name === NON_FIELD_ERRORS ? field : name, ...messages);
      }
    }
  }

  add(field: string, ...messages: readonly string[]): void {
    (this.#byField[field] ??= []).push(...messages);
  }

  /** The fields that have one. */
  get fields(): readonly string[] {
    return Object.keys(this.#byField).filter((name) => name !== NON_FIELD_ERRORS);
  }

  /** @throws ValidationError when there is any */
  raise(): void {
    if (Object.keys(this.#byField).length > 0) throw new ValidationError(this.#byField);
  }
}
