import type { ReferenceEntry } from './reference.ts';
import { referenceHref } from '../route.ts';

/** One name, and what belongs to it below. */
export function ReferenceEntryView({ entry, level = 3 }: { entry: ReferenceEntry; level?: 3 | 4 | 5 }) {
  const Heading = `h${level}` as const;
  const { id, name, kind, signatureHtml, bodyHtml, throws, links, members } = entry;
  return (
    <article className={`reference-entry reference-level-${level}`} data-kind={kind}>
      <div className="reference-head">
        <Heading id={id} tabIndex={-1}>
          <a href={referenceHref(id)}>{name}</a>
        </Heading>
        <Counterpart entry={entry} />
      </div>
      {signatureHtml !== '' && (
        <pre className="signature">
          <code dangerouslySetInnerHTML={{ __html: signatureHtml }} />
        </pre>
      )}
      <div className="reference-body" dangerouslySetInnerHTML={{ __html: bodyHtml }} />
      {throws.length > 0 && (
        <dl className="reference-throws" aria-label={`Errors of ${name}`}>
          {throws.map(({ nameHtml, whenHtml }) => (
            <div key={nameHtml + whenHtml}>
              <dt dangerouslySetInnerHTML={{ __html: nameHtml }} />
              <dd dangerouslySetInnerHTML={{ __html: whenHtml }} />
            </div>
          ))}
        </dl>
      )}
      {links.length > 0 && (
        <p className="reference-links">
          {links.map(({ source, text, url }) => (
            <a key={url} href={url} target="_blank" rel="noreferrer">
              {source}: {text}
            </a>
          ))}
        </p>
      )}
      {members.map((member) => (
        <ReferenceEntryView key={member.id} entry={member} level={level === 3 ? 4 : 5} />
      ))}
    </article>
  );
}

/** What Python calls it, at the other end of the line. */
function Counterpart({ entry: { python, kind } }: { entry: ReferenceEntry }) {
  if (kind === 'type') return <span className="counterpart">type</span>;
  if (python === null) return <span className="counterpart">only here</span>;
  return (
    <span className="counterpart">
      <span>Python</span> <code>{python}</code>
    </span>
  );
}
