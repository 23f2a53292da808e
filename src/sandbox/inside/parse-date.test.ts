import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDate } from './parse-date.ts';

const isoOf = (text: string): string | null => {
  const instant = parseDate(text);
  return Number.isNaN(instant) ? null : new Date(instant).toISOString();
};

test.each([
  ['2024', '2024-01-01T00:00:00.000Z'],
  ['2024-10', '2024-10-01T00:00:00.000Z'],
  ['2024-10-24', '2024-10-24T00:00:00.000Z'],
  ['2024-10-24T09:00', '2024-10-24T09:00:00.000Z'],
  ['2024-10-24T09:00:01.5Z', '2024-10-24T09:00:01.500Z'],
  ['2024-10-24T24:00', '2024-10-25T00:00:00.000Z'],
  ['2024-10-24T09:00:00+02:00', '2024-10-24T07:00:00.000Z'],
  ['+012024-10-24T09:00Z', '+012024-10-24T09:00:00.000Z'],
  ['2024-10-24 09:00:00.123456+00', '2024-10-24T09:00:00.123Z'],
  ['Thu Oct 24 2024 09:00:00 GMT+0200 (Central European Summer Time)', '2024-10-24T07:00:00.000Z'],
  ['Thu, 24 Oct 2024 09:00:00 GMT', '2024-10-24T09:00:00.000Z'],
  ['Oct 24, 2024 09:00', '2024-10-24T09:00:00.000Z'],
  ['24 October 2024', '2024-10-24T00:00:00.000Z'],
  ['October 2024', '2024-10-01T00:00:00.000Z'],
  ['10/24/2024, 9:00:30 PM', '2024-10-24T21:00:30.000Z'],
  ['10-24-2024 12:00 am', '2024-10-24T00:00:00.000Z'],
  ['2024/10/24 09:00 EDT', '2024-10-24T13:00:00.000Z'],
  ['24-Oct-24 09:00:00 -0330', '2024-10-24T12:30:00.000Z'],
  ['Oct 24 2024 UTC', '2024-10-24T00:00:00.000Z'],
  ['Oct 24 2024 (UTC', '2024-10-24T00:00:00.000Z'],
  ['Oct 24 2024 (UTC) 09:00', '2024-10-24T09:00:00.000Z'],
])('%s', (text, instant) => {
  expect(isoOf(text)).toBe(instant);
});

test.each([
  '',
  'nonsense',
  '2024-13-01',
  '2024-02-30',
  '-000000',
  '2024-10-24T25:00',
  '13:00 PM Oct 24 2024',
  '1 2',
  'Oct 24',
])('%j is no date', (text) => {
  expect(isoOf(text)).toBeNull();
});

test('what a date writes of itself is read back', () => {
  fc.assert(
    fc.property(fc.date({ noInvalidDate: true }), (date) => {
      expect(parseDate(date.toISOString())).toBe(date.getTime());
    }),
  );
  const ofFourDigits = { min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true };
  fc.assert(
    fc.property(fc.date(ofFourDigits), (date) => {
      expect(parseDate(date.toUTCString())).toBe(Math.floor(date.getTime() / 1000) * 1000);
    }),
  );
});
