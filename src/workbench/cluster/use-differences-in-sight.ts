import { useEffect, useRef, type RefObject } from 'react';
import type { RunView } from '../../trace/view.ts';
import { useWorkbenchState } from '../workbench-context.tsx';

/**
 * Keeps the first row that differs in sight, on each node, when the cursor moves or another table is chosen: it is what
 * the moment is about, and new rows stand at the end. Give the ref to what scrolls the tables.
 */
export function useDifferencesInSight(view: RunView | null, table: string | null): RefObject<HTMLDivElement | null> {
  const scrolled = useRef<HTMLDivElement>(null);
  const inFront = useWorkbenchState((state) => state.paneOrder[0] === 'nodes');
  useEffect(() => {
    const area = scrolled.current;
    if (!area) return;
    for (const node of area.querySelectorAll('.node-table')) {
      const row = node.querySelector('tr:is([data-state="missing"], [data-state="extra"], [data-state="stale"])');
      if (row) bringIntoSight(area, row);
    }
  }, [view, table, inFront]);
  return scrolled;
}

/** What stays between the row and the edge, in px: the row beside it can be seen as well. */
const margin = 24;

/** Scrolls the area alone: `scrollIntoView` would move the page as well. */
function bringIntoSight(area: HTMLElement, row: Element): void {
  const [seen, own] = [area.getBoundingClientRect(), row.getBoundingClientRect()];
  if (own.bottom + margin > seen.bottom) area.scrollTop += own.bottom + margin - seen.bottom;
  else if (own.top - margin < seen.top) area.scrollTop -= seen.top + margin - own.top;
}
