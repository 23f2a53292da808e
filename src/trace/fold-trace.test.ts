import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Trace, TraceEvent } from './events.ts';
import { foldTrace, oncePerTrace } from './fold-trace.ts';
import { virtualMs } from './ids.ts';

const traceOf = (length: number): Trace =>
  Array.from({ length }, (_, at): TraceEvent => ({ type: 'code logged', at: virtualMs(at), text: `${at}` }));

test('the state at a moment is the plain fold up to it, in whatever order moments are asked for', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 400 }),
      fc.array(fc.nat(), { minLength: 1, maxLength: 30 }),
      (length, asked) => {
        const trace = traceOf(length);
        const sumAt = foldTrace<number>(
          () => 1_000,
          (sum, event, index) => sum * 3 + event.at - index + (index % 7),
        );
        const plain = (cursor: number) =>
          Array.from({ length: cursor }).reduce<number>((sum, _, at) => sum * 3 + ((at + 1) % 7), 1_000);
        for (const jump of asked) expect(sumAt(trace, jump % length)).toBe(plain(jump % length));
      },
    ),
  );
});

test('a moment near one that was asked for costs a few events, and not all that came before', () => {
  let folded = 0;
  const countAt = foldTrace<null>(
    () => null,
    () => {
      folded++;
      return null;
    },
  );
  const trace = traceOf(2_000);
  countAt(trace, 1_999);
  folded = 0;
  for (const cursor of [1_999, 5, 1_000, 1_001]) countAt(trace, cursor);
  expect(folded).toBeLessThan(4 * 64);
});

test('what is worked out once for a trace is worked out anew for another', () => {
  const lengthOf = oncePerTrace(({ length }) => ({ length }));
  const trace = traceOf(3);
  expect(lengthOf(trace)).toBe(lengthOf(trace));
  expect(lengthOf([...trace])).not.toBe(lengthOf(trace));
});
