import { Tabs } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';
import { VerdictBadge } from '../checks/verdict-badge.tsx';
import type { PaneId } from '../store/workbench-state.ts';
import { useActions, useWorkbenchState } from '../workbench-context.tsx';
import { FoldButton } from './fold-button.tsx';
import { paneTitles, type Place } from './layout.ts';

export interface RenderPane {
  readonly body: (pane: PaneId) => ReactNode;
  /** What stands in the pane's title, or above its body where it has no title of its own. */
  readonly tools: (pane: PaneId) => ReactNode;
}

interface PanePlaceProps {
  readonly place: Place;
  readonly render: RenderPane;
  readonly folded: boolean;
  /** What is the last to be open stays open. */
  readonly canFold: boolean;
}

/** A place of the page, with its pane, or with the panes that share it. */
export function PanePlace(props: PanePlaceProps) {
  return props.place.panes.length === 1 ? <OnePane {...props} /> : <PaneTabs {...props} />;
}

function OnePane({ place, render, folded, canFold }: PanePlaceProps) {
  const [pane] = place.panes;
  return (
    <section className="pane" data-pane={pane} data-folded={folded || undefined} aria-label={paneTitles[pane]}>
      <header className="pane-title">
        <h2>{paneTitles[pane]}</h2>
        {folded && pane === 'checks' && <VerdictBadge />}
        {!folded && <div className="pane-tools">{render.tools(pane)}</div>}
        {canFold && <FoldButton place={place} folded={folded} />}
      </header>
      {/* It stays in the page, so that an editor keeps its state and a text its place. */}
      <div className="pane-body" hidden={folded}>
        {render.body(pane)}
      </div>
    </section>
  );
}

/** Panes that share a place. All stay in the page, so that an editor keeps its state while another pane is in front. */
function PaneTabs({ place, render, folded, canFold }: PanePlaceProps) {
  const { panes } = place;
  const { showPane } = useActions();
  const front = useWorkbenchState((state) => state.paneOrder.find((pane) => panes.includes(pane))) ?? panes[0];
  return (
    <Tabs.Root
      className="pane-tabs"
      data-folded={folded || undefined}
      value={front}
      onValueChange={(pane: PaneId) => showPane(pane)}
    >
      <div className="pane-tab-bar">
        <Tabs.List className="pane-tab-list" aria-label="Parts of the page">
          {panes.map((pane) => (
            // The one in front is no other value, and still unfolds.
            <Tabs.Tab key={pane} value={pane} className="pane-tab" onClick={() => folded && showPane(pane)}>
              {paneTitles[pane]}
              {pane === 'checks' && <VerdictBadge />}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {canFold && <FoldButton place={place} folded={folded} />}
      </div>
      {panes.map((pane) => (
        <Tabs.Panel key={pane} value={pane} keepMounted className="pane-tab-panel" tabIndex={-1}>
          <section className="pane" data-pane={pane} aria-label={paneTitles[pane]} hidden={folded}>
            <div className="pane-tools">{render.tools(pane)}</div>
            <div className="pane-body">{render.body(pane)}</div>
          </section>
        </Tabs.Panel>
      ))}
    </Tabs.Root>
  );
}
