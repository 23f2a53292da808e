import { Fragment, useState } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import type { PaneId } from '../store/workbench-state.ts';
import { useMediaQuery } from '../use-media-query.ts';
import { useActions, useWorkbenchState } from '../workbench-context.tsx';
import { foldsOf, type Folds } from './folds.ts';
import { layoutOfPanes } from './layout-of-panes.ts';
import { mediumLayout, narrowLayout, paneTitles, wideLayout, type Column, type Layout, type Place } from './layout.ts';
import { PanePlace, type RenderPane } from './pane-place.tsx';
import { foldablePanel, useFoldablePanels } from './use-foldable-panels.ts';
import './layout.css';

interface PaneGridProps {
  /** Only these, where not all are wanted. */
  readonly panes?: readonly PaneId[] | undefined;
  readonly render: RenderPane;
}

/** The panes in the layout that the window has room for. */
export function PaneGrid({ panes, render }: PaneGridProps) {
  const wide = useMediaQuery('(width >= 1180px)');
  const narrow = useMediaQuery('(width < 700px)');
  const usual = wide ? wideLayout : narrow ? narrowLayout : mediumLayout;
  const layout = panes ? layoutOfPanes(usual, panes) : usual;
  const name = panes ? `${usual.name}:${panes.join()}` : usual.name;
  return <Columns key={name} name={name} layout={layout} render={render} />;
}

const panesOf = ({ places }: Column): readonly PaneId[] => places.flatMap(({ panes }) => panes);

function Columns({ name, layout, render }: { name: string; layout: Layout; render: RenderPane }) {
  const { foldPanes } = useActions();
  const lessonId = useWorkbenchState((state) => state.lesson.id);
  const folds = foldsOf(
    layout,
    useWorkbenchState((state) => state.folded),
  );
  const twoFiles = useWorkbenchState(
    ({ comparedWith, djangoBeside, folded }) => (comparedWith !== null || djangoBeside) && !folded.includes('code'),
  );
  const id = `replayground:panels:${lessonId}:${name}`;
  const { columns } = layout;
  const group = useFoldablePanels({
    storageKey: twoFiles ? `${id}:two-files` : id,
    sizes: Object.fromEntries(columns.map((column) => [column.id, twoFiles ? column.sizeForTwoFiles : column.size])),
    folded: columns.filter(folds.isColumnFolded).map((column) => column.id),
    onFold: (folded) => {
      for (const column of columns) {
        const fold = folded.includes(column.id);
        if (fold !== folds.isColumnFolded(column)) foldPanes(panesOf(column), fold);
      }
    },
  });
  return (
    <Group id={id} className="pane-columns" {...group}>
      {columns.map((column, at) => (
        <Fragment key={column.id}>
          {at > 0 && <Separator className="divider divider-column" aria-label="Width of the columns" />}
          <Panel id={column.id} minSize="18%" {...foldablePanel}>
            <Places id={`${id}:${column.id}`} column={column} folds={folds} render={render} />
          </Panel>
        </Fragment>
      ))}
    </Group>
  );
}

interface PlacesProps {
  readonly id: string;
  readonly column: Column;
  readonly folds: Folds;
  readonly render: RenderPane;
}

function Places({ id, column, folds, render }: PlacesProps) {
  const { foldPanes } = useActions();
  const judged = useWasJudged();
  const { places } = column;
  const strip = folds.isColumnFolded(column);
  const idOf = ({ panes: [pane] }: Place): string => pane;
  const group = useFoldablePanels({
    storageKey: id,
    sizes: Object.fromEntries(
      places.map((place) => [idOf(place), judged ? place.size : (place.sizeBeforeVerdict ?? place.size)]),
    ),
    // In a strip the titles of all share its height.
    folded: strip ? [] : places.filter(folds.isPlaceFolded).map(idOf),
    onFold: (folded) => {
      for (const place of strip ? [] : places) {
        const fold = folded.includes(idOf(place));
        if (fold !== folds.isPlaceFolded(place)) foldPanes(place.panes, fold);
      }
    },
  });
  return (
    <Group
      id={id}
      orientation="vertical"
      className="pane-places"
      data-strip={strip || undefined}
      disabled={strip}
      {...group}
    >
      {places.map((place, at) => (
        <Fragment key={idOf(place)}>
          {at > 0 && (
            <Separator className="divider divider-row" aria-label={`Height of ${paneTitles[place.panes[0]]}`} />
          )}
          <Panel id={idOf(place)} minSize="12%" {...foldablePanel}>
            <PanePlace
              place={place}
              render={render}
              folded={folds.isPlaceFolded(place)}
              canFold={folds.canFold(place)}
            />
          </Panel>
        </Fragment>
      ))}
    </Group>
  );
}

/** Whether there has been a verdict: until then the lesson's text has the room of the checks. */
function useWasJudged(): boolean {
  const judged = useWorkbenchState((state) => state.grading.kind === 'graded');
  const [was, setWas] = useState(judged);
  if (judged && !was) setWas(true);
  return was || judged;
}
