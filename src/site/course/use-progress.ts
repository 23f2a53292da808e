import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Services } from '../services.ts';
import { useLoaded, type Loaded } from '../use-loaded.ts';
import { progressOf, workOf, type LessonProgress } from './progress.ts';

/** Every lesson with what was reached in it, and a way to look again. */
export function useProgress({ lessonIds, loadLessonCard, storage }: Services): {
  readonly lessons: Loaded<readonly LessonProgress[]>;
  readonly lookAgain: () => void;
} {
  const load = useCallback(() => Promise.all(lessonIds.map(loadLessonCard)), [lessonIds, loadLessonCard]);
  const cards = useLoaded(load);
  const [look, setLook] = useState(0);
  const lookAgain = useCallback(() => setLook((count) => count + 1), []);
  useEffect(() => {
    // Another tab has saved something.
    window.addEventListener('storage', lookAgain);
    return () => window.removeEventListener('storage', lookAgain);
  }, [lookAgain]);
  const lessons = useMemo(
    () =>
      cards.kind === 'loaded'
        ? {
            kind: 'loaded' as const,
            value: cards.value.map((card) => ({ card, progress: progressOf(card, workOf(storage, card.id)) })),
          }
        : cards,
    // What is in the storage is no state of React's: `look` stands for it.
    // oxlint-disable-next-line react/exhaustive-deps
    [cards, storage, look],
  );
  return { lessons, lookAgain };
}
