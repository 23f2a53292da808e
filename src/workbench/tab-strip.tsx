import { ScrollArea } from '@base-ui/react/scroll-area';
import { Tabs } from '@base-ui/react/tabs';
import { useEffect, useRef, type ReactNode } from 'react';
import './tab-strip.css';

interface TabStripProps {
  readonly label: string;
  /** The value of the tab that is open: it is brought into sight. */
  readonly active: string;
  readonly children: ReactNode;
}

/** Tabs in a line that scrolls where there is no room for all, and fades at the edge behind which there are more. */
export function TabStrip({ label, active, children }: TabStripProps) {
  const strip = useRef<HTMLDivElement>(null);
  // It has no width while its pane is not shown. An observer is told of the width at hand as well.
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => keepTabInSight(entry!.target));
    observer.observe(strip.current!);
    return () => observer.disconnect();
  }, [active]);
  return (
    <ScrollArea.Root className="tab-strip">
      <ScrollArea.Viewport ref={strip} className="tab-strip-view" tabIndex={-1}>
        <ScrollArea.Content>
          <Tabs.List className="tab-list" aria-label={label}>
            {children}
          </Tabs.List>
        </ScrollArea.Content>
      </ScrollArea.Viewport>
    </ScrollArea.Root>
  );
}

/** How wide the fade is: a tab under it is not in sight. In px. */
const fade = 32;

/** Scrolls the strip alone: `scrollIntoView` would move the page as well. */
function keepTabInSight(strip: Element): void {
  const tab = strip.querySelector('[data-active]');
  if (!tab) return;
  const [seen, own] = [strip.getBoundingClientRect(), tab.getBoundingClientRect()];
  if (own.left < seen.left + fade) strip.scrollLeft -= seen.left + fade - own.left;
  else if (own.right > seen.right - fade) strip.scrollLeft += own.right - seen.right + fade;
}
