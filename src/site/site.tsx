import { Component, lazy, Suspense, type ReactNode } from 'react';
import { CoursePage } from './course/course-page.tsx';
import { HomePage } from './home/home-page.tsx';
import { NotFoundPage } from './not-found-page.tsx';
import { useRoute } from './route.ts';
import type { Services } from './services.ts';
import { SiteHeader } from './site-header.tsx';

const LessonPage = lazy(async () => {
  const { LessonPage: component } = await import('./lesson-page.tsx');
  return { default: component };
});

const EmbedPage = lazy(async () => {
  const { EmbedPage: component } = await import('./embed/embed-page.tsx');
  return { default: component };
});

const ReferencePage = lazy(async () => {
  const { ReferencePage: component } = await import('./reference/reference-page.tsx');
  return { default: component };
});

const PlansPage = lazy(async () => {
  const { PlansPage: component } = await import('./plans/plans-page.tsx');
  return { default: component };
});

export function Site({ services }: { services: Services }) {
  const route = useRoute();
  return (
    // A page that failed is left behind when one goes elsewhere.
    <FailureBoundary key={route.page === 'reference' ? route.page : JSON.stringify(route)}>
      {route.page === 'home' && <HomePage services={services} />}
      {route.page === 'course' && <CoursePage services={services} />}
      {route.page === 'embed' && (
        <Suspense fallback={null}>
          <EmbedPage id={route.id} query={route.query} services={services} />
        </Suspense>
      )}
      {route.page === 'lesson' && (
        <Suspense fallback={<SiteHeader />}>
          <LessonPage id={route.id} services={services} />
        </Suspense>
      )}
      {route.page === 'reference' && (
        <Suspense fallback={<SiteHeader />}>
          <ReferencePage entry={route.entry} loadReference={services.loadReference} />
        </Suspense>
      )}
      {route.page === 'plans' && (
        <Suspense fallback={<SiteHeader />}>
          <PlansPage storage={services.storage} />
        </Suspense>
      )}
      {route.page === 'not found' && <NotFoundPage path={route.path} />}
    </FailureBoundary>
  );
}

interface FailureState {
  readonly error: Error | null;
}

/** A mistake of ours is told, never a blank page. What was typed is in the browser's storage by then. */
class FailureBoundary extends Component<{ readonly children: ReactNode }, FailureState> {
  override state: FailureState = { error: null };

  static getDerivedStateFromError(error: unknown): FailureState {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <>
        <SiteHeader />
        <main className="page-column">
          <h1>This page broke</h1>
          <p>What you typed is kept in this browser. Reload the page to go on from there.</p>
          <pre className="failure-text">{error.message}</pre>
          <button type="button" className="button button-primary" onClick={() => window.location.reload()}>
            Reload
          </button>
        </main>
      </>
    );
  }
}
