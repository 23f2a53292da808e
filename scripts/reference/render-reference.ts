/** The API as the reference page shows it. */
import MarkdownIt from 'markdown-it';
import type { Reference, ReferenceEntry } from '../../src/site/reference/reference.ts';
import { type ApiEntry, withMembers } from './api-entry.ts';
import { inChapters } from './chapters.ts';
import { highlight } from './highlight.ts';
import { nameExamples } from './name-examples.ts';
import { exceptions, pythonName } from './python-name.ts';
import type { Api } from './read-api.ts';
import { signatureText } from './signature.ts';

/** `shopSource` is the file of the examples' models. @throws Error when an entry belongs to no chapter */
export async function renderReference({ entries }: Api, shopSource: string): Promise<Reference> {
  const renderer = new Renderer(entries);
  const chapters = inChapters(entries).map(async (chapter) => ({
    title: chapter.title,
    entries: await Promise.all(chapter.entries.map((entry) => renderer.entry(entry, entry))),
  }));
  return {
    names: nameExamples.map(({ django, here }) => ({
      djangoHtml: highlight(django, 'python'),
      hereHtml: highlight(here),
    })),
    shopHtml: highlight(shopSource.slice(shopSource.indexOf('export class')).trim()),
    chapters: await Promise.all(chapters),
  };
}

class Renderer {
  readonly #ids: ReadonlySet<string>;
  readonly #markdown = new MarkdownIt();

  constructor(entries: readonly ApiEntry[]) {
    this.#ids = new Set(entries.flatMap(withMembers).map(({ id }) => id));
    const plain = this.#markdown.renderer.rules.code_inline!;
    this.#markdown.renderer.rules.code_inline = (tokens, index, options, env, self) => {
      const html = plain(tokens, index, options, env, self);
      const name = tokens[index]!.content.replace(/\(\)$/, '');
      return this.#isLinked(name, String(env?.id)) ? `<a href="${referenceHref(name)}">${html}</a>` : html;
    };
  }

  async entry(entry: ApiEntry, top: ApiEntry): Promise<ReferenceEntry> {
    const { id, name, kind, docstring } = entry;
    const signature = await signatureText(entry);
    return {
      id,
      name: name === 'constructor' ? `new ${top.name}` : name,
      python: pythonNameOf(entry, top),
      kind,
      signatureHtml: this.#linked(highlight(signature), id),
      bodyHtml: docstring.blocks
        .map((block) =>
          block.kind === 'prose'
            ? this.#markdown.render(block.markdown, { id })
            : `<pre class="example"><code>${highlight(block.code)}</code></pre>`,
        )
        .join(''),
      throws: docstring.throws.map((error) => ({
        nameHtml: this.#linked(error.name, id),
        whenHtml: this.#markdown.renderInline(error.when, { id }),
      })),
      links: docstring.links,
      members: await Promise.all(entry.members.map((member) => this.entry(member, top))),
    };
  }

  /** Names of other entries become links to them. */
  #linked(html: string, id: string): string {
    return html.replace(/(<[^>]*>)|\b[A-Z]\w+\b/g, (word: string, tag: string | undefined) =>
      tag === undefined && this.#isLinked(word, id) ? `<a href="${referenceHref(word)}">${word}</a>` : word,
    );
  }

  #isLinked(name: string, from: string): boolean {
    return this.#ids.has(name) && name !== from && !from.startsWith(`${name}.`);
  }
}

const referenceHref = (id: string): string => `#/reference/${encodeURIComponent(id)}`;

/** What Python calls it; null for what there is in TypeScript alone. */
function pythonNameOf({ id, name, kind }: ApiEntry, top: ApiEntry): string | null {
  const exception = exceptions.has(id) ? exceptions.get(id) : exceptions.get(name);
  if (exception !== undefined) return exception;
  if (kind === 'type') return null;
  const isOfTypesAlone = top.exported === null && !top.name.endsWith('Options');
  return isOfTypesAlone ? null : pythonName(name);
}
