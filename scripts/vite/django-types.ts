import { resolve } from 'node:path';
import type { Plugin } from 'vite';
import { emitDjangoDeclarations } from '../reference/django-declarations.ts';

const moduleId = 'virtual:replayground/django-types';

/** Gives the editor the types of the learner's API: the declarations of `src/django` and of what it imports from `src`,
 * by path below `src`. Made again when a source changes. */
export function djangoTypes(): Plugin {
  return {
    name: 'replayground:django-types',
    resolveId: (id) => (id === moduleId ? `\0${moduleId}` : undefined),
    async load(id) {
      if (id !== `\0${moduleId}`) return undefined;
      const { declarations, problems } = await emitDjangoDeclarations();
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
