import { useCallback, useLayoutEffect } from 'react';
import type { Lesson } from '../course/lesson.ts';
import { ShortcutsDialog } from '../workbench/shortcuts/shortcuts-dialog.tsx';
import type { LessonLink } from '../workbench/workbench-context.tsx';
import { WorkbenchPage } from '../workbench/workbench-page.tsx';
import { NotFoundPage } from './not-found-page.tsx';
import type { Services } from './services.ts';
import { SiteHeader } from './site-header.tsx';
import { lessonHref } from './route.ts';
import { useLoaded } from './use-loaded.ts';
import { useWorkbench } from './use-workbench.ts';

export function LessonPage({ id, services }: { id: string; services: Services }) {
  if (!services.lessonIds.includes(id)) return <NotFoundPage path={`/lessons/${id}`} />;
  return <KnownLesson id={id} services={services} />;
}

function KnownLesson({ id, services }: { id: string; services: Services }) {
  const { loadLesson } = services;
  const load = useCallback(() => loadLesson(id), [id, loadLesson]);
  const lesson = useLoaded(load);
  return (
    <div className="lesson-page">
      <SiteHeader title={lesson.kind === 'loaded' ? lesson.value.title : ''}>
        <ShortcutsDialog />
      </SiteHeader>
      <main className="lesson-main">
        {lesson.kind === 'loading' && <p className="empty-pane">Opening the lesson …</p>}
        {lesson.kind === 'failed' && (
          <p className="empty-pane" role="alert">
            The lesson could not be opened: {String(lesson.error)}
          </p>
        )}
        {lesson.kind === 'loaded' && <OpenLesson lesson={lesson.value} services={services} />}
      </main>
    </div>
  );
}

function OpenLesson({ lesson, services }: { lesson: Lesson; services: Services }) {
  const workbench = useWorkbench(lesson, services);
  // Before it is painted: a learner who opens a lesson has asked for its servers.
  useLayoutEffect(() => void workbench.actions.prepare(), [workbench]);
  const next = useNextLesson(lesson.id, services);
  return <WorkbenchPage workbench={workbench} next={next} loadDjangoTypes={services.loadDjangoTypes} />;
}

/** The lesson after this one, as soon as its name is known. */
function useNextLesson(id: string, { lessonIds, loadLessonCard }: Services): LessonLink | null {
  const nextId = lessonIds[lessonIds.indexOf(id) + 1];
  const load = useCallback(
    async () => (nextId === undefined ? null : loadLessonCard(nextId)),
    [nextId, loadLessonCard],
  );
  const card = useLoaded(load);
  return card.kind === 'loaded' && card.value ? { title: card.value.title, href: lessonHref(card.value.id) } : null;
}
