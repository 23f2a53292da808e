import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PaneId } from '../store/workbench-state.ts';
import { layoutOfPanes } from './layout-of-panes.ts';
import { mediumLayout, narrowLayout, paneTitles, wideLayout, type Layout } from './layout.ts';

const all = Object.keys(paneTitles) as PaneId[];
const panesOf = ({ columns }: Layout): readonly (readonly PaneId[])[][] =>
  columns.map(({ places }) => places.map(({ panes }) => panes));

test('a few panes stand side by side, in the order in which they are named', () => {
  expect(panesOf(layoutOfPanes(wideLayout, ['nodes', 'timeline', 'shop']))).toEqual([
    [['nodes']],
    [['timeline']],
    [['shop']],
  ]);
  expect(panesOf(layoutOfPanes(mediumLayout, ['nodes', 'code']))).toEqual([[['nodes']], [['code']]]);
});

test('more of them stand where they usually do', () => {
  expect(panesOf(layoutOfPanes(mediumLayout, ['nodes', 'code', 'lesson']))).toEqual([
    [['lesson', 'code']],
    [['nodes']],
  ]);
  expect(panesOf(layoutOfPanes(narrowLayout, ['nodes', 'shop']))).toEqual([[['shop', 'nodes']]]);
});

test('whatever is asked for is there once, nothing else is, and it fills the page', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(wideLayout, mediumLayout, narrowLayout),
      fc.uniqueArray(fc.constantFrom(...all), { minLength: 1 }),
      (usual, panes) => {
        const { columns } = layoutOfPanes(usual, panes);
        const places = columns.flatMap((column) => column.places);
        expect(places.flatMap((place) => place.panes).toSorted()).toEqual(panes.toSorted());
        const wholes = [columns, ...columns.map((column) => column.places)];
        for (const parts of wholes) expect(parts.reduce((sum, { size }) => sum + size, 0)).toBeCloseTo(100);
      },
    ),
  );
});
