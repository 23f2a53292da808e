import { execFile } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const projectFile = resolve('scripts/vite/django-types.tsconfig.json');
const compiler = resolve('node_modules/typescript/bin/tsc');

/** The declaration files of the learner's API. Paths are below `src`. */
export interface DjangoDeclarations {
  /** By path: `django/index.d.ts`, `trace/http.d.ts`. What is marked `@internal` is not in them; every comment is. */
  readonly declarations: Readonly<Record<string, string>>;
  /** From each of them back to its source, as the JSON of a source map. */
  readonly maps: Readonly<Record<string, string>>;
  /** What the compiler complained about, or empty. */
  readonly problems: string;
}

/** Has the compiler write the declarations of `src/django` and of what it imports from `src`. */
export async function emitDjangoDeclarations(): Promise<DjangoDeclarations> {
  const folder = await mkdtemp(join(tmpdir(), 'django-types-'));
  try {
    const problems = await compile(folder);
    const paths = (await readdir(folder, { recursive: true })).map((path) => path.replaceAll('\\', '/')).toSorted();
    const read = async (path: string): Promise<readonly [string, string]> => [
      path,
      (await readFile(join(folder, path), 'utf8')).replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n'),
    ];
    const declarations = await Promise.all(paths.filter((path) => path.endsWith('.d.ts')).map(read));
    const maps = await Promise.all(paths.filter((path) => path.endsWith('.d.ts.map')).map(read));
    return {
      declarations: Object.fromEntries(declarations),
      maps: Object.fromEntries(maps.map(([path, text]) => [path.replace(/\.map$/, ''), text])),
      problems,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function compile(outDir: string): Promise<string> {
  const args = [compiler, '--project', projectFile, '--outDir', outDir, '--declarationMap'];
  try {
    await promisify(execFile)(process.execPath, args);
    return '';
  } catch (error) {
    // The compiler prints its findings on standard output; anything else is our own mistake.
    const printed = (error as { stdout?: string }).stdout;
    if (printed) return printed;
    throw error;
  }
}
