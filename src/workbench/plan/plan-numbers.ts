/** How the numbers of a plan are written: as exact as one can use them. */

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });
const short = new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 3 });
const digits = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 });

/** Rows are whole but where they are an average of loops: `12,345`, `0.4`. */
export const formatRows = (rows: number): string => (rows < 10 ? tenths : whole).format(rows);

/** What has a narrow place: `12,345`, `1.23M`. */
export const formatShort = (n: number): string => (n < 1_000_000 ? formatRows(n) : short.format(n));

/** A factor: `340`, `14.3K`. */
export const formatTimes = (times: number): string => (times < 1_000 ? whole : short).format(times);

/** Milliseconds as EXPLAIN measures them: `0.034 ms`, `36.6 ms`, `12.3 s`. */
export const formatSpan = (ms: number): string =>
  ms >= 10_000 ? `${tenths.format(ms / 1_000)} s` : `${digits.format(ms)} ms`;

export const formatCost = (cost: number): string => (cost < 1_000 ? digits : whole).format(cost);

/** `0 %` is nothing at all: what is less than a half is `<1 %`. */
export const formatShare = (share: number): string =>
  share > 0 && share < 0.005 ? '<1 %' : `${whole.format(share * 100)} %`;
