import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSameCode, textDiff } from './text-diff.ts';

test('a line that was changed is told as the old one and the new one', () => {
  expect(textDiff("a\nreturn 'replica';\nb\n", "a\nreturn 'default';\nb\n")).toEqual([
    { kind: 'same', text: 'a' },
    { kind: 'removed', text: "return 'replica';" },
    { kind: 'added', text: "return 'default';" },
    { kind: 'same', text: 'b' },
  ]);
});

test('indentation makes no difference, nor does the end of the last line', () => {
  expect(textDiff('if (a)\n  b', 'if (a)\n    b\n').map(({ kind }) => kind)).toEqual(['same', 'same']);
  expect(isSameCode('  a', 'a\n')).toBe(true);
  expect(isSameCode('a', 'a;')).toBe(false);
});

test('both texts can be read from what is different in them', () => {
  const lines = fc.array(fc.constantFrom('', 'a', 'b', '  c'), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const diff = textDiff(`${before.join('\n')}\n`, `${after.join('\n')}\n`);
      const read = (without: string): readonly string[] =>
        diff.filter(({ kind }) => kind !== without).map(({ text }) => text);
      expect(read('added')).toEqual(before);
      expect(read('removed')).toEqual(after);
    }),
  );
});
