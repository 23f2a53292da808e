import { lessonHref } from '../route.ts';
import type { Services } from '../services.ts';
import { SiteHeader } from '../site-header.tsx';
import { chaptersOf, courseInWords, nextLesson, type LessonProgress } from './progress.ts';
import { GoOn } from './go-on.tsx';
import { ProgressMark } from './progress-mark.tsx';
import { ProgressTools } from './progress-tools.tsx';
import { useProgress } from './use-progress.ts';
import './course.css';

/** The chapters, their lessons, and how far one is in them. */
export function CoursePage({ services }: { services: Services }) {
  const { lessons, lookAgain } = useProgress(services);
  return (
    <>
      <SiteHeader />
      <main className="page-column course">
        <h1>The course</h1>
        {lessons.kind === 'loading' && <p className="null">Loading the lessons …</p>}
        {lessons.kind === 'failed' && (
          <p role="alert">The lessons could not be loaded: {String(lessons.error)}. Reload the page to try again.</p>
        )}
        {lessons.kind === 'loaded' && (
          <>
            <Whole lessons={lessons.value} />
            <Chapters lessons={lessons.value} />
            <ProgressTools
              storage={services.storage}
              titles={Object.fromEntries(lessons.value.map(({ card }) => [card.id, card.title]))}
              onImported={lookAgain}
            />
          </>
        )}
      </main>
    </>
  );
}

function Whole({ lessons }: { lessons: readonly LessonProgress[] }) {
  const next = nextLesson(lessons);
  const minutes = lessons.reduce((sum, { card }) => sum + card.minutes, 0);
  return (
    <div className="course-whole">
      <p>
        {courseInWords(lessons)}
        <span className="course-minutes">about {minutes} minutes in all</span>
      </p>
      {next ? <GoOn lessons={lessons} next={next} /> : <p>That is the whole course. Every promise holds.</p>}
    </div>
  );
}

function Chapters({ lessons }: { lessons: readonly LessonProgress[] }) {
  return chaptersOf(lessons).map(({ title, lessons: own }) => (
    <section key={title} className="chapter" aria-labelledby={`chapter-${lessons.indexOf(own[0]!)}`}>
      <h2 id={`chapter-${lessons.indexOf(own[0]!)}`}>{title}</h2>
      <ol className="chapter-lessons" start={lessons.indexOf(own[0]!) + 1}>
        {own.map((lesson) => (
          <LessonEntry key={lesson.card.id} lesson={lesson} number={lessons.indexOf(lesson) + 1} />
        ))}
      </ol>
    </section>
  ));
}

function LessonEntry({ lesson: { card, progress }, number }: { lesson: LessonProgress; number: number }) {
  return (
    <li className="chapter-lesson">
      <span className="lesson-number" aria-hidden="true">
        {number}
      </span>
      <div>
        <h3>
          <a href={lessonHref(card.id)}>{card.title}</a>
        </h3>
        <p>{card.summary}</p>
        <p className="lesson-facts">
          <ProgressMark progress={progress} />
          <span>{card.minutes} minutes</span>
        </p>
      </div>
    </li>
  );
}
