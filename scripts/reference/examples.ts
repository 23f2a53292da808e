import type { ApiEntry } from './api-entry.ts';
import { withMembers } from './api-entry.ts';

/** A piece of code that a docstring shows. */
export interface Example {
  /** `QuerySet.filter runs its example`. */
  readonly title: string;
  readonly code: string;
  readonly place: ApiEntry['place'];
}

/** Every example of every docstring, in the order of the entries. */
export function examplesOf(entries: readonly ApiEntry[]): readonly Example[] {
  return entries.flatMap(withMembers).flatMap(({ id, docstring: { blocks }, place }) => {
    const codes = blocks.flatMap((block) => (block.kind === 'example' ? [block.code] : []));
    const title = (index: number): string => `${id} runs its example${codes.length > 1 ? ` ${index + 1}` : ''}`;
    return codes.map((code, index) => ({ title: title(index), code, place }));
  });
}

/** Names that an example may use without declaring them, and where they come from. */
export interface ExampleScope {
  /** What is imported: a name, and the module as the importing file sees it. */
  readonly imports: readonly { readonly name: string; readonly from: string; readonly isType: boolean }[];
  /** What it is given as an argument, and the type of that, as a name among the imports. */
  readonly given: { readonly names: readonly string[]; readonly type: string };
}

/**
 * A TypeScript module that exports the example as a function. An example stands for lines of a learner's file, so it may
 * say `export`, `await` and `return` wherever it likes; what it declares hides what it is given.
 */
export function exampleModule({ code }: Example, { imports, given }: ExampleScope): string {
  const isUsed = (name: string): boolean => new RegExp(`\\b${name}\\b`).test(code);
  const used = imports.filter(({ name }) => isUsed(name) || name === given.type);
  return `${used.map(({ name, from, isType }) => `import ${isType ? 'type ' : ''}{ ${name} } from '${from}';\n`).join('')}
export async function example({ ${given.names.filter(isUsed).join(', ')} }: ${given.type}) {
  {
${code.replace(/^export /gm, '').replace(/^(?=.)/gm, '    ')}
  }
}
`;
}
