import { Tabs } from '@base-ui/react/tabs';
import { Fragment, useEffect, type ReactNode, type RefObject } from 'react';
import {
  Group,
  Panel,
  Separator,
  useDefaultLayout,
  useGroupRef,
  type GroupImperativeHandle,
} from 'react-resizable-panels';
import { VerdictBadge } from '../checks/verdict-badge.tsx';
import type { PaneId } from '../store/workbench-state.ts';
import { useMediaQuery } from '../use-media-query.ts';
import { useActions, useWorkbenchState } from '../workbench-context.tsx';
import { layoutOfPanes } from './layout-of-panes.ts';
import { mediumLayout, narrowLayout, paneTitles, wideLayout, type Column, type Layout } from './layout.ts';
import { panelStorage } from './panel-storage.ts';
import './layout.css';

type RenderPane = (pane: PaneId) => ReactNode;

interface PaneGridProps {
  /** Only these, where not all are wanted. */
  readonly panes?: readonly PaneId[] | undefined;
  readonly renderPane: RenderPane;
}

/** The panes in the layout that the window has room for. */
export function PaneGrid({ panes, renderPane }: PaneGridProps) {
  const wide = useMediaQuery('(width >= 1180px)');
  const narrow = useMediaQuery('(width < 700px)');
  const usual = wide ? wideLayout : narrow ? narrowLayout : mediumLayout;
  const layout = panes ? layoutOfPanes(usual, panes) : usual;
  const name = panes ? `${usual.name}:${panes.join()}` : usual.name;
  return <Columns key={name} id={`replayground:panels:${name}`} layout={layout} renderPane={renderPane} />;
}

function Columns({ id, layout, renderPane }: { id: string; layout: Layout; renderPane: RenderPane }) {
  const saved = useDefaultLayout({ id, storage: panelStorage });
  return (
    <Group id={id} className="pane-columns" {...saved}>
      {layout.columns.map((column, at) => (
        <Fragment key={column.id}>
          {at > 0 && <Separator className="divider divider-column" aria-label="Width of the columns" />}
          <Panel id={column.id} defaultSize={`${column.size}%`} minSize="18%">
            <Places id={`${id}:${column.id}`} column={column} renderPane={renderPane} />
          </Panel>
        </Fragment>
      ))}
    </Group>
  );
}

function Places({ id, column, renderPane }: { id: string; column: Column; renderPane: RenderPane }) {
  const saved = useDefaultLayout({ id, storage: panelStorage });
  const group = useRoomForVerdicts(column);
  return (
    <Group id={id} orientation="vertical" className="pane-places" groupRef={group} {...saved}>
      {column.places.map(({ size, sizeBeforeVerdict = size, panes }, at) => (
        <Fragment key={panes[0]}>
          {at > 0 && <Separator className="divider divider-row" aria-label={`Height of ${paneTitles[panes[0]]}`} />}
          <Panel id={panes[0]} defaultSize={`${sizeBeforeVerdict}%`} minSize="12%">
            {panes.length === 1 ? (
              <Pane pane={panes[0]} renderPane={renderPane} />
            ) : (
              <PaneTabs panes={panes} renderPane={renderPane} />
            )}
          </Panel>
        </Fragment>
      ))}
    </Group>
  );
}

/** The lesson's text has the room of the verdicts until there are some. Whoever moved the divider keeps their place. */
function useRoomForVerdicts({ places }: Column): RefObject<GroupImperativeHandle | null> {
  const group = useGroupRef();
  const judged = useWorkbenchState((state) => state.grading.kind === 'graded');
  useEffect(() => {
    if (!judged || !group.current) return;
    const now = group.current.getLayout();
    const untouched = places.every(
      ({ sizeBeforeVerdict, panes: [pane] }) =>
        sizeBeforeVerdict !== undefined && Math.abs((now[pane] ?? 0) - sizeBeforeVerdict) < 1,
    );
    if (untouched) group.current.setLayout(Object.fromEntries(places.map(({ size, panes: [pane] }) => [pane, size])));
  }, [judged, group, places]);
  return group;
}

function Pane({ pane, renderPane }: { pane: PaneId; renderPane: RenderPane }) {
  return (
    <section className="pane" data-pane={pane} aria-label={paneTitles[pane]}>
      <h2 className="pane-title">{paneTitles[pane]}</h2>
      <div className="pane-body">{renderPane(pane)}</div>
    </section>
  );
}

/** Panes that share a place. All stay in the page, so that an editor keeps its state while another pane is in front. */
function PaneTabs({ panes, renderPane }: { panes: readonly PaneId[]; renderPane: RenderPane }) {
  const { showPane } = useActions();
  const front = useWorkbenchState((state) => state.paneOrder.find((pane) => panes.includes(pane))) ?? panes[0];
  return (
    <Tabs.Root className="pane-tabs" value={front} onValueChange={(pane: PaneId) => showPane(pane)}>
      <Tabs.List className="pane-tab-list" aria-label="Parts of the page">
        {panes.map((pane) => (
          <Tabs.Tab key={pane} value={pane} className="pane-tab">
            {paneTitles[pane]}
            {pane === 'checks' && <VerdictBadge />}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {panes.map((pane) => (
        <Tabs.Panel key={pane} value={pane} keepMounted className="pane-tab-panel" tabIndex={-1}>
          <section className="pane" data-pane={pane} aria-label={paneTitles[pane]}>
            <div className="pane-body">{renderPane(pane)}</div>
          </section>
        </Tabs.Panel>
      ))}
    </Tabs.Root>
  );
}
