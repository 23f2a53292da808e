import { execFile } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Plugin } from 'vite';

const moduleId = 'virtual:replayground/django-types';
const projectFile = resolve('scripts/vite/django-types.tsconfig.json');
const compiler = resolve('node_modules/typescript/bin/tsc');

/** Gives the editor the types of the learner's API: the declarations of `src/django` and of what it imports from `src`,
 * by path below `src`. Made again when a source changes. */
export function djangoTypes(): Plugin {
  return {
    name: 'replayground:django-types',
    resolveId: (id) => (id === moduleId ? `\0${moduleId}` : undefined),
    async load(id) {
      if (id !== `\0${moduleId}`) return undefined;
      const { declarations, problems } = await emitDeclarations();
      for (const path of Object.keys(declarations)) this.addWatchFile(resolve('src', path.replace(/\.d\.ts$/, '.ts')));
      // Half-written sources still give useful types while one develops; a build must not ship them.
      if (problems) {
        if (this.environment.mode === 'build') this.error(problems);
        this.warn(problems);
      }
      return `export const djangoTypes = ${JSON.stringify(declarations)};`;
    },
  };
}

interface Emitted {
  readonly declarations: Record<string, string>;
  /** What the compiler complained about, or empty. */
  readonly problems: string;
}

async function emitDeclarations(): Promise<Emitted> {
  const folder = await mkdtemp(join(tmpdir(), 'django-types-'));
  try {
    const problems = await compile(folder);
    const paths = (await readdir(folder, { recursive: true })).filter((path) => path.endsWith('.d.ts')).toSorted();
    const entries = paths.map(async (path) => [path, await readFile(join(folder, path), 'utf8')] as const);
    return { declarations: Object.fromEntries(await Promise.all(entries)), problems };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function compile(outDir: string): Promise<string> {
  try {
    await promisify(execFile)(process.execPath, [compiler, '--project', projectFile, '--outDir', outDir]);
    return '';
  } catch (error) {
    // The compiler prints its findings on standard output; anything else is our own mistake.
    const printed = (error as { stdout?: string }).stdout;
    if (printed) return printed;
    throw error;
  }
}
