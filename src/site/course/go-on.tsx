import { lessonHref } from '../route.ts';
import type { LessonProgress } from './progress.ts';

interface GoOnProps {
  readonly lessons: readonly LessonProgress[];
  readonly next: LessonProgress;
}

/** The one link that most people come for. */
export function GoOn({ lessons, next: { card, progress } }: GoOnProps) {
  const number = lessons.findIndex((lesson) => lesson.card.id === card.id) + 1;
  return (
    <a className="button button-primary go-on" href={lessonHref(card.id)}>
      {progress.kind === 'begun' ? `Go on with “${card.title}”` : `Begin with lesson ${number}`}
    </a>
  );
}
