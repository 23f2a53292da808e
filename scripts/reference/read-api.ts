/** Reads the learner's API out of its declaration files: what `django/index.d.ts` exports, and the types that are met in
 * its signatures. */
import type { ESTree } from 'vite';
import type { ApiEntry, EntryKind } from './api-entry.ts';
import { DeclarationModule } from './declaration-module.ts';
import type { Declaration, Declared, ModuleName, Reexported } from './declaration-module.ts';
import type { DjangoDeclarations } from './django-declarations.ts';
import { type Docstring, parseDocstring } from './docstring.ts';
import { type Member, constructorOf, membersOf } from './read-members.ts';
import { typeNamesIn } from './type-names.ts';

/** What was found. */
export interface Api {
  /** In the order of the exports; the types of signatures after them, in the order in which they are met. */
  readonly entries: readonly ApiEntry[];
  /** What has no docstring, or one that cannot be read, as `file:line` and a sentence. */
  readonly problems: readonly string[];
}

const noDocstring: Docstring = { blocks: [], throws: [], links: [] };

export function readApi({ declarations, maps }: DjangoDeclarations): Api {
  const modules = new Map(
    Object.entries(declarations).map(([path, source]) => [path, new DeclarationModule(path, source, maps[path]!)]),
  );
  const reader = new ApiReader(modules);
  return { entries: reader.read(modules.get('django/index.d.ts')!), problems: reader.problems };
}

class ApiReader {
  readonly problems: string[] = [];
  readonly #modules: ReadonlyMap<string, DeclarationModule>;
  /** Where a name is declared: `django/query/queryset.d.ts QuerySet`. */
  readonly #exported = new Set<string>();
  readonly #met = new Map<string, ModuleName>();

  constructor(modules: ReadonlyMap<string, DeclarationModule>) {
    this.#modules = modules;
  }

  read(index: DeclarationModule): readonly ApiEntry[] {
    for (const { path, name } of index.reexported.values()) this.#exported.add(`${path} ${name}`);
    const entries = [...index.reexported].map(([name, target]) =>
      target.name === '*' ? this.#namespace(name, target) : this.#entry(target, name, target.isType ? 'type' : 'value'),
    );
    // A type that is met may mention others, which are then met as well.
    for (const [key, target] of this.#met) {
      if (!this.#exported.has(key)) entries.push(this.#entry(target, target.name, null));
    }
    return entries;
  }

  #namespace(name: string, { path, comment }: Reexported): ApiEntry {
    const module = this.#modules.get(path)!;
    const place = { file: `src/${path.replace(/\.d\.ts$/, '.ts')}`, line: 1 };
    const names = [...module.declared].filter(([, declared]) => declared.some(({ isExported }) => isExported));
    for (const [member] of names) this.#exported.add(`${path} ${member}`);
    return {
      id: name,
      name,
      kind: 'namespace',
      signatures: [],
      docstring: this.#docstring(name, comment, place),
      place,
      members: names.map(([member]) => this.#entry({ path, name: member }, `${name}.${member}`, null)),
      exported: 'value',
    };
  }

  #entry({ path, name }: ModuleName, id: string, exported: ApiEntry['exported']): ApiEntry {
    const module = this.#modules.get(path)!;
    const declared = module.declared.get(name);
    if (!declared) throw new Error(`${path} declares no ${name}.`);
    for (const { node } of declared) this.#meet(module, node.type === 'ClassDeclaration' ? headOf(node) : node);
    // A constant says more than the interface of the same name.
    const [main] = declared.toSorted((a, b) => rank(a) - rank(b)) as [Declared];
    const place = module.placeOf(main.node);
    const comment = declared.map((one) => one.comment);
    return {
      id,
      name,
      kind: kindOf(main.node),
      signatures: declared.flatMap(({ node }) => this.#signatures(module, node, name, declared.length)),
      docstring: this.#docstring(id, main.comment ?? comment.find(Boolean), place),
      place,
      members: declared.flatMap(({ node }) => this.#members(module, node, id)),
      exported,
    };
  }

  #members(module: DeclarationModule, node: Declaration, id: string): readonly ApiEntry[] {
    if (node.type !== 'ClassDeclaration' && node.type !== 'TSInterfaceDeclaration') return [];
    const byName = new Map<string, Member[]>();
    for (const member of this.#allMembers(module, node)) {
      byName.set(member.name, [...(byName.get(member.name) ?? []), member]);
    }
    return [...byName].map(([name, members]) => {
      const [first] = members as [Member];
      for (const member of members) this.#meet(member.module, member.node);
      const memberId = name.startsWith('[') ? `${id}${name}` : `${id}.${name}`;
      const place = first.module.placeOf(first.node);
      const comment = members.find((member) => member.comment !== undefined)?.comment;
      return {
        id: memberId,
        name,
        kind: first.kind,
        signatures: propertyOnce(members),
        docstring: this.#docstring(memberId, comment, place),
        place,
        members: [],
        exported: null,
      };
    });
  }

  /** Its own, after those of the classes below it that nobody can import. */
  #allMembers(module: DeclarationModule, node: ESTree.Class | ESTree.TSInterfaceDeclaration): readonly Member[] {
    const own = membersOf(module, node);
    if (node.type === 'TSInterfaceDeclaration') return own;
    const base = this.#baseOf(module, node);
    if (!base) return node.superClass ? own.filter(({ name }) => name !== 'name') : own;
    const inherited = this.#allMembers(base.module, base.node);
    const names = new Set(own.map(({ name }) => name));
    const inheritedNames = new Set(inherited.map(({ name }) => name));
    // What an exported class below says is said there.
    if (base.isExported) return own.filter(({ name }) => !inheritedNames.has(name) && name !== 'name');
    return [...inherited.filter(({ name }) => !names.has(name)), ...own];
  }

