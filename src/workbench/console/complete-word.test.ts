import { expect, test } from 'vitest';
import { completeWord } from './complete-word.ts';

const names = {
  tables: [
    { name: 'shop_order', columns: ['id', 'customer', 'status'] },
    { name: 'shop_product', columns: ['id', 'name', 'stock'] },
  ],
};
const words = (text: string, caret = text.length) => completeWord(text, caret, names)?.words;

test('tables come before columns, and columns before keywords', () => {
  expect(words('select * from s')).toEqual([
    'shop_order',
    'shop_product',
    'status',
    'stock',
    'select',
    'set',
    'savepoint',
    'show',
  ]);
  expect(words('select cu')).toEqual(['customer']);
});

test('columns of a table that is named come first', () => {
  expect(words('select st')).toEqual(['status', 'stock']);
  expect(words('update shop_product set st')).toEqual(['stock', 'status']);
});

test('commands are completed after a backslash', () => {
  expect(words('\\dR')).toEqual(['\\dRp']);
  expect(words('\\d')).toEqual(['\\dt', '\\di', '\\dv', '\\ds', '\\dn', '\\dRp', '\\dx']);
});

test('nothing is offered for a whole word, in the middle of one, or where there is none', () => {
  expect(words('select * from shop_order')).toBeUndefined();
  expect(words('select', 3)).toBeUndefined();
  expect(words('select ')).toBeUndefined();
});

test('the word is completed where the caret stands', () => {
  expect(completeWord('select cu from shop_order', 9, names)).toEqual({ from: 7, words: ['customer'] });
});
