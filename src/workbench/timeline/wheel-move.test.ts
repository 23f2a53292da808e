import { expect, test } from 'vitest';
import { wheelMove } from './wheel-move.ts';

const turned = { deltaX: 0, deltaY: 0, deltaMode: 0, ctrlKey: false, metaKey: false, shiftKey: false };

test('with Ctrl or Cmd the wheel zooms, up is closer, and there and back is nothing', () => {
  const up = wheelMove({ ...turned, ctrlKey: true, deltaY: -30 });
  const down = wheelMove({ ...turned, metaKey: true, deltaY: 30 });
  if (!up || !down || !('factor' in up) || !('factor' in down)) throw new Error('It does not zoom.');
  expect(up.factor).toBeGreaterThan(1);
  expect(up.factor * down.factor).toBeCloseTo(1);
});

test('a notch of a mouse zooms no further than a firm pinch', () => {
  const notch = wheelMove({ ...turned, ctrlKey: true, deltaY: -480 });
  expect(notch).toEqual({ factor: Math.exp(0.6) });
});

test('sideways or with Shift it pans, lines as well as px', () => {
  expect(wheelMove({ ...turned, deltaX: 40, deltaY: 5 })).toEqual({ panPx: 40 });
  expect(wheelMove({ ...turned, shiftKey: true, deltaY: 40 })).toEqual({ panPx: 40 });
  expect(wheelMove({ ...turned, deltaX: -2, deltaMode: 1 })).toEqual({ panPx: -32 });
});

test('up and down it scrolls as everywhere', () => {
  expect(wheelMove({ ...turned, deltaY: 100 })).toBeNull();
});
