import { expect, it } from 'vitest';
import { compare, median } from './rounds.ts';

it('takes turns, so that neither side always goes first', async () => {
  const order: string[] = [];
  const measure = (name: string, results: number[]) => async () => {
    order.push(name);
    return results.shift()!;
  };
  const compared = await compare(3, measure('value', [5, 1, 3]), measure('baseline', [20, 90, 10]));
  expect(order).toEqual(['value', 'baseline', 'baseline', 'value', 'value', 'baseline']);
  expect(compared).toEqual({ value: 3, baseline: 20 });
});

it('refuses the median of nothing', () => {
  expect(() => median([])).toThrow('no measurements');
});
