import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sqlPieces } from './sql-pieces.ts';

it('knows words of SQL from names, strings and comments', () => {
  const pieces = sqlPieces(`select "from", o.desc from t where a = 'it''s from' -- and so on`, []);
  expect(pieces.filter(({ kind }) => kind).map(({ text, kind }) => [text, kind])).toEqual([
    ['select', 'keyword'],
    ['from', 'keyword'],
    ['where', 'keyword'],
    [`'it''s from'`, 'string'],
    ['-- and so on', 'comment'],
  ]);
});

it('lights up what it is told to, across words, and cuts nothing else', () => {
  const pieces = sqlPieces('select a from t', [{ from: 9, to: 15 }]);
  expect(pieces.filter(({ lit }) => lit).map(({ text }) => text)).toEqual(['from', ' t']);
});

it('loses nothing of any text, whatever it is told to light up', () => {
  const span = fc.record({ from: fc.integer({ min: -5, max: 60 }), to: fc.integer({ min: -5, max: 60 }) });
  const sql = fc.string({
    unit: fc.constantFrom('select', ' ', "'", '"', '--', '/*', '*/', '\n', 'x', '$', '1'),
    maxLength: 30,
  });
  fc.assert(
    fc.property(sql, fc.array(span, { maxLength: 4 }), (text, spans) => {
      expect(
        sqlPieces(text, spans)
          .map((piece) => piece.text)
          .join(''),
      ).toBe(text);
    }),
  );
});
