import { useEffect, useRef } from 'react';
import { referenceHref } from '../route.ts';
import type { ReferenceChapter, ReferenceEntry } from './reference.ts';

/** Every name of the page, by chapter. */
export function ReferenceContents({
  chapters,
  current,
}: {
  chapters: readonly ReferenceChapter[];
  current: string | null;
}) {
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  return (
    <nav className="reference-contents" aria-label="Contents" ref={nav}>
      {chapters.map(({ title, entries }) => (
        <section key={title}>
          <h2>{title}</h2>
          <Names entries={entries} current={current} />
        </section>
      ))}
    </nav>
  );
}

function Names({ entries, current }: { entries: readonly ReferenceEntry[]; current: string | null }) {
  return (
    <ul>
      {entries.map((entry) => (
        <li key={entry.id}>
          <a href={referenceHref(entry.id)} aria-current={entry.id === current ? 'location' : undefined}>
            {entry.name}
          </a>
          {entry.kind !== 'type' && entry.members.length > 0 && <Names entries={entry.members} current={current} />}
        </li>
      ))}
    </ul>
  );
}
