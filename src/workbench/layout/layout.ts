import type { PaneId } from '../store/workbench-state.ts';

/** Columns from left to right, each of places from top to bottom, each with the panes that share it. */
export interface Layout {
  readonly name: 'wide' | 'medium' | 'narrow';
  readonly columns: readonly Column[];
}

export interface Column {
  readonly id: string;
  /** Per cent of the width, before anyone moves it. */
  readonly size: number;
  /** The same, while the code shows two files side by side. */
  readonly sizeForTwoFiles: number;
  readonly places: readonly Place[];
}

export interface Place {
  /** Per cent of the height, before anyone moves it. */
  readonly size: number;
  /** The same, for as long as nothing has been judged and the verdicts need no room. */
  readonly sizeBeforeVerdict?: number;
  readonly panes: readonly [PaneId, ...PaneId[]];
}

export const paneTitles: Readonly<Record<PaneId, string>> = {
  lesson: 'Lesson',
  checks: 'Checks',
  code: 'Code',
  timeline: 'Timeline',
  shop: 'Shop',
  nodes: 'Nodes',
};

export const wideLayout: Layout = {
  name: 'wide',
  columns: [
    {
      id: 'read',
      size: 24,
      sizeForTwoFiles: 19,
      places: [
        { size: 56, sizeBeforeVerdict: 75, panes: ['lesson'] },
        { size: 44, sizeBeforeVerdict: 25, panes: ['checks'] },
      ],
    },
    {
      id: 'write',
      size: 31,
      sizeForTwoFiles: 50,
      places: [
        { size: 52, panes: ['code'] },
        { size: 48, panes: ['timeline'] },
      ],
    },
    {
      id: 'watch',
      size: 45,
      sizeForTwoFiles: 31,
      places: [
        { size: 40, panes: ['shop'] },
        { size: 60, panes: ['nodes'] },
      ],
    },
  ],
};

export const mediumLayout: Layout = {
  name: 'medium',
  columns: [
    {
      id: 'work',
      size: 45,
      sizeForTwoFiles: 64,
      places: [
        { size: 49, panes: ['lesson', 'code', 'checks'] },
        { size: 51, panes: ['timeline'] },
      ],
    },
    {
      id: 'watch',
      size: 55,
      sizeForTwoFiles: 36,
      places: [
        { size: 38, panes: ['shop'] },
        { size: 62, panes: ['nodes'] },
      ],
    },
  ],
};

export const narrowLayout: Layout = {
  name: 'narrow',
  columns: [
    {
      id: 'all',
      size: 100,
      sizeForTwoFiles: 100,
      places: [{ size: 100, panes: ['lesson', 'code', 'timeline', 'shop', 'nodes', 'checks'] }],
    },
  ],
};
