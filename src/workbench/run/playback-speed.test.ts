import { expect, test } from 'vitest';
import { parseSpeed, playbackPace, speeds } from './playback-speed.ts';

test('twice the speed takes half the time, whatever the length of the run', () => {
  for (const length of [5, 50, 400, 2_000, 20_000]) {
    const perEvent = speeds.map((speed) => {
      const { everyMs, events } = playbackPace(length, speed);
      return (everyMs / events) * speed;
    });
    for (const ms of perEvent) expect(ms).toBeCloseTo(perEvent[0]!, 6);
  }
});

test('a short run is no slower than the eye follows, and a long one no faster', () => {
  expect(playbackPace(5, 1)).toEqual({ everyMs: 450, events: 1 });
  expect(playbackPace(2_000, 1)).toEqual({ everyMs: 30, events: 1 });
});

test('what is faster than a screen takes several events at a time', () => {
  const { everyMs, events } = playbackPace(2_000, 4);
  expect(events).toBeGreaterThan(1);
  expect(everyMs).toBeGreaterThanOrEqual(16);
});

test('a remembered speed that is none is the usual one', () => {
  expect(['4', '0.5', '3', 'fast', null].map(parseSpeed)).toEqual([4, 0.5, 1, 1, 1]);
});
