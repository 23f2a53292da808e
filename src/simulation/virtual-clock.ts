/**
 * Virtual time. Invariants:
 * 1. Actions run one at a time, ordered by (due, whether it waits for the end of the instant, order of scheduling).
 * 2. `now` is an action's due time for as long as the action runs, its awaits included.
 * 3. `now` never goes back, and no wall clock is read.
 */
import { type VirtualMs, virtualMs } from '../trace/ids.ts';

export type Action = () => void | Promise<void>;

interface Scheduled {
  readonly due: VirtualMs;
  /** After all that is due at the same instant, and after what that schedules for it. */
  readonly isLate: boolean;
  readonly order: number;
  readonly action: Action;
  isCancelled: boolean;
}

function before(a: Scheduled, b: Scheduled): boolean {
  if (a.due !== b.due) return a.due < b.due;
  return a.isLate === b.isLate ? a.order < b.order : b.isLate;
}

export class VirtualClock {
  #now = virtualMs(0);
  #scheduled = 0;
  /** A binary heap: the first is the next. */
  readonly #heap: Scheduled[] = [];

  get now(): VirtualMs {
    return this.#now;
  }

  /** Runs `action` in `delayMs` of virtual time; 0 means after everything already due now. Gives what cancels it. */
  after(delayMs: number, action: Action): () => void {
    if (!(delayMs >= 0)) throw new RangeError(`Time does not go back: a delay of ${delayMs} ms.`);
    const due = virtualMs(this.#now + delayMs);
    const scheduled = { due, isLate: false, order: this.#scheduled++, action, isCancelled: false };
    this.#push(scheduled);
    return () => {
      scheduled.isCancelled = true;
    };
  }

  /** Runs `action` at the end of the instant `due`, when nothing else is left to do at it. */
  atEndOf(due: VirtualMs, action: Action): void {
    if (!(due >= this.#now)) throw new RangeError(`Time does not go back: ${due} is before ${this.#now}.`);
    this.#push({ due, isLate: true, order: this.#scheduled++, action, isCancelled: false });
  }

  /** Runs everything that is scheduled, and whatever that schedules, until nothing is left or `halted` says so. */
  async run(halted: () => boolean): Promise<void> {
    for (let next = this.#pop(); next && !halted(); next = this.#pop()) {
      if (next.isCancelled) continue;
      this.#now = next.due;
      await next.action();
    }
  }

  /** Moves on to `at` with nothing scheduled before it. */
  advanceTo(at: VirtualMs): void {
    if (at < this.#now) throw new RangeError(`Time does not go back: ${at} is before ${this.#now}.`);
    this.#now = at;
  }

  #push(item: Scheduled): void {
    const heap = this.#heap;
    let index = heap.push(item) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!before(item, heap[parent]!)) break;
      heap[index] = heap[parent]!;
      index = parent;
    }
    heap[index] = item;
  }

  #pop(): Scheduled | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (!last || last === first) return first;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++;
      if (!before(heap[child]!, last)) break;
      heap[index] = heap[child]!;
      index = child;
    }
    heap[index] = last;
    return first;
  }
}
