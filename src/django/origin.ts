import type { SourcePlace } from '../trace/http.ts';
import { backend } from './backend.ts';
import { isError } from './describe.ts';

const places = new WeakMap<object, SourcePlace>();

/**
 * Where in the learner's files a call was made. The stack is taken at once, since a query runs later, when the caller
 * is gone from it; it is turned into a place only when a query or an error needs one.
 */
export class Origin {
  readonly #call = new Error('The call that this origin remembers.');

  place(): SourcePlace | undefined {
    return backend().placeOf(this.#call);
  }

  /** Does the work, and remembers this origin for whatever it throws. The innermost origin wins. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const place = this.place();
      if (place && isError(error) && !places.has(error)) places.set(error, place);
      throw error;
    }
  }
}

/** The learner's line that an error came from: the innermost of its stack, or else the call that failed. The stack of an
 * error that came with an answer from a database reaches the learner's files in V8 alone. */
export function placeOfError(error: Error): SourcePlace | undefined {
  return backend().placeOf(error) ?? places.get(error);
}
