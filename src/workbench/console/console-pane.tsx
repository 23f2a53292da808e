import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import { useLayoutEffect, useRef, useState } from 'react';
import { formatMs } from '../../course/story.ts';
import type { NodeName } from '../../trace/ids.ts';
import type { RunView } from '../../trace/view.ts';
import { NodeMark } from '../node-mark.tsx';
import { useActions, useWorkbenchState } from '../workbench-context.tsx';
import { ConsoleEntryView } from './console-entry-view.tsx';
import { ConsoleInput } from './console-input.tsx';
import './console.css';

/** A prompt on each node, at the cursor's moment. */
export function ConsolePane({ view }: { view: RunView }) {
  const { ask, clearConsole } = useActions();
  const entries = useWorkbenchState((state) => state.console);
  const isReady = useWorkbenchState((state) => state.engine.kind === 'ready');
  const [node, setNode] = useState<NodeName>('replica');
  const log = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    log.current!.scrollTop = log.current!.scrollHeight;
  }, [entries]);
  const nodes: readonly NodeName[] = ['primary', 'replica', ...(view.standalone ? (['standalone'] as const) : [])];
  return (
    <div className="console">
      <div className="console-bar">
        <ToggleGroup
          className="segments"
          aria-label="Node that is asked"
          value={[node]}
          onValueChange={(values) => setNode(nodes.find((one) => values.includes(one)) ?? node)}
        >
          {nodes.map((one) => (
            <Toggle key={one} value={one} className="segment">
              <NodeMark node={one} />
            </Toggle>
          ))}
        </ToggleGroup>
        <p className="console-moment">at t = {formatMs(view.at)}</p>
        {entries.length > 0 && (
          <button type="button" className="link" onClick={clearConsole}>
            clear
          </button>
        )}
      </div>
      <div ref={log} className="console-log" role="log" aria-label="What was asked and answered" tabIndex={0}>
        {entries.length === 0 && (
          <p className="console-hint">
            Ask a node at this moment of the run: <code>select * from shop_order;</code> or <code>\dt</code>. What you
            change becomes an event of the run. <code>\?</code> lists the commands.
          </p>
        )}
        {entries.map((entry) => (
          <ConsoleEntryView key={entry.id} entry={entry} />
        ))}
      </div>
      <ConsoleInput node={node} view={view} isReady={isReady} onAsk={(line) => void ask(node, line)} />
    </div>
  );
}
