import type { SourcePlace } from '../../trace/http.ts';

type Callback = (...args: unknown[]) => unknown;

interface Timers {
  /** Resolves after that much virtual time. */
  readonly sleep: (ms: number, place: SourcePlace | undefined) => Promise<void>;
  readonly placeHere: () => SourcePlace | undefined;
  /** A callback threw: nobody else can catch it. */
  readonly uncaught: (thrown: unknown) => void;
}

/** Puts the timers of a browser on virtual time. A timer belongs to the request that set it. */
export function installVirtualTimers({ sleep, placeHere, uncaught }: Timers): void {
  const running = new Set<number>();
  let nextId = 1;
  const call = (callback: Callback, args: readonly unknown[]): void => {
    try {
      callback(...args);
    } catch (error) {
      uncaught(error);
    }
  };
  /** A timer's pauses, however many, come from where it was set. */
  const start = (run: (id: number, place: SourcePlace | undefined) => Promise<void>): number => {
    const id = nextId++;
    running.add(id);
    run(id, placeHere()).catch(uncaught);
    return id;
  };
  const stop = (id: number): void => void running.delete(id);

  const setTimeout = (callback: Callback, ms?: unknown, ...args: unknown[]): number =>
    start(async (id, place) => {
      await sleep(waitOf(ms, 0), place);
      if (running.delete(id)) call(callback, args);
    });
  const setInterval = (callback: Callback, ms?: unknown, ...args: unknown[]): number =>
    start(async (id, place) => {
      // An interval without length would stop virtual time for ever.
      for (;;) {
        await sleep(waitOf(ms, 1), place);
        if (!running.has(id)) return;
        call(callback, args);
      }
    });
  const timers = { setTimeout, setInterval, clearTimeout: stop, clearInterval: stop };
  for (const [name, value] of Object.entries(timers)) {
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
  }
}

/** As browsers read the argument: what is no number waits for the least. */
function waitOf(ms: unknown, least: number): number {
  const wait = Number(ms ?? 0);
  return Number.isFinite(wait) ? Math.max(wait, least) : least;
}
