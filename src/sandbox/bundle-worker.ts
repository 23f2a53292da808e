/** Builds the worker program, the learner's API with it, as one classic script. Node only. */
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

export interface WorkerBundle {
  /** The script. */
  readonly source: string;
  /** Paths of all files that went into it. */
  readonly files: readonly string[];
}

export async function bundleWorker({ minify }: { readonly minify: boolean }): Promise<WorkerBundle> {
  const entry = fileURLToPath(new URL('inside/main.ts', import.meta.url));
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      write: false,
      minify,
      target: 'es2022',
      modulePreload: false,
      lib: { entry, formats: ['iife'], name: 'replaygroundSandbox', fileName: 'sandbox-worker' },
    },
  });
  const [output] = Array.isArray(result) ? result : [result];
  if (!output || !('output' in output)) throw new Error('The bundler watches instead of building.');
  const [chunk, ...more] = output.output;
  if (more.length > 0) throw new Error(`The worker program must be one script, not ${more.length + 1} files.`);
  // The bundler's own modules have no file; their names begin with a null character.
  return { source: chunk.code, files: chunk.moduleIds.filter((id) => !id.startsWith('\0')) };
}
