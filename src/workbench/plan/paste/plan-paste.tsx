import { type DragEvent, useDeferredValue, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { TextStorage } from '../../store/browser-storage.ts';
import { PlanView } from '../plan-view.tsx';
import { DrawingBoundary } from './drawing-boundary.tsx';
import { type KeptPaste, broughtBack, readPaste, replaced, writePaste } from './kept-paste.ts';
import { PasteForm } from './paste-form.tsx';
import { type ExampleId, loadExample } from './plan-examples.ts';
import { mostCharacters, readPasted, tooLong } from './read-paste.ts';
import './plan-paste.css';

/** A place for anybody's plan: it needs no lesson and no server, and sends nothing anywhere. */
export function PlanPaste({ storage }: { storage: TextStorage | null }) {
  const [kept, setKept] = useState(() => readPaste(storage));
  const [isKept, setIsKept] = useState(storage !== null);
  const [isOpen, setIsOpen] = useState(kept.plan === '');
  const [problem, setProblem] = useState<string | null>(null);
  const page = useRef<HTMLDivElement>(null);
  const text = useDeferredValue(kept.plan);
  const reading = useMemo(() => readPasted(text), [text]);

  const keep = (next: KeptPaste): void => {
    setKept(next);
    setIsKept(writePaste(storage, next));
    setProblem(null);
  };
  /** What is whole at once is looked at, and not at its text. */
  const show = (next: KeptPaste): void => {
    keep(next);
    setIsOpen(readPasted(next.plan).kind !== 'plan');
  };
  const openExample = async (id: ExampleId): Promise<void> => {
    try {
      show(replaced(kept, await loadExample(id)));
    } catch (error) {
      setProblem(`The example could not be loaded: ${String(error)}`);
    }
  };
  const takeFile = async (file: File): Promise<void> => {
    if (file.size > mostCharacters) {
      setProblem(`${file.name}: ${tooLong(file.size)}`);
      return;
    }
    const content = await file.text();
    if (/\.sql$/i.test(file.name)) keep({ ...kept, query: content });
    else show(replaced(kept, { plan: content, query: '' }));
  };
  const wrong = problem ?? (reading.kind === 'wrong' ? reading.message : null);

  return (
    <div
      ref={page}
      className="plan-paste"
      onDragOver={(event) => holdsFiles(event) && event.preventDefault()}
      onDrop={(event) => {
        const [file] = event.dataTransfer.files;
        if (!file) return;
        event.preventDefault();
        void takeFile(file);
      }}
    >
      <PasteForm
        kept={kept}
        isOpen={isOpen}
        onOpen={setIsOpen}
        canWalk={reading.kind === 'plan'}
        onWalk={() => {
          flushSync(() => setIsOpen(false));
          page.current?.querySelector<HTMLElement>('.plan-walk-forward')?.focus();
        }}
        queryText={reading.kind === 'plan' ? reading.plan.queryText : null}
        onChange={(change) => keep({ ...kept, ...change })}
        onExample={(id) => void openExample(id)}
        onClear={() => {
          keep(replaced(kept));
          setIsOpen(true);
        }}
        onBringBack={() => show(broughtBack(kept))}
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
        <DrawingBoundary key={text}>
          <PlanView
            plan={reading.plan}
            steps={reading.steps}
            findings={reading.findings}
            sql={kept.query.trim() === '' ? reading.plan.queryText : kept.query}
          />
        </DrawingBoundary>
      )}
    </div>
  );
}

const holdsFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer.types.includes('Files');
