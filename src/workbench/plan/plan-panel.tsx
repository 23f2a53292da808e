import { useId, type ReactNode } from 'react';
import { ScrollFade } from '../scroll-fade.tsx';

interface PlanPanelProps {
  readonly className: string;
  readonly title: string;
  /** Below the title, a line of its own. */
  readonly subtitle?: string;
  /** Beside the title, in small. */
  readonly note?: ReactNode;
  /** What is shown is another thing when this is: it begins at its top. */
  readonly of?: number | string;
  readonly children: ReactNode;
}

/** A part of the view with a title, that scrolls in itself: whatever a step has to say, nothing else moves. */
export function PlanPanel({ className, title, subtitle, note, of, children }: PlanPanelProps) {
  const id = useId();
  return (
    <section className={`plan-panel ${className}`} aria-labelledby={id}>
      <header className="plan-panel-head">
        <h2 id={id}>{title}</h2>
        <p className="plan-panel-note">{note}</p>
        {subtitle !== undefined && (
          <p className="plan-panel-subtitle" title={subtitle}>
            {subtitle}
          </p>
        )}
      </header>
      <ScrollFade key={of} className="plan-panel-body" label={title}>
        {children}
      </ScrollFade>
    </section>
  );
}
