import type { Plugin } from 'vite';

const moduleId = 'virtual:replayground/snapshot-url';

/** Gives the browser the address of the prebuilt data directory, building it first where it is missing. Vite's own
 * asset pipeline does the rest: served from the cache in development, emitted under a hashed name in a build. */
export function snapshotUrl(): Plugin {
  return {
    name: 'replayground:snapshot-url',
    resolveId: (id) => (id === moduleId ? `\0${moduleId}` : undefined),
    async load(id) {
      if (id !== `\0${moduleId}`) return undefined;
      // Loaded here and not at the top: a page that needs no cluster must not wait for Postgres.
      const { ensureSnapshot } = await import('../build-snapshot.ts');
      return `export { default } from ${JSON.stringify(`${await ensureSnapshot()}?url`)};`;
    },
  };
}
