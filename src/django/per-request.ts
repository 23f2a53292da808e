import type { RequestId } from '../trace/ids.ts';
import { backend } from './backend.ts';

const all = new Set<PerRequest<unknown>>();

/** A value that every request has its own of, made when it is first asked for. What Django keeps per thread. */
export class PerRequest<T> {
  readonly #make: () => T;
  readonly #values = new Map<RequestId | null, T>();

  constructor(make: () => T) {
    this.#make = make;
    all.add(this);
  }

  get(): T {
    const request = backend().currentRequest();
    if (!this.#values.has(request)) this.#values.set(request, this.#make());
    return this.#values.get(request) as T;
  }

  forget(request: RequestId): void {
    this.#values.delete(request);
  }
}

/** The request has been answered: nothing of it stays for the next one. */
export function forgetRequest(request: RequestId): void {
  for (const values of all) values.forget(request);
}
