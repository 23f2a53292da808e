import type { Plugin } from 'vite';
import { bundleWorker } from './bundle-worker.ts';

const id = 'virtual:replayground/sandbox-worker';
const resolvedId = `\0${id}`;

/** Serves the worker program, as the text of a script, as `virtual:replayground/sandbox-worker`. In development it is built
 * again when one of its files changes. */
export function sandboxPlugin(): Plugin {
  let minify = true;
  let files: ReadonlySet<string> = new Set();
  return {
    name: 'replayground:sandbox',
    configResolved({ command }) {
      minify = command === 'build';
    },
    resolveId: { filter: { id: new RegExp(`^${id}$`) }, handler: () => resolvedId },
    load: {
      filter: { id: new RegExp(`^${resolvedId}$`) },
      async handler() {
        const bundle = await bundleWorker({ minify });
        files = new Set(bundle.files);
        for (const file of files) this.addWatchFile(file);
        return `export const sandboxWorkerSource = ${JSON.stringify(bundle.source)};`;
      },
    },
    hotUpdate({ file, modules }) {
      if (!files.has(file)) return undefined;
      const worker = this.environment.moduleGraph.getModuleById(resolvedId);
      return worker ? [...modules, worker] : undefined;
    },
  };
}
