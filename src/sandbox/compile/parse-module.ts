/** One stripped file to a syntax tree, with what it imports and exports, and without what the sandbox has no room for. */
import {
  type AnyNode,
  type ExportSpecifier,
  type Identifier,
  type ImportDeclaration,
  type Literal,
  parse,
  type Pattern,
  type Program,
} from 'acorn';
import { ancestor, simple } from 'acorn-walk';
import type { SourcePlace } from '../../trace/http.ts';
import { type ColumnPairs, CompileError, type NamedImport, reservedPrefix } from './compiled-program.ts';
import { placeInSource } from './place-in-source.ts';
import { noDecorators, stripTypes } from './strip-types.ts';

/** One `import ... from` or `export ... from`. */
export interface ModuleRequest {
  /** As written: `./models`. */
  readonly specifier: string;
  readonly place: SourcePlace;
  /** Of the quoted specifier in the stripped code. */
  readonly start: number;
  readonly end: number;
  /** The names it asks the other module for, `default` among them. */
  readonly names: readonly NamedImport[];
}

export interface ParsedModule {
  readonly file: string;
  readonly code: string;
  readonly columns: ColumnPairs;
  readonly tree: Program;
  readonly requests: readonly ModuleRequest[];
  readonly exports: ReadonlySet<string>;
  /** Specifiers of `export * from`. */
  readonly reexportsAllOf: readonly string[];
}

/** @throws CompileError */
export function parseModule(file: string, source: string): ParsedModule {
  const stripped = { file, ...stripTypes(file, source) };
  const tree = parseJavaScript(stripped);
  refuseWhatIsMissingHere(stripped, tree);
  const requests: ModuleRequest[] = [];
  const exports = new Set<string>();
  const reexportsAllOf: string[] = [];
  const placeOf = (node: Located): SourcePlace => placeInSource(stripped, node.loc!.start);
  const request = (from: Literal, names: readonly NamedImport[]): void => {
    const { start, end } = from;
    requests.push({ specifier: String(from.value), place: placeOf(from), start, end, names });
  };
  for (const statement of tree.body) {
    switch (statement.type) {
      case 'ImportDeclaration':
        request(statement.source, importedNames(statement, placeOf));
        break;
      case 'ExportAllDeclaration':
        request(statement.source, []);
        if (statement.exported) exports.add(nameOf(statement.exported));
        else reexportsAllOf.push(String(statement.source.value));
        break;
      case 'ExportDefaultDeclaration':
        exports.add('default');
        break;
      case 'ExportNamedDeclaration':
        if (statement.source) request(statement.source, reexportedNames(statement.specifiers, placeOf));
        for (const specifier of statement.specifiers) exports.add(nameOf(specifier.exported));
        for (const name of declaredNames(statement.declaration)) exports.add(name);
        break;
      default:
    }
  }
  return { ...stripped, tree, requests, exports, reexportsAllOf };
}

interface Located {
  readonly loc?: { readonly start: { readonly line: number; readonly column: number } } | null | undefined;
}
type Stripped = Pick<ParsedModule, 'file' | 'code' | 'columns'>;

function parseJavaScript(stripped: Stripped): Program {
  try {
    return parse(stripped.code, {
      ecmaVersion: 'latest',
      sourceType: 'module',
      locations: true,
    });
  } catch (error) {
    if (!(error instanceof SyntaxError) || !('loc' in error)) throw error;
    const place = placeInSource(stripped, error.loc as { line: number; column: number });
    throw new CompileError(
      'SyntaxError',
      messageOf(error.message, 'pos' in error ? Number(error.pos) : 0, stripped.code),
      place,
    );
  }
}

/** Without acorn's "(3:14)" behind; what is TypeScript, and nothing that engines have yet, by its name. */
function messageOf(message: string, pos: number, code: string): string {
  if (code[pos] === '@') return noDecorators;
  if (/\baccessor\s+$/.test(code.slice(0, pos))) {
    return 'accessor fields are not available here: write a getter and a setter.';
  }
  return `${message.replace(/ \(\d+:\d+\)$/, '')}.`;
}

type Refuse = (node: Located, message: string, name?: 'SyntaxError') => never;

function refuseWhatIsMissingHere(stripped: Stripped, tree: Program): void {
  const refuse: Refuse = (node, message, name) => {
    throw new CompileError(name ?? 'ImportError', message, placeInSource(stripped, node.loc!.start));
  };
  refuseTopLevelAwait(tree, refuse);
  simple(tree, {
    ImportExpression: (node) =>
      refuse(node, 'import() is not available here: write the import at the top of the file.'),
    MetaProperty: (node) => {
      if (node.meta.name === 'import') refuse(node, 'import.meta is not available here.');
    },
    VariableDeclaration: (node) => {
      if (!node.kind.endsWith('using')) return;
      refuse(
        node,
        `${node.kind} is not available here: not every browser has it yet. Write try and finally.`,
        'SyntaxError',
      );
    },
    Identifier: (node) => refuseReservedName(node, refuse),
    Pattern: (node) => {
      if (node.type === 'Identifier') refuseReservedName(node, refuse);
    },
  });
}

/** A module that waits while it loads would wait for ever: nobody answers before a request has come. */
function refuseTopLevelAwait(tree: Program, refuse: Refuse): void {
  const check = (node: AnyNode, ancestors: readonly AnyNode[]): void => {
    if (ancestors.some(({ type }) => functionTypes.has(type))) return;
    refuse(node, 'await belongs into an async function: nobody answers while the files load.');
  };
  ancestor(tree, {
    AwaitExpression: (node, _state, ancestors) => check(node, ancestors),
    ForOfStatement: (node, _state, ancestors) => {
      if (node.await) check(node, ancestors);
    },
  });
}

const functionTypes: ReadonlySet<string> = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
]);

function refuseReservedName(node: Identifier, refuse: Refuse): void {
  if (node.name.startsWith(reservedPrefix)) refuse(node, `Names that begin with ${reservedPrefix} are taken.`);
}

function importedNames({ specifiers }: ImportDeclaration, placeOf: (node: Located) => SourcePlace): NamedImport[] {
  return specifiers.flatMap((specifier) => {
    if (specifier.type === 'ImportNamespaceSpecifier') return [];
    const name = specifier.type === 'ImportDefaultSpecifier' ? 'default' : nameOf(specifier.imported);
    return [{ name, place: placeOf(specifier) }];
  });
}

const reexportedNames = (specifiers: readonly ExportSpecifier[], placeOf: (node: Located) => SourcePlace) =>
  specifiers.map((specifier) => ({ name: nameOf(specifier.local), place: placeOf(specifier) }));

const nameOf = (node: Identifier | Literal): string => (node.type === 'Identifier' ? node.name : String(node.value));

type Declaration = NonNullable<Extract<Program['body'][number], { type: 'ExportNamedDeclaration' }>['declaration']>;

function declaredNames(declaration: Declaration | null | undefined): string[] {
  if (!declaration) return [];
  if (declaration.type !== 'VariableDeclaration') return [declaration.id.name];
  return declaration.declarations.flatMap(({ id }) => boundNames(id));
}

function boundNames(pattern: Pattern): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name];
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) =>
        boundNames(property.type === 'RestElement' ? property.argument : property.value),
      );
    case 'ArrayPattern':
      return pattern.elements.flatMap((element) => (element ? boundNames(element) : []));
    case 'AssignmentPattern':
      return boundNames(pattern.left);
    case 'RestElement':
      return boundNames(pattern.argument);
    case 'MemberExpression':
      return [];
  }
}
