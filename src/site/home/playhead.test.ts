import { expect, test } from 'vitest';
import type { Trace } from '../../trace/events.ts';
import { virtualMs } from '../../trace/ids.ts';
import { cursorAt, endOf, momentAt } from './playhead.ts';

const trace: Trace = [0, 40, 40, 700].map((at) => ({ type: 'code logged', at: virtualMs(at), text: '' }));
const playing = { from: virtualMs(100), since: 5_000 };

test('a run goes on at the speed of the wall', () => {
  expect(momentAt(playing, trace, 5_000)).toBe(100);
  expect(momentAt(playing, trace, 5_250.4)).toBe(350);
});

test('with nothing more to happen time stands still', () => {
  expect(momentAt(playing, trace, 90_000)).toBe(700);
  expect(endOf(trace)).toBe(700);
});

test('while the input is run again time stands still, and never goes back', () => {
  expect(momentAt({ from: virtualMs(100), since: null }, trace, 90_000)).toBe(100);
  // A frame that was drawn just before it went on.
  expect(momentAt(playing, trace, 4_990)).toBe(100);
});

test('the cursor stands at the last event that has happened', () => {
  expect(cursorAt(trace, virtualMs(39))).toBe(0);
  expect(cursorAt(trace, virtualMs(40))).toBe(2);
  expect(cursorAt(trace, virtualMs(9_999))).toBe(3);
});
