import { SourceMap } from 'node:module';
import { posix } from 'node:path';
import { type ESTree, parseSync } from 'vite';

/** Something that is declared at the top of a declaration file. */
export type Declaration =
  | ESTree.Class
  | ESTree.Function
  | ESTree.TSInterfaceDeclaration
  | ESTree.TSTypeAliasDeclaration
  | ESTree.VariableDeclaration;

/** A name of another file, or with `*` the whole file. */
export interface ModuleName {
  readonly path: string;
  readonly name: string;
}

/** A name that a file gives out without declaring it. */
export interface Reexported extends ModuleName {
  /** The docstring above the statement, which is for `export * as` alone. */
  readonly comment: string | undefined;
  readonly isType: boolean;
}

export interface Declared {
  readonly node: Declaration;
  /** The docstring with its slashes, or undefined. */
  readonly comment: string | undefined;
  readonly isExported: boolean;
}

/** One declaration file, by the names that it declares, takes in and gives out. */
export class DeclarationModule {
  /** Below `src`: `django/query/queryset.d.ts`. */
  readonly path: string;
  readonly source: string;
  readonly declared = new Map<string, Declared[]>();
  readonly imported = new Map<string, ModuleName>();
  /** `export ... from`, in the order in which they stand. */
  readonly reexported = new Map<string, Reexported>();
  readonly #comments: readonly { readonly start: number; readonly end: number }[];
  readonly #map: SourceMap;

  constructor(path: string, source: string, map: string) {
    this.path = path;
    this.source = source;
    this.#map = new SourceMap(JSON.parse(map) as ConstructorParameters<typeof SourceMap>[0]);
    const { program, comments, errors } = parseSync(path, source);
    if (errors.length > 0) throw new Error(`${path} does not parse: ${errors[0]!.message}`);
    this.#comments = comments.filter(({ type, value }) => type === 'Block' && value.startsWith('*'));
    for (const statement of program.body) this.#read(statement);
  }

  /** The docstring that stands directly above. */
  commentAbove(node: { readonly start: number }): string | undefined {
    const comment = this.#comments.findLast(({ end }) => end <= node.start);
    if (!comment || this.source.slice(comment.end, node.start).trim() !== '') return undefined;
    return this.source.slice(comment.start, comment.end);
  }

  textOf(node: { readonly start: number; readonly end: number }): string {
    return this.source.slice(node.start, node.end);
  }

  /** Where it stands in the source that the declarations were made of. */
  placeOf(node: { readonly start: number }): { readonly file: string; readonly line: number } {
    const before = this.source.slice(0, node.start).split('\n');
    const entry = this.#map.findEntry(before.length - 1, before.at(-1)!.length);
    const line = 'originalLine' in entry ? entry.originalLine + 1 : 1;
    return { file: `src/${this.path.replace(/\.d\.ts$/, '.ts')}`, line };
  }

  #read(statement: ESTree.Directive | ESTree.Statement): void {
    if (statement.type === 'ImportDeclaration') {
      for (const { type, local, ...specifier } of statement.specifiers) {
        if (type !== 'ImportSpecifier' || !('imported' in specifier)) continue;
        this.imported.set(local.name, {
          path: this.#resolve(statement.source.value),
          name: nameOf(specifier.imported),
        });
      }
    } else if (statement.type === 'ExportAllDeclaration') {
      if (!statement.exported) throw new Error(`${this.path}: export the names one by one, not all of a file.`);
      const path = this.#resolve(statement.source.value);
      const comment = this.commentAbove(statement);
      this.reexported.set(nameOf(statement.exported), { path, name: '*', comment, isType: false });
    } else if (statement.type === 'ExportNamedDeclaration' && statement.source) {
      const path = this.#resolve(statement.source.value);
      const isType = statement.exportKind === 'type';
      for (const { local, exported } of statement.specifiers) {
        this.reexported.set(nameOf(exported), { path, name: nameOf(local), comment: undefined, isType });
      }
    } else if (statement.type === 'ExportNamedDeclaration') {
      if (statement.declaration) this.#declare(statement.declaration, statement, true);
    } else {
      this.#declare(statement, statement, false);
    }
  }

  #declare(node: { readonly type: string }, statement: { readonly start: number }, isExported: boolean): void {
    if (!isDeclaration(node)) return;
    const name = node.type === 'VariableDeclaration' ? declaratorOf(node).name : node.id?.name;
    if (name === undefined) return;
    const all = this.declared.get(name) ?? [];
    all.push({ node, comment: this.commentAbove(statement), isExported });
    this.declared.set(name, all);
  }

  #resolve(specifier: string): string {
    if (!specifier.startsWith('.')) return specifier;
    return posix.join(posix.dirname(this.path), specifier).replace(/\.ts$/, '.d.ts');
  }
}

const declarationTypes = [
  'ClassDeclaration',
  'FunctionDeclaration',
  'TSDeclareFunction',
  'TSInterfaceDeclaration',
  'TSTypeAliasDeclaration',
  'VariableDeclaration',
];

const isDeclaration = (node: { readonly type: string }): node is Declaration => declarationTypes.includes(node.type);

/** What a `const` declares: in a declaration file each has a statement of its own. */
export function declaratorOf({ declarations }: ESTree.VariableDeclaration): ESTree.BindingIdentifier {
  const id = declarations[0]?.id;
  if (id?.type !== 'Identifier') throw new Error('A declaration file declares a constant without a name.');
  return id;
}

const nameOf = (node: ESTree.ModuleExportName): string => (node.type === 'Literal' ? node.value : node.name);
