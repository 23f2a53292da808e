/**
 * Names code that never yields. Every loop and function of the learner counts; after 16, 32, 64, ... counts of one turn
 * the busiest is reported. A worker can send while it is busy, and nobody needs to answer.
 *
 * A loop that is entered again and again ends again and again: the endless one is around it. So of the loops, one that was
 * entered at most once since the last report is meant; functions are meant when there is no such loop.
 */

const firstReportAfter = 16;

export class Ticks {
  readonly #report: (site: number) => void;
  readonly #counts: number[];
  readonly #entries: number[];
  #countsAtReport: readonly number[];
  #entriesAtReport: readonly number[];
  #total = 0;
  #nextReport = firstReportAfter;

  constructor(siteCount: number, report: (site: number) => void) {
    this.#report = report;
    this.#counts = Array.from({ length: siteCount }, () => 0);
    this.#entries = [...this.#counts];
    this.#countsAtReport = [...this.#counts];
    this.#entriesAtReport = [...this.#counts];
  }

  /** A new turn begins: what ran before has yielded. */
  reset(): void {
    this.#total = 0;
    this.#nextReport = firstReportAfter;
    this.#remember();
  }

  /** A loop begins. */
  enter(site: number): void {
    this.#entries[site]!++;
  }

  /** A loop comes round, or a function is called. */
  tick(site: number): void {
    this.#counts[site]!++;
    if (++this.#total < this.#nextReport) return;
    this.#nextReport *= 2;
    this.#report(this.#busiest());
    this.#remember();
  }

  #busiest(): number {
    const growth = this.#counts.map((count, site) => count - this.#countsAtReport[site]!);
    const busiest = (isMeant: (site: number) => boolean): number => {
      const most = Math.max(0, ...growth.filter((_, site) => isMeant(site)));
      return most === 0 ? -1 : growth.findIndex((count, site) => count === most && isMeant(site));
    };
    const endless = busiest((site) => this.#isLoop(site) && this.#entries[site]! - this.#entriesAtReport[site]! <= 1);
    if (endless >= 0) return endless;
    const called = busiest((site) => !this.#isLoop(site));
    return called >= 0 ? called : busiest(() => true);
  }

  /** Only loops are entered. */
  #isLoop(site: number): boolean {
    return this.#entries[site]! > 0;
  }

  #remember(): void {
    this.#countsAtReport = [...this.#counts];
    this.#entriesAtReport = [...this.#entries];
  }
}
