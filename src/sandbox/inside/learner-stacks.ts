import { attempt } from '../../django/describe.ts';
import type { SourcePlace } from '../../trace/http.ts';
import { type ModulesByAddress, placeOfStack, withLearnerPlaces } from './place-of-stack.ts';

/** A frame, as V8 shows it to `prepareStackTrace`: https://v8.dev/docs/stack-trace-api */
interface CallSite {
  /** Of the script; null or undefined for the engine's own functions. */
  getFileName(): string | null | undefined;
  getLineNumber(): number | null;
  getColumnNumber(): number | null;
  toString(): string;
}

/** The learner's line may lie below many frames of 'django'. */
const stackTraceLimit = 50;

/**
 * What `error.stack` shows a learner: the learner's own lines, in the learner's own places. Nothing of ours, and no
 * address, which a browser draws by lot and which would let chance into a run.
 *
 * - In V8, `Error.prepareStackTrace` is ours, and stays so.
 * - In SpiderMonkey `stack` is an accessor of `Error.prototype`, which is replaced.
 * - In JavaScriptCore it is a plain property of each error, made by the engine: nobody can stand in between. There the
 *   addresses are taken out of all that leaves the worker, and out of what `Error.captureStackTrace` writes.
 */
export class LearnerStacks {
  readonly #modules: ModulesByAddress;
  /** What V8 has shown of each error. */
  readonly #places = new WeakMap<object, SourcePlace | undefined>();
  #readStack = (error: object): unknown => (error as { readonly stack?: unknown }).stack;

  constructor(modules: ModulesByAddress) {
    this.#modules = modules;
  }

  /** Puts this in place for all errors of a realm, for good. */
  install(realm: ErrorConstructor = Error): void {
    const { toString } = Error.prototype;
    const prepareStackTrace = (error: object, sites: readonly CallSite[]): string =>
      this.#prepare(
        attempt((): string => Reflect.apply(toString, error, []), '<error>'),
        error,
        sites,
      );
    for (const [name, value] of Object.entries({ stackTraceLimit, prepareStackTrace })) {
      Object.defineProperty(realm, name, { value, writable: false, configurable: false });
    }
    this.#coverAccessor(realm);
    this.#coverCapture(realm);
  }

  /** The innermost line of the learner in the error's stack, which may be anything. */
  placeOf(error: object): SourcePlace | undefined {
    const stack = attempt(() => this.#readStack(error), undefined);
    if (this.#places.has(error)) return this.#places.get(error);
    return typeof stack === 'string' ? placeOfStack(stack, this.#modules) : undefined;
  }

  /** The stack as text, without anything that a learner may have changed on the way. */
  #prepare(title: string, error: object, sites: readonly CallSite[]): string {
    let text = title;
    let place: SourcePlace | undefined;
    let engine = '';
    for (let index = 0; index < sites.length; index++) {
      const site = sites[index]!;
      const address = site.getFileName();
      const module = address ? this.#modules.get(address) : undefined;
      if (module) {
        text += `${engine}\n    at ${withLearnerPlaces(site.toString(), this.#modules)}`;
        place ??= module.placeOf(site.getLineNumber() ?? 1, site.getColumnNumber() ?? 1);
      }
      // A function of the engine is shown when it is the learner who called it.
      engine = address ? '' : `${engine}\n    at ${site.toString()}`;
    }
    this.#places.set(error, place);
    return text;
  }

  #coverAccessor(realm: ErrorConstructor): void {
    const accessor = Reflect.getOwnPropertyDescriptor(realm.prototype, 'stack');
    if (!accessor?.get) return;
    const { get } = accessor;
    const covered = (stack: unknown): unknown => this.#covered(stack);
    this.#readStack = (error) => Reflect.apply(get, error, []);
    Object.defineProperty(realm.prototype, 'stack', {
      ...accessor,
      get(this: object) {
        return covered(Reflect.apply(get, this, []));
      },
    });
  }

  #coverCapture(realm: ErrorConstructor): void {
    const { captureStackTrace } = realm;
    if (typeof captureStackTrace !== 'function') return;
    const cover = (target: object): void => {
      const { value } = Reflect.getOwnPropertyDescriptor(target, 'stack') ?? {};
      if (typeof value === 'string') Object.defineProperty(target, 'stack', { value: this.#covered(value) });
    };
    const capture = (target: object, until?: never): void => {
      captureStackTrace(target, until ?? capture);
      cover(target);
    };
    Object.defineProperty(realm, 'captureStackTrace', { value: capture, writable: true, configurable: true });
  }

  #covered(stack: unknown): unknown {
    return typeof stack === 'string' ? withLearnerPlaces(stack, this.#modules) : stack;
  }
}
