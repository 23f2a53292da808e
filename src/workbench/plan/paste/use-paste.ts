import { useState } from 'react';
import type { TextStorage } from '../../store/browser-storage.ts';
import { type KeptPaste, type Pasted, broughtBack, readPaste, replaced, writePaste } from './kept-paste.ts';
import { type ExampleId, loadExample } from './plan-examples.ts';
import { mostCharacters, readPasted, tooLong } from './read-paste.ts';

const isPlan = ({ plan }: KeptPaste): boolean => readPasted(plan).kind === 'plan';

/** What was pasted, where it comes from, and whether its text is in sight. */
export function usePaste(storage: TextStorage | null) {
  const [kept, setKept] = useState(() => readPaste(storage));
  const [isKept, setIsKept] = useState(storage !== null);
  const [isOpen, setIsOpen] = useState(() => !isPlan(kept));
  const [problem, setProblem] = useState<string | null>(null);

  const keep = (next: KeptPaste): void => {
    setKept(next);
    setIsKept(writePaste(storage, next));
    setProblem(null);
  };
  /** What is whole at once is looked at, and not at its text. */
  const show = (next: KeptPaste): void => {
    keep(next);
    setIsOpen(!isPlan(next));
  };
  return {
    kept,
    isKept,
    isOpen,
    problem,
    setIsOpen,
    change: (change: Partial<Pasted>): void => keep({ ...kept, ...change }),
    clear: (): void => show(replaced(kept)),
    bringBack: (): void => show(broughtBack(kept)),
    openExample: async (id: ExampleId): Promise<void> => {
      try {
        show(replaced(kept, await loadExample(id)));
      } catch (error) {
        setProblem(`The example could not be loaded: ${String(error)}`);
      }
    },
    takeFile: async (file: File): Promise<void> => {
      if (file.size > mostCharacters) {
        setProblem(`${file.name}: ${tooLong(file.size)}`);
        return;
      }
      const content = await file.text();
      if (/\.sql$/i.test(file.name)) keep({ ...kept, query: content });
      else show(replaced(kept, { plan: content, query: '' }));
    },
  };
}
