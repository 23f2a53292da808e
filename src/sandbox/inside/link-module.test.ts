import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Edit } from '../compile/compiled-program.ts';
import { linkModule } from './link-module.ts';

/** Lines of numbered marks, `a0b a1b ...`, and edits between and over the marks. */
const editedCode = fc
  .array(fc.array(fc.record({ insert: fc.stringMatching(/^[x;]{0,9}$/), removed: fc.boolean(), link: fc.boolean() })), {
    minLength: 1,
    maxLength: 5,
  })
  .map((lines) => {
    let code = '';
    const edits: Edit[] = [];
    for (const [row, marks] of lines.entries()) {
      if (row > 0) code += '\n';
      for (const [index, { insert, removed, link }] of marks.entries()) {
        const start = code.length;
        code += `a${index}b `;
        const end = removed ? code.length : start;
        edits.push({ start, end, ...(link ? { link: insert } : { text: insert }) });
      }
    }
    return { code, edits };
  });

const marksOf = (code: string): (readonly [mark: string, line: number, column: number])[] =>
  code
    .split('\n')
    .flatMap((line, row) =>
      Array.from(line.matchAll(/a\d+b/g), ({ 0: mark, index }) => [mark, row + 1, index + 1] as const),
    );

test('whatever is inserted, replaced and linked, all that stays keeps its place', () => {
  fc.assert(
    fc.property(editedCode, ({ code, edits }) => {
      const module = { file: 'views.ts', code, edits, columns: [], djangoImports: [] };
      const linked = linkModule(module, (link) => `blob:${link}`);
      const places = marksOf(linked.code).map(([mark, line, column]) => [mark, linked.placeOf(line, column)]);
      const removed = new Set(edits.filter(({ start, end }) => end > start).map(({ start }) => start));
      const starts = code.split('\n').map((_, row, all) => all.slice(0, row).join('\n').length + (row > 0 ? 1 : 0));
      const kept = marksOf(code).filter(([, line, column]) => !removed.has(starts[line - 1]! + column - 1));
      expect(places).toEqual(kept.map(([mark, line, column]) => [mark, { file: 'views.ts', line, column }]));
    }),
  );
});
