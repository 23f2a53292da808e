import { useCallback, useEffect, useLayoutEffect, useMemo, useState, type ReactNode } from 'react';
import { readEmbedParameters, within, type EmbedParameters } from '../../embed/embed-parameters.ts';
import type { Lesson } from '../../course/lesson.ts';
import type { Workbench } from '../../workbench/store/workbench-store.ts';
import { showTheme } from '../../workbench/theme.ts';
import { WorkbenchPage } from '../../workbench/workbench-page.tsx';
import { courseHref, lessonHref } from '../route.ts';
import type { Services } from '../services.ts';
import { useLoaded } from '../use-loaded.ts';
import { useWorkbench } from '../use-workbench.ts';
import './embed.css';

interface EmbedPageProps {
  readonly id: string;
  /** The parameters, as they stand in the address. */
  readonly query: string;
  readonly services: Services;
}

/** A lesson within another page, without the site around it. It starts nothing by itself and takes no focus. */
export function EmbedPage({ id, query, services }: EmbedPageProps) {
  const { parameters, problems } = useMemo(() => readEmbedParameters(query), [query]);
  const { theme } = parameters;
  useLayoutEffect(() => (theme ? showTheme(theme) : undefined), [theme]);
  const { lessonIds } = services;
  if (!lessonIds.includes(id)) {
    const unknown = `There is no lesson “${id}”. There are: ${lessonIds.join(', ')}.`;
    return <EmbedFrame problems={[unknown, ...problems]} title="Lesson" href={courseHref} />;
  }
  return <KnownLesson id={id} parameters={parameters} problems={problems} services={services} />;
}

interface KnownLessonProps {
  readonly id: string;
  readonly parameters: EmbedParameters;
  readonly problems: readonly string[];
  readonly services: Services;
}

function KnownLesson({ id, parameters, problems, services }: KnownLessonProps) {
  const { loadLesson } = services;
  const load = useCallback(() => loadLesson(id), [id, loadLesson]);
  const lesson = useLoaded(load);
  if (lesson.kind === 'loaded')
    return <OpenLesson lesson={lesson.value} parameters={parameters} problems={problems} services={services} />;
  return (
    <EmbedFrame problems={problems} title="Lesson" href={lessonHref(id)}>
      {lesson.kind === 'loading' && <p className="empty-pane">Opening the lesson …</p>}
      {lesson.kind === 'failed' && (
        <p className="empty-pane" role="alert">
          The lesson could not be opened: {String(lesson.error)}
        </p>
      )}
    </EmbedFrame>
  );
}

interface OpenLessonProps extends Omit<KnownLessonProps, 'id'> {
  readonly lesson: Lesson;
}

function OpenLesson({ lesson, parameters, problems, services }: OpenLessonProps) {
  const step =
    parameters.step === undefined
      ? null
      : within(parameters.step, lesson.steps.length, { name: 'step', whole: 'this lesson', noun: 'steps' });
  const workbench = useWorkbench(lesson, services, step?.index);
  const cursorProblem = useFirstCursor(workbench, parameters.cursor);
  const told = [...problems, step?.problem, cursorProblem].filter((problem) => problem != null);
  return (
    <EmbedFrame problems={told} title={lesson.title} href={lessonHref(lesson.id)}>
      <WorkbenchPage
        workbench={workbench}
        next={null}
        loadDjangoTypes={services.loadDjangoTypes}
        panes={parameters.panels}
      />
    </EmbedFrame>
  );
}

/** The first run is shown at the event that was asked for, and not played from its start. Gives what is wrong with it. */
function useFirstCursor({ state, actions }: Workbench, cursor: number | undefined): string | null {
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    if (cursor === undefined) return;
    const unsubscribe = state.subscribe(({ run }) => {
      if (!run?.files) return;
      unsubscribe();
      const place = within(cursor, run.trace.length, { name: 'cursor', whole: 'this run', noun: 'events' });
      actions.goTo(place.index);
      setProblem(place.problem);
    });
    return unsubscribe;
  }, [state, actions, cursor]);
  return problem;
}

interface EmbedFrameProps {
  readonly problems: readonly string[];
  readonly title: string;
  /** The full page. */
  readonly href: string;
  readonly children?: ReactNode;
}

function EmbedFrame({ problems, title, href, children }: EmbedFrameProps) {
  return (
    <div className="embed">
      {problems.length > 0 && (
        <div className="embed-problems" role="status">
          {problems.map((problem) => (
            <p key={problem}>{problem}</p>
          ))}
        </div>
      )}
      <main className="embed-main">{children}</main>
      <footer className="embed-foot">
        <h1>{title}</h1>
        {/* The page around this one stays where it is. */}
        <a href={href} target="_blank" rel="noopener">
          Open in Replayground
        </a>
      </footer>
    </div>
  );
}
