import { type ReactNode, useDeferredValue, useEffect, useRef, useState } from 'react';
import { useMediaQuery } from '../../workbench/use-media-query.ts';
import { SiteHeader } from '../site-header.tsx';
import { useLoaded } from '../use-loaded.ts';
import { filterReference } from './filter-reference.ts';
import { NamesRule } from './names-rule.tsx';
import { ReferenceContents } from './reference-contents.tsx';
import { ReferenceEntryView } from './reference-entry-view.tsx';
import type { Reference } from './reference.ts';
import './reference.css';

/** `entry` is what the address asks for: the id of an entry, or null. */
export function ReferencePage({
  entry,
  loadReference,
}: {
  entry: string | null;
  loadReference: () => Promise<Reference>;
}) {
  const loaded = useLoaded(loadReference);
  return (
    <>
      <SiteHeader />
      {loaded.kind === 'loaded' ? (
        <OpenReference entry={entry} reference={loaded.value} />
      ) : (
        <main className="page-column">
          <h1>Reference</h1>
          {loaded.kind === 'loading' && <p className="null">Opening the reference …</p>}
          {loaded.kind === 'failed' && <p role="alert">The reference could not be loaded: {String(loaded.error)}</p>}
        </main>
      )}
    </>
  );
}

function OpenReference({ entry, reference }: { entry: string | null; reference: Reference }) {
  const [text, setText] = useState('');
  const wanted = useDeferredValue(text);
  const { chapters, count } = filterReference(reference.chapters, wanted);
  const isFiltered = wanted.trim() !== '';
  const top = useRef<HTMLDivElement>(null);

  // A new address is opened whole: what is filtered away could not be gone to.
  useEffect(() => {
    if (entry === null) return;
    setText('');
    requestAnimationFrame(() => goTo(entry));
  }, [entry]);

  const filter = (next: string): void => {
    setText(next);
    // What is found stands at the top, wherever one was reading.
    if (top.current && top.current.getBoundingClientRect().top < 0) top.current.scrollIntoView();
  };

  return (
    <div className="reference" ref={top}>
      <ReferenceSide text={text} onText={filter} count={count} isFiltered={isFiltered}>
        <ReferenceContents chapters={chapters} current={entry} />
      </ReferenceSide>
      <main className="reference-main" data-filtered={isFiltered || undefined}>
        {!isFiltered && <ReferenceIntroduction reference={reference} />}
        {isFiltered && <h1 className="visually-hidden">Reference</h1>}
        {chapters.map(({ title, entries }) => (
          <section key={title} aria-labelledby={chapterId(title)}>
            <h2 id={chapterId(title)} className="reference-chapter">
              {title}
            </h2>
            {entries.map((one) => (
              <ReferenceEntryView key={one.id} entry={one} />
            ))}
          </section>
        ))}
        {chapters.length === 0 && <p className="null">Nothing here is called that, in Django or in the playground.</p>}
      </main>
    </div>
  );
}

const chapterId = (title: string): string => `chapter-${title.toLowerCase().replace(/\W+/g, '-')}`;

/** Shows it, and has the keyboard go on from there. */
function goTo(id: string): void {
  const target = document.getElementById(id);
  target?.scrollIntoView();
  target?.focus({ preventScroll: true });
}

/** The filter, and the contents: beside the text where there is room, and else above it and closed. */
function ReferenceSide({
  text,
  onText,
  count,
  isFiltered,
  children,
}: {
  text: string;
  onText: (text: string) => void;
  count: number;
  isFiltered: boolean;
  children: ReactNode;
}) {
  const isWide = useMediaQuery('(width >= 62rem)');
  return (
    <aside className="reference-side" aria-label="Find a name">
      <div className="reference-filter">
        <label htmlFor="reference-filter">Find a name, Django’s or ours</label>
        <p role="status">{isFiltered ? `${count} ${count === 1 ? 'name' : 'names'}` : ''}</p>
        <input
          id="reference-filter"
          type="search"
          value={text}
          placeholder="values_list"
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => onText(event.target.value)}
          onKeyDown={(event) => event.key === 'Escape' && onText('')}
        />
      </div>
      {isWide ? (
        children
      ) : (
        <details className="reference-disclosure">
          <summary>Contents</summary>
          {children}
        </details>
      )}
    </aside>
  );
}

function ReferenceIntroduction({ reference }: { reference: Reference }) {
  return (
    <header className="reference-introduction">
      <h1>Reference</h1>
      <p className="home-lead">
        What <code>import … from 'django'</code> gives you: Django’s names, Django’s behaviour and Django’s error texts,
        in TypeScript. This page is made of the same docstrings that the editor shows, and its examples are run by the
        tests.
      </p>
      <NamesRule names={reference.names} />
      <section aria-labelledby="examples-shop">
        <h2 id="examples-shop">The shop of the examples</h2>
        <p>
          The examples are about these models. <code>order</code> and <code>product</code> are an order of Ana’s and its
          product, <code>request</code> is hers, and <code>orderDetail</code> is a view.
        </p>
        <pre className="example">
          <code dangerouslySetInnerHTML={{ __html: reference.shopHtml }} />
        </pre>
      </section>
    </header>
  );
}