  #baseOf(
    module: DeclarationModule,
    { superClass }: ESTree.Class,
  ): { readonly module: DeclarationModule; readonly node: ESTree.Class; readonly isExported: boolean } | undefined {
    if (superClass?.type !== 'Identifier') return undefined;
    const target = this.#resolve(module, superClass.name);
    const base = target && this.#modules.get(target.path);
    const node = base?.declared.get(target!.name)?.[0]?.node;
    if (!base || node?.type !== 'ClassDeclaration') return undefined;
    return { module: base, node: node, isExported: this.#exported.has(`${base.path} ${target.name}`) };
  }

  #signatures(module: DeclarationModule, node: Declaration, name: string, count: number): readonly string[] {
    const text = (part: ESTree.Node | null | undefined): string => (part ? module.textOf(part) : '');
    switch (node.type) {
      case 'ClassDeclaration': {
        const base = this.#baseOf(module, node);
        const isShown = base ? base.isExported : node.superClass !== null && node.superClass !== undefined;
        const heritage = isShown ? ` extends ${text(node.superClass)}${text(node.superTypeArguments)}` : '';
        const head = `${node.abstract ? 'abstract ' : ''}class ${name}${text(node.typeParameters)}${heritage} {}`;
        return [head, ...constructorOf(module, node)];
      }
      case 'TSInterfaceDeclaration': {
        // Its name is said by the constant already.
        if (count > 1) return [];
        const shown = node.extends.filter(({ expression }) => this.#isShown(module, text(expression)));
        const heritage = shown.length > 0 ? ` extends ${shown.map(text).join(', ')}` : '';
        return [`interface ${name}${text(node.typeParameters)}${heritage} {}`, ...constructorOf(module, node)];
      }
      case 'TSTypeAliasDeclaration': {
        const isReadable = node.typeAnnotation.type !== 'TSConditionalType' && !text(node).includes(' infer ');
        return [isReadable ? text(node) : `type ${name}${text(node.typeParameters)}`];
      }
      case 'VariableDeclaration':
        return [`const ${text(node.declarations[0])};`];
      default:
        return [text(node).replace(/^declare /, '')];
    }
  }

  /** Whether the page has something to say of a base: it is declared here, and not only for its own file. */
  #isShown(module: DeclarationModule, name: string): boolean {
    const target = this.#resolve(module, name);
    if (!target) return true;
    return (
      this.#modules
        .get(target.path)
        ?.declared.get(target.name)
        ?.some(({ isExported }) => isExported) ?? false
    );
  }

  /** Remembers the types that are mentioned, to describe them too. */
  #meet(module: DeclarationModule, node: unknown): void {
    for (const name of typeNamesIn(node)) {
      const target = this.#resolve(module, name);
      const declared = target && this.#modules.get(target.path)?.declared.get(target.name);
      if (declared?.some(({ isExported }) => isExported)) this.#met.set(`${target!.path} ${target!.name}`, target!);
    }
  }

  #resolve(module: DeclarationModule, name: string): ModuleName | undefined {
    if (module.declared.has(name)) return { path: module.path, name };
    return module.imported.get(name);
  }

  #docstring(id: string, comment: string | undefined, place: ApiEntry['place']): Docstring {
    const where = `${place.file}:${place.line} ${id}`;
    if (comment === undefined) {
      this.problems.push(`${where} has no docstring.`);
      return noDocstring;
    }
    try {
      return parseDocstring(comment);
    } catch (error) {
      this.problems.push(`${where}: ${(error as Error).message}`);
      return noDocstring;
    }
  }
}

const rank = ({ node }: Declared): number => (node.type === 'TSInterfaceDeclaration' ? 1 : 0);

/** A class without its body: of its members, those that are described say themselves what they mention. */
const headOf = ({ typeParameters, superTypeArguments }: ESTree.Class): unknown => [typeParameters, superTypeArguments];

/** A getter and its setter are one property, which can be set. */
function propertyOnce(members: readonly Member[]): readonly string[] {
  const setter = members.find(({ signature }) => signature.startsWith('set '));
  if (!setter) return members.map(({ signature }) => signature);
  return members.filter((member) => member !== setter).map(({ signature }) => signature.replace('readonly ', ''));
}

function kindOf({ type }: Declaration): EntryKind {
  if (type === 'ClassDeclaration') return 'class';
  if (type === 'VariableDeclaration') return 'constant';
  return type === 'TSInterfaceDeclaration' || type === 'TSTypeAliasDeclaration' ? 'type' : 'function';
}
