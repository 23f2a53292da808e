import { useCallback } from 'react';
import { Icon } from '../workbench/icon.tsx';
import { isSolved } from '../workbench/store/saved-work.ts';
import { lessonHref } from './route.ts';
import type { Services } from './services.ts';
import { SiteHeader } from './site-header.tsx';
import { TwoNodes } from './two-nodes.tsx';
import { useLoaded } from './use-loaded.ts';

export function HomePage({ services }: { services: Services }) {
  const { lessonIds, loadLessonCard } = services;
  const load = useCallback(() => Promise.all(lessonIds.map(loadLessonCard)), [lessonIds, loadLessonCard]);
  const cards = useLoaded(load);
  return (
    <>
      <SiteHeader />
      <main className="page-column home">
        <h1>Learn replication by breaking it</h1>
        <p className="home-lead">
          Two real Postgres servers run in this browser tab, a primary and a replica. Write the routing code of a small
          shop, watch its customers read stale rows, and go through every run one event at a time.
        </p>
        <TwoNodes />
        <section aria-labelledby="lessons">
          <h2 id="lessons">Lessons</h2>
          {cards.kind === 'loading' && <p className="null">Loading the lessons …</p>}
          {cards.kind === 'failed' && <p role="alert">The lessons could not be loaded: {String(cards.error)}</p>}
          {cards.kind === 'loaded' && (
            <ol className="lesson-list">
              {cards.value.map(({ id, title, summary, minutes, chapter }) => (
                <li key={id}>
                  <a href={lessonHref(id)}>
                    <span className="lesson-chapter">
                      {chapter} · {minutes} minutes
                    </span>
                    <strong>
                      {title}
                      {isSolved(services.storage, id) && (
                        <span className="lesson-solved">
                          <Icon name="holds" /> solved
                        </span>
                      )}
                    </strong>
                    <span>{summary}</span>
                  </a>
                </li>
              ))}
            </ol>
          )}
        </section>
        <section className="home-facts" aria-label="How it works">
          <p>
            <strong>Nothing to install.</strong> Both servers are Postgres itself, compiled to WebAssembly. No server is
            called, and what you type stays in this browser.
          </p>
          <p>
            <strong>Time that you hold.</strong> A run happens in virtual time. Step, go back, and change the delay at
            any moment: the same input gives the same run, to the last byte of WAL.
          </p>
          <p>
            <strong>Judged by what happens.</strong> Your code runs under schedules that you do not see. When one breaks
            a promise, it opens at the very event.
          </p>
        </section>
      </main>
    </>
  );
}
