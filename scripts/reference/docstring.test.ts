import { expect, test } from 'vitest';
import { parseDocstring } from './docstring.ts';

test('prose and examples keep their order, and an empty line does not end an example', () => {
  const { blocks } = parseDocstring(`/**
   * Gives the rows,
   * all of them.
   *
   *     const rows = await all();
   *
   *     for (const row of rows) {
   *       show(row);
   *     }
   *
   * Once.
   */`);
  expect(blocks).toEqual([
    { kind: 'prose', markdown: 'Gives the rows,\nall of them.' },
    {
      kind: 'example',
      code: 'const rows = await all();\n\nfor (const row of rows) {\n  show(row);\n}',
    },
    { kind: 'prose', markdown: 'Once.' },
  ]);
});

test('errors and sources are told apart from the prose', () => {
  expect(
    parseDocstring(`/**
   * Runs it.
   * @throws FieldError when a condition names no field,
   * or no lookup
   * @throws ValueError
   *
   * Django: [filter](https://docs/#filter), [a (b)](https://docs/#a_(b)).
   */`),
  ).toEqual({
    blocks: [{ kind: 'prose', markdown: 'Runs it.' }],
    throws: [
      { name: 'FieldError', when: 'when a condition names no field, or no lookup' },
      { name: 'ValueError', when: '' },
    ],
    links: [
      { source: 'Django', text: 'filter', url: 'https://docs/#filter' },
      { source: 'Django', text: 'a (b)', url: 'https://docs/#a_(b)' },
    ],
  });
});

test('a tag that the page would not show is refused', () => {
  expect(() => parseDocstring('/** It. @internal is fine in prose. */')).not.toThrow();
  expect(() => parseDocstring('/**\n * It.\n * @returns rows\n */')).toThrow('knows no other tag');
});

test('an error at the end of a line is no prose', () => {
  const { blocks, throws } = parseDocstring('/** The value. @throws KeyError where nobody has set it */');
  expect(blocks).toEqual([{ kind: 'prose', markdown: 'The value.' }]);
  expect(throws).toEqual([{ name: 'KeyError', when: 'where nobody has set it' }]);
});
