/**
 * Imports point one way. This is the table, and the check that holds it; ARCHITECTURE.md says why each line is there.
 * Globals (no DOM below the workbench, no wall clock in a run) are held by the linter, which knows scopes.
 */
import { readFile, readdir } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { parseSync } from 'vite';

/** What a folder may import beside itself. `types` are for `import type` only. */
interface Layer {
  readonly imports: readonly string[];
  readonly types?: readonly string[];
}

const layers: Readonly<Record<string, Layer>> = {
  'src/trace': { imports: [] },
  'src/simulation': { imports: ['src/trace'] },
  'src/explain': { imports: ['src/trace'] },
  'src/django': { imports: ['src/trace'] },
  'src/postgres': { imports: ['src/trace', 'src/simulation'] },
  'src/sandbox': { imports: ['src/trace', 'src/simulation', 'src/django'] },
  'src/course': { imports: ['src/trace', 'src/explain'], types: ['src/simulation'] },
  'src/workbench': { imports: ['src/trace', 'src/course', 'src/explain'], types: ['src/simulation'] },
  'src/embed': { imports: ['src/trace'], types: ['src/course', 'src/workbench'] },
  'src/site': {
    imports: ['src/trace', 'src/simulation', 'src/postgres', 'src/sandbox', 'src/course', 'src/workbench', 'src/embed'],
  },
  lessons: { imports: ['src/trace', 'src/course', 'src/explain'], types: ['src/simulation'] },
};

/** Packages that belong to some folders alone. */
const packageOwners: readonly { readonly packages: RegExp; readonly folders: readonly string[] }[] = [
  {
    packages: /^(react|react-dom|react-resizable-panels|@base-ui\/react)(\/|$)/,
    folders: ['src/workbench', 'src/site'],
  },
  { packages: /^@electric-sql\/pglite(\/|$)/, folders: ['src/postgres'] },
  { packages: /^monaco-editor(\/|$)/, folders: ['src/workbench/editor'] },
];

export interface LayerProblem {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** The rule that the import breaks, as a sentence. */
  readonly rule: string;
}

interface Import {
  readonly specifier: string;
  readonly typeOnly: boolean;
  readonly offset: number;
}

/** The imports of one file that point the wrong way. `file` is its path from the root of the repository, with slashes.
 * A test may import what it likes, since it ships nowhere. */
export function layerProblems(file: string, source: string): LayerProblem[] {
  if (/\.(test|fixture)\.tsx?$/.test(file)) return [];
  return importsOf(file, source).flatMap(({ specifier, typeOnly, offset }) => {
    const rule = specifier.startsWith('.')
      ? brokenFolderRule(file, posix.join(posix.dirname(file), specifier), typeOnly)
      : brokenPackageRule(file, specifier);
    return rule ? [{ file, line: source.slice(0, offset).split('\n').length, rule }] : [];
  });
}

function brokenFolderRule(file: string, target: string, typeOnly: boolean): string | undefined {
  const from = folderOf(file);
  const to = folderOf(target);
  if (from === undefined) return `${file} lies in no folder of the table in scripts/layers.ts`;
  if (to === from) return undefined;
  const { imports, types = [] } = layers[from]!;
  if (to !== undefined && (imports.includes(to) || (typeOnly && types.includes(to)))) return undefined;
  if (to !== undefined && types.includes(to)) return `${from} may import only types from ${to}`;
  return `${from} must not import from ${to ?? target}`;
}

function brokenPackageRule(file: string, specifier: string): string | undefined {
  const owner = packageOwners.find(({ packages }) => packages.test(specifier));
  if (!owner || owner.folders.some((folder) => file.startsWith(`${folder}/`))) return undefined;
  return `only ${owner.folders.join(' and ')} may import ${specifier}`;
}

const folderOf = (path: string): string | undefined =>
  Object.keys(layers).find((folder) => path.startsWith(`${folder}/`));

function importsOf(file: string, source: string): Import[] {
  const { module, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file} does not parse: ${errors[0]!.message}`);
  const imports = module.staticImports.map(({ moduleRequest, entries, start }) => ({
    specifier: moduleRequest.value,
    typeOnly: entries.length > 0 && entries.every(({ isType }) => isType),
    offset: start,
  }));
  const reexports = module.staticExports.flatMap(({ entries, start }) =>
    entries.flatMap(({ moduleRequest, isType }) =>
      moduleRequest ? [{ specifier: moduleRequest.value, typeOnly: isType, offset: start }] : [],
    ),
  );
  const dynamic = module.dynamicImports.flatMap(({ moduleRequest, start }) => {
    const literal = /^(['"`])(.*)\1$/.exec(source.slice(moduleRequest.start, moduleRequest.end));
    return literal ? [{ specifier: literal[2]!, typeOnly: false, offset: start }] : [];
  });
  return [...imports, ...reexports, ...dynamic];
}

/** Every import below `src` and `lessons` that points the wrong way. */
export async function allLayerProblems(): Promise<LayerProblem[]> {
  const problems: LayerProblem[] = [];
  for (const root of ['src', 'lessons']) {
    const paths = (await readdir(root, { recursive: true })).toSorted();
    for (const path of paths.filter((name) => /\.tsx?$/.test(name))) {
      const file = join(root, path).replaceAll('\\', '/');
      problems.push(...layerProblems(file, await readFile(file, 'utf8')));
    }
  }
  return problems;
}
