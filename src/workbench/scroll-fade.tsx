import { ScrollArea } from '@base-ui/react/scroll-area';
import type { ReactNode } from 'react';
import './scroll-fade.css';

interface ScrollFadeProps {
  readonly className?: string;
  /** What the region is called; it can be scrolled by keyboard. */
  readonly label: string;
  readonly children: ReactNode;
}

/** A part of the page that scrolls up and down, and fades at its lower edge as long as more follows. */
export function ScrollFade({ className = '', label, children }: ScrollFadeProps) {
  return (
    <ScrollArea.Root className="scroll-fade">
      <ScrollArea.Viewport className={`scroll-fade-view ${className}`} role="group" aria-label={label} tabIndex={0}>
        <ScrollArea.Content>{children}</ScrollArea.Content>
      </ScrollArea.Viewport>
      <ScrollArea.Scrollbar className="scroll-bar">
        <ScrollArea.Thumb className="scroll-thumb" />
      </ScrollArea.Scrollbar>
    </ScrollArea.Root>
  );
}
