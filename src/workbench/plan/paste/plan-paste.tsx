import { type DragEvent, useDeferredValue, useMemo, useRef } from 'react';
import { flushSync } from 'react-dom';
import type { TextStorage } from '../../store/browser-storage.ts';
import { PlanView } from '../plan-view.tsx';
import { DrawingBoundary } from './drawing-boundary.tsx';
import { PasteForm } from './paste-form.tsx';
import { readPasted } from './read-paste.ts';
import { usePaste } from './use-paste.ts';
import './plan-paste.css';

/** A place for anybody's plan: it needs no lesson and no server, and sends nothing anywhere. */
export function PlanPaste({ storage }: { storage: TextStorage | null }) {
  const { kept, isKept, isOpen, problem, ...paste } = usePaste(storage);
  const page = useRef<HTMLDivElement>(null);
  const text = useDeferredValue(kept.plan);
  const reading = useMemo(() => readPasted(text), [text]);
  const queryText = reading.kind === 'plan' ? reading.plan.queryText : null;
  const wrong = problem ?? (reading.kind === 'wrong' ? reading.message : null);

  const walk = (): void => {
    flushSync(() => paste.setIsOpen(false));
    page.current?.querySelector<HTMLElement>('.plan-walk-forward')?.focus();
  };
  const drop = (event: DragEvent): void => {
    const [file] = event.dataTransfer.files;
    if (!file) return;
    event.preventDefault();
    void paste.takeFile(file);
  };

  return (
    <div
      ref={page}
      className="plan-paste"
      onDragOver={(event) => holdsFiles(event) && event.preventDefault()}
      onDrop={drop}
    >
      <PasteForm
        kept={kept}
        isOpen={isOpen}
        onOpen={paste.setIsOpen}
        canWalk={reading.kind === 'plan'}
        onWalk={walk}
        queryText={queryText}
        onChange={paste.change}
        onExample={(id) => void paste.openExample(id)}
        onClear={paste.clear}
        onBringBack={paste.bringBack}
      />
      {!isKept && kept.plan !== '' && (
        <p className="plan-not-kept" role="status">
          This browser does not keep what you paste: it is gone when you leave the page.
        </p>
      )}
      {wrong !== null && (
        <p className="plan-wrong-text" role="alert">
          {wrong}
        </p>
      )}
      {reading.kind === 'plan' && (
        <DrawingBoundary of={text + kept.query}>
          <PlanView
            key={text}
            plan={reading.plan}
            steps={reading.steps}
            findings={reading.findings}
            sql={kept.query.trim() === '' ? queryText : kept.query}
          />
        </DrawingBoundary>
      )}
    </div>
  );
}

const holdsFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer.types.includes('Files');
