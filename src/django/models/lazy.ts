import { Origin } from '../origin.ts';

/** Something to await: reading a property must not start a query that nobody waits for. It runs when it is awaited, once,
 * on behalf of the line that read the property. */
export class Lazy<T> implements PromiseLike<T> {
  readonly #load: (origin: Origin) => Promise<T>;
  readonly #origin = new Origin();
  #loaded: Promise<T> | null = null;

  constructor(load: (origin: Origin) => Promise<T>) {
    this.#load = load;
  }

  // oxlint-disable-next-line unicorn/no-thenable -- It is meant to be awaited.
  then<A = T, B = never>(
    onLoaded?: ((value: T) => A | PromiseLike<A>) | null,
    onFailed?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.#loaded ??= this.#origin.run(() => this.#load(this.#origin));
    return this.#loaded.then(onLoaded, onFailed);
  }
}
