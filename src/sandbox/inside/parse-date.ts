/**
 * Reads the text of a date: the format of ECMA-262 (21.4.1.32), Postgres's, those that `Date` writes itself, and the
 * common American ones. Engines guess at much more, each in its own way, and ask the machine for the time zone; here a text
 * without a zone is UTC, and what is none of these is no date, on every machine and in every engine.
 */
export function parseDate(text: string): number {
  const trimmed = text.trim();
  return parseIso(trimmed) ?? parseWritten(trimmed) ?? Number.NaN;
}

interface Parts {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly ms: number;
  readonly offsetMinutes: number;
}

const iso =
  /^([+-]\d{6}|\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?)?$/i;

function parseIso(text: string): number | null {
  const match = iso.exec(text);
  if (!match || match[1] === '-000000') return null;
  const [, year, month = '1', day = '1', hour = '0', minute = '0', second = '0', fraction = '', zone = ''] = match;
  return instantOf({
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    ms: msOf(fraction),
    offsetMinutes: offsetOf(zone),
  });
}

const zonePattern = String.raw`(?:(?:gmt|utc?|z)\b\s*)?[+-]\d\d:?\d\d(?!\d)|\b(?:gmt|utc?|z|[ecmp][sd]t)\b`;
const time = new RegExp(
  String.raw`\b(\d{1,2}):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(?:\s*([ap])m\b)?\s*(${zonePattern})?`,
  'i',
);
const zoneAlone = /\b(?:gmt|utc?|z|[ecmp][sd]t)\b(?:\s*[+-]\d\d:?\d\d\s*$)?/i;

/** `Thu Oct 24 2024 09:00:00 GMT+0000 (Coordinated Universal Time)`, `24 October 2024`, `10/24/2024, 9:00:00 AM`. */
function parseWritten(text: string): number | null {
  const spoken = text.replaceAll(/\([^)]*(?:\)|$)/g, ' ').replaceAll(',', ' ');
  const [clock, hours = '0', minute = '0', second = '0', fraction = '', half, zone] = time.exec(spoken) ?? [''];
  const withoutClock = spoken.replace(clock, ' ');
  const [loneZone = ''] = zone ? [] : (zoneAlone.exec(withoutClock) ?? []);
  const date = dateOf(withoutClock.replace(loneZone, ' '));
  const hour = half ? hourOfHalf(Number(hours), half.toLowerCase() === 'p') : Number(hours);
  if (!date || hour === null) return null;
  const offsetMinutes = offsetOf(zone ?? loneZone);
  return instantOf({
    ...date,
    hour,
    minute: Number(minute),
    second: Number(second),
    ms: msOf(fraction),
    offsetMinutes,
  });
}

/** 12 AM is midnight, 12 PM is noon. */
const hourOfHalf = (hour: number, isAfternoon: boolean): number | null =>
  hour < 1 || hour > 12 ? null : (hour % 12) + (isAfternoon ? 12 : 0);

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

function dateOf(text: string): Pick<Parts, 'year' | 'month' | 'day'> | null {
  const words = text
    .toLowerCase()
    .split(/[\s/.-]+/)
    .filter((word) => word !== '' && !/^(?:sun|mon|tue|wed|thu|fri|sat)[a-z]*$/.test(word));
  const named = words.findIndex((word) => /^[a-z]{3,9}$/.test(word) && months.includes(word.slice(0, 3)));
  const numbers = words.filter((_, index) => index !== named);
  if (!numbers.every((word) => /^\d{1,6}$/.test(word))) return null;
  const yearFirst = (numbers[0]?.length ?? 0) > 2;
  const inOrder = yearFirst ? [...numbers.slice(1), numbers[0]!] : numbers;
  if (named >= 0) inOrder.unshift(String(months.indexOf(words[named]!.slice(0, 3)) + 1));
  if (named >= 0 && inOrder.length === 2 && yearFirst) inOrder.splice(1, 0, '1');
  if (inOrder.length !== 3) return null;
  const [month, day, year] = inOrder as [string, string, string];
  return { month: Number(month), day: Number(day), year: fullYear(year) };
}

/** Two digits are of the years from 1950 to 2049. */
const fullYear = (year: string): number =>
  year.length > 2 ? Number(year) : Number(year) + (Number(year) < 50 ? 2000 : 1900);

const msOf = (fraction: string): number => Number(fraction.slice(0, 3).padEnd(3, '0'));

/** East of Greenwich. */
const american: Readonly<Record<string, number>> = { e: -5, c: -6, m: -7, p: -8 };

function offsetOf(zone: string): number {
  const numeric = /([+-])(\d\d):?(\d\d)?\s*$/.exec(zone);
  if (numeric) return (numeric[1] === '-' ? -1 : 1) * (Number(numeric[2]) * 60 + Number(numeric[3] ?? 0));
  const [region = '', kind] = zone.toLowerCase();
  return region in american ? (american[region]! + (kind === 'd' ? 1 : 0)) * 60 : 0;
}

function instantOf(parts: Parts): number | null {
  const { year, month, day, hour, minute, second, ms, offsetMinutes } = parts;
  const isMidnightAfter = hour === 24 && minute === 0 && second === 0 && ms === 0;
  if (month < 1 || month > 12 || minute > 59 || second > 59 || (hour > 23 && !isMidnightAfter)) return null;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  return date.setUTCHours(hour, minute - offsetMinutes, second, ms);
}
