/** Quantities and names in the sentences about a plan. */

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const fine = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

/** `5,000`; what is no whole number with up to three digits: `0.25`, `12.5`. */
export const amount = (n: number): string => (Number.isInteger(n) || n >= 1000 ? whole : fine).format(n);

/** `1 row`, `5,000 rows`, `0.25 rows` */
export const count = (n: number, noun: string, plural = `${noun}s`): string =>
  `${amount(n)} ${n === 1 ? noun : plural}`;

const pageKb = 8;

/** `3 pages (24 kB)`, `no page` */
export const pages = (n: number): string => (n === 0 ? 'no page' : `${count(n, 'page')} (${kilobytes(n * pageKb)})`);

export const kilobytes = (kb: number): string =>
  kb >= 10_240 ? `${amount(Math.round(kb / 1024))} MB` : `${amount(kb)} kB`;

/** How many times as much: `12 times`, `1.5 times` */
const times = (ratio: number): string => `${ratio >= 10 ? amount(Math.round(ratio)) : amount(ratio)} times`;

/** `12 times as many`, `15 times fewer` */
export const timesMoreOrFewer = (ratio: number, direction: 'more' | 'fewer'): string =>
  `${times(ratio)} ${direction === 'more' ? 'as many' : 'fewer'}`;

/** A name or SQL within a sentence: between backticks, which it therefore cannot have itself. */
export const code = (text: string): string => `\`${text.replaceAll('`', "'")}\``;

/** As a sentence begins. */
export const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** `a`, `a and b`, `a, b and c` */
export const list = (parts: readonly string[]): string =>
  parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
