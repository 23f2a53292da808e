import { courseHref } from './route.ts';
import { SiteHeader } from './site-header.tsx';

export function NotFoundPage({ path }: { path: string }) {
  return (
    <>
      <SiteHeader />
      <main className="page-column">
        <h1>No such page</h1>
        <p>
          There is nothing at <code>{path}</code>, on the primary or on the replica.
        </p>
        <p>
          <a href={courseHref}>To the lessons</a>
        </p>
      </main>
    </>
  );
}
