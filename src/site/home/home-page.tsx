import { GoOn } from '../course/go-on.tsx';
import { courseInWords, nextLesson } from '../course/progress.ts';
import { useProgress } from '../course/use-progress.ts';
import { courseHref } from '../route.ts';
import type { Services } from '../services.ts';
import { SiteHeader } from '../site-header.tsx';
import { HomeCluster } from './home-cluster.tsx';
import './home.css';

/** What this is, in ten seconds, by doing. */
export function HomePage({ services }: { services: Services }) {
  return (
    <>
      <SiteHeader />
      <main className="home">
        <h1>Learn replication by breaking it</h1>
        <p className="home-lead">
          A shop with two Postgres servers, both real, both in this browser tab. Press <strong>Buy</strong>, and then
          look for your order.
        </p>
        <HomeCluster openEngine={services.openEngine} />
        <Course services={services} />
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

/** The course in short. Its place is kept while the lessons load. */
function Course({ services }: { services: Services }) {
  const { lessons } = useProgress(services);
  const known = lessons.kind === 'loaded' ? lessons.value : [];
  const next = nextLesson(known);
  return (
    <section className="home-course" aria-label="The course">
      <p>In the course you write the code that decides which server is asked.</p>
      <p className="home-course-links">
        {next && <GoOn lessons={known} next={next} />}
        <a className="button" href={courseHref}>
          All lessons
        </a>
        {lessons.kind === 'failed' && <span role="alert">The lessons could not be loaded.</span>}
        {known.some(({ progress }) => progress.kind === 'solved') && (
          <span className="null">{courseInWords(known)}</span>
        )}
      </p>
    </section>
  );
}
