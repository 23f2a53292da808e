import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Plugin } from 'vite';
import { emitDjangoDeclarations } from '../reference/django-declarations.ts';
import { readApi } from '../reference/read-api.ts';
import { renderReference } from '../reference/render-reference.ts';

const moduleId = 'virtual:replayground/django-reference';
const shopFile = resolve('src/django/example-shop.fixture.ts');

/** Gives the reference page what the docstrings of the learner's API say. A public name without one ends a build. */
export function djangoReference(): Plugin {
  return {
    name: 'replayground:django-reference',
    resolveId: (id) => (id === moduleId ? `\0${moduleId}` : undefined),
    async load(id) {
      if (id !== `\0${moduleId}`) return undefined;
      const emitted = await emitDjangoDeclarations();
      const paths = Object.keys(emitted.declarations).map((path) => resolve('src', path.replace(/\.d\.ts$/, '.ts')));
      for (const path of [...paths, shopFile]) this.addWatchFile(path);
      const api = readApi(emitted);
      if (api.problems.length > 0) {
        if (this.environment.mode === 'build') this.error(api.problems.join('\n'));
        this.warn(api.problems.join('\n'));
      }
      const reference = await renderReference(api, await readFile(shopFile, 'utf8'));
      // A string is parsed faster than an object literal.
      return `export const reference = JSON.parse(${JSON.stringify(JSON.stringify(reference))});`;
    },
  };
}
