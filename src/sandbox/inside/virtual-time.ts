import { epochMs, virtualMs, type VirtualMs } from '../../trace/ids.ts';

/** The one clock of the worker. Each delivered message sets it. */
export class VirtualTime {
  /** Since the run began. */
  now: VirtualMs = virtualMs(0);

  /** Unix milliseconds, whole as `Date` has them. */
  get wallMs(): number {
    return Math.floor(epochMs + this.now);
  }
}
