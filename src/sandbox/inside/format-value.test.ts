import { expect, test } from 'vitest';
import { formatValue } from './format-value.ts';

class Product {
  name = 'Apple juice';
  #secret = 1;
  get secret() {
    return this.#secret;
  }
}
const circle: { self?: unknown } = {};
circle.self = circle;

test.each<[unknown, string]>([
  ['plain "text"', 'plain "text"'],
  [['text'], '["text"]'],
  [undefined, 'undefined'],
  [null, 'null'],
  [-0.5, '-0.5'],
  [10n, '10n'],
  [Symbol('s'), 'Symbol(s)'],
  [Product, '[Function: Product]'],
  [new Product(), 'Product { name: "Apple juice" }'],
  [{}, '{}'],
  [{ a: 1, b: { c: [] } }, '{ a: 1, b: { c: [] } }'],
  [Object.create(null), '{}'],
  [new Date(0), '1970-01-01T00:00:00.000Z'],
  [new Date(Number.NaN), 'Invalid Date'],
  [/a/g, '/a/g'],
  [new RangeError('no'), 'RangeError: no'],
  [Promise.resolve(1), 'Promise {}'],
  [new Map([['a', 1]]), 'Map(1) {"a" => 1}'],
  [new Set(['a']), 'Set(1) {"a"}'],
  [circle, '{ self: [Circular] }'],
  [{ a: { b: { c: { d: {}, e: [] } } } }, '{ a: { b: { c: { d: [Object], e: [Array] } } } }'],
  [Array.from({ length: 60 }, () => 0), `[${'0, '.repeat(50)}... 10 more]`],
])('%s', (value, text) => {
  expect(formatValue(value)).toBe(text);
});
