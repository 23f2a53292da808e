import { useRef, useState, type RefObject } from 'react';
import { openBrowserStorage } from '../store/browser-storage.ts';
import { useWorkbenchState } from '../workbench-context.tsx';
import { completeWord, type Completion, type Names } from './complete-word.ts';
import { readLines, withLine, writeLines } from './line-history.ts';

export interface PromptLine {
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly text: string;
  /** What is offered for the word at the caret; null where nothing is. */
  readonly completion: Completion | null;
  readonly type: (text: string, caret: number) => void;
  readonly moveCaret: (caret: number) => void;
  readonly complete: (word: string) => void;
  readonly dismiss: () => void;
  /** Brings back what was typed before (`1`), or goes on towards what is being typed (`-1`). */
  readonly recall: (by: 1 | -1) => void;
  /** Gives the text, keeps it for later, and empties the line. */
  readonly take: () => string;
}

const storage = openBrowserStorage(window);

/** The text at a prompt, with its history and what can be completed in it. */
export function usePromptLine(names: Names): PromptLine {
  const lessonId = useWorkbenchState((state) => state.lesson.id);
  const [{ text, caret }, setLine] = useState({ text: '', caret: 0 });
  const [isOffering, setOffering] = useState(false);
  const lines = useRef(readLines(storage, lessonId));
  /** How many lines the arrows have gone back, and what was being typed before they did. */
  const [back, setBack] = useState({ lines: 0, draft: '' });
  const field = useRef<HTMLTextAreaElement>(null);
  const completion = isOffering ? completeWord(text, caret, names) : null;

  const show = (next: string, at = next.length): void => {
    setLine({ text: next, caret: at });
    setOffering(false);
    requestAnimationFrame(() => field.current?.setSelectionRange(at, at));
  };
  return {
    field,
    text,
    completion,
    type: (typed, at) => {
      setLine({ text: typed, caret: at });
      setOffering(true);
    },
    moveCaret: (at) => setLine((line) => ({ ...line, caret: at })),
    complete: (word) => {
      if (!completion) return;
      show(text.slice(0, completion.from) + word + text.slice(caret), completion.from + word.length);
      field.current?.focus();
    },
    dismiss: () => setOffering(false),
    recall: (by) => {
      const next = Math.max(0, Math.min(back.lines + by, lines.current.length));
      const draft = back.lines === 0 ? text : back.draft;
      setBack({ lines: next, draft });
      show(next === 0 ? draft : lines.current.at(-next)!);
    },
    take: () => {
      lines.current = withLine(lines.current, text);
      writeLines(storage, lessonId, lines.current);
      setBack({ lines: 0, draft: '' });
      show('');
      return text;
    },
  };
}
