import { expect, test } from 'vitest';
import { paneIds } from '../store/workbench-state.ts';
import { foldsOf } from './folds.ts';
import { mediumLayout, narrowLayout, wideLayout } from './layout.ts';

const [read, write] = wideLayout.columns;
const [lesson, checks] = read!.places;

test('a column is folded when all of its places are', () => {
  const one = foldsOf(wideLayout, ['lesson']);
  expect([one.isPlaceFolded(lesson!), one.isPlaceFolded(checks!), one.isColumnFolded(read!)]).toEqual([
    true,
    false,
    false,
  ]);
  expect(foldsOf(wideLayout, ['lesson', 'checks']).isColumnFolded(read!)).toBe(true);
});

test('panes that share a place are folded together, so one that is open keeps it open', () => {
  const shared = mediumLayout.columns[0]!.places[0]!;
  expect(foldsOf(mediumLayout, ['lesson', 'code']).isPlaceFolded(shared)).toBe(false);
  expect(foldsOf(mediumLayout, ['lesson', 'code', 'checks']).isPlaceFolded(shared)).toBe(true);
});

test('the last that is open cannot be folded, nor what has the screen to itself', () => {
  const code = write!.places[0]!;
  const others = paneIds.filter((pane) => pane !== 'code');
  expect(foldsOf(wideLayout, others).canFold(code)).toBe(false);
  expect(foldsOf(wideLayout, others.slice(1)).canFold(code)).toBe(true);
  expect(foldsOf(wideLayout, others).canFold(lesson!)).toBe(true);
  expect(foldsOf(narrowLayout, []).canFold(narrowLayout.columns[0]!.places[0]!)).toBe(false);
});

test('a layout whose every pane was folded elsewhere shows them open', () => {
  const folds = foldsOf(wideLayout, paneIds);
  expect(wideLayout.columns.some(folds.isColumnFolded)).toBe(false);
  expect(folds.isPlaceFolded(lesson!)).toBe(false);
  expect(folds.canFold(lesson!)).toBe(false);
});
