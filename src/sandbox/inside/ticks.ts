/**
 * Names code that never yields. Every loop and function of the learner counts. A worker can send while it is busy, and
 * nobody needs to answer.
 *
 * - The first time in a turn that a site is passed, it is reported as entered: what runs without end may be the engine's
 *   own code, such as a regular expression, which counts nothing.
 * - After 16, 32, 64, ... counts of one turn the busiest is reported.
 *
 * A loop that is entered again and again ends again and again: the endless one is around it. So of the loops, one that was
 * entered at most once since the last report is meant; functions are meant when there is no such loop.
 */

const firstReportAfter = 16;

/** A turn reports no more entries than these: each is a message. */
const entriesReportedInTurn = 32;

export interface Reports {
  readonly entered: (site: number) => void;
  readonly busy: (site: number) => void;
}

export class Ticks {
  readonly #report: Reports;
  readonly #counts: number[];
  readonly #entries: number[];
  #countsAtReport: readonly number[];
  #entriesAtReport: readonly number[];
  /** In which turn a site was last passed. */
  readonly #lastTurn: number[];
  #turn = 1;
  #reportedEntries = 0;
  #total = 0;
  #nextReport = firstReportAfter;

  constructor(siteCount: number, report: Reports) {
    this.#report = report;
    this.#counts = Array.from({ length: siteCount }, () => 0);
    this.#entries = [...this.#counts];
    this.#lastTurn = [...this.#counts];
    this.#countsAtReport = [...this.#counts];
    this.#entriesAtReport = [...this.#counts];
  }

  /** A new turn begins: what ran before has yielded. */
  reset(): void {
    this.#turn++;
    this.#reportedEntries = 0;
    this.#total = 0;
    this.#nextReport = firstReportAfter;
    this.#remember();
  }

  /** A loop begins. */
  enter(site: number): void {
    if (this.#lastTurn[site] !== this.#turn) this.#pass(site);
    this.#entries[site]!++;
  }

  /** A loop comes round, or a function is called. */
  tick(site: number): void {
    if (this.#lastTurn[site] !== this.#turn) this.#pass(site);
    this.#counts[site]!++;
    if (++this.#total < this.#nextReport) return;
    this.#nextReport *= 2;
    this.#report.busy(this.#busiest());
    this.#remember();
  }

  #pass(site: number): void {
    this.#lastTurn[site] = this.#turn;
    if (this.#reportedEntries++ < entriesReportedInTurn) this.#report.entered(site);
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
