/** What a docstring says, in its parts. */
export interface Docstring {
  /** Prose and examples in the order in which they stand. */
  readonly blocks: readonly DocstringBlock[];
  readonly throws: readonly { readonly name: string; readonly when: string }[];
  /** Pages of the documentation that the behaviour comes from. */
  readonly links: readonly { readonly source: 'Django' | 'Python'; readonly text: string; readonly url: string }[];
}

export type DocstringBlock =
  /** A paragraph or a list, in Markdown. */
  | { readonly kind: 'prose'; readonly markdown: string }
  /** Code that was indented by four. */
  | { readonly kind: 'example'; readonly code: string };

/**
 * Takes a docstring apart, given what stands between its slashes. Paragraphs are separated by empty lines; one that is
 * indented by four is an example, one that begins with `Django:` or `Python:` names the pages that it follows.
 *
 * @throws Error for a tag other than `@throws`
 */
export function parseDocstring(comment: string): Docstring {
  const lines = comment
    .replace(/^\/\*\*|\*\/$/g, '')
    .replace(/([.:)]) @throws /g, '$1\n@throws ')
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trimEnd());
  const blocks: DocstringBlock[] = [];
  const throws: { name: string; when: string }[] = [];
  const links: Docstring['links'][number][] = [];
  for (const paragraph of paragraphs(lines)) {
    const text = paragraph.join('\n');
    const source = /^(Django|Python): \[/.exec(text)?.[1] as 'Django' | 'Python' | undefined;
    if (source) links.push(...linksIn(text).map((link) => ({ source, ...link })));
    else if (text.startsWith('    ')) addExample(blocks, text.replace(/^ {4}/gm, ''));
    else if (text.startsWith('@')) throws.push(thrown(text));
    else blocks.push({ kind: 'prose', markdown: text.trim() });
  }
  return { blocks, throws, links };
}

/** Lines between empty ones. A tag and an example begin a paragraph of their own, wherever they stand. */
function paragraphs(lines: readonly string[]): readonly (readonly string[])[] {
  const found: string[][] = [];
  let open: string[] | null = null;
  for (const line of lines) {
    if (line.trim() === '') {
      open = null;
      continue;
    }
    const isCode = line.startsWith('    ');
    if (!open || line.startsWith('@') || isCode !== open[0]!.startsWith('    ')) found.push((open = []));
    open.push(line);
  }
  return found;
}

/** An empty line inside an example does not end it. */
function addExample(blocks: DocstringBlock[], code: string): void {
  const last = blocks.at(-1);
  if (last?.kind === 'example') blocks[blocks.length - 1] = { kind: 'example', code: `${last.code}\n\n${code}` };
  else blocks.push({ kind: 'example', code });
}

function thrown(text: string): { readonly name: string; readonly when: string } {
  const [, name, when] = /^@throws (\w+)\s*([\s\S]*)$/.exec(text) ?? [];
  if (name === undefined) throw new Error(`A docstring knows no other tag than @throws and @internal: ${text}`);
  return { name, when: (when ?? '').replace(/\s*\n\s*/g, ' ') };
}

const linksIn = (text: string): { readonly text: string; readonly url: string }[] =>
  [...text.matchAll(/\[([^\]]+)\]\((\S+)\)(?=[,.\s]|$)/g)].map(([, label, url]) => ({
    text: label!.replace(/\s+/g, ' '),
    url: url!,
  }));
