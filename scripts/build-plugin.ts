/** Compiles the output plugin with clang and lld from npm and packs it the way PGlite loads an extension:
 * `lib/postgresql/NAME.so` in a .tar.gz. The same source gives the same bytes. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { runLLVM } from '@yowasp/clang';
import { gzipSync } from 'fflate';
import { tarOf } from './tar.ts';

const sources = new URL('../src/postgres/plugin/', import.meta.url);
export const pluginArchive = new URL('../src/postgres/assets/replayground_decoding.tar.gz', import.meta.url);

/** The archive's bytes, made from the source as it is now. */
export async function buildPlugin(): Promise<Uint8Array> {
  const names = await readdir(sources);
  const files = Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(new URL(name, sources))] as const)),
  );
  const compile =
    'clang --target=wasm32-unknown-emscripten -fPIC -fvisibility=hidden -O2 -nostdlib -ffreestanding -Wall -Werror -c';
  const link = 'wasm-ld --experimental-pic -shared --no-entry --import-undefined';
  const compiled = await runLLVM([...compile.split(' '), 'output_plugin.c', '-o', 'plugin.o'], files);
  const linked = await runLLVM([...link.split(' '), '-o', 'plugin.so', 'plugin.o'], compiled ?? {});
  const library = linked?.['plugin.so'];
  if (!(library instanceof Uint8Array)) throw new Error('The linker gave no plugin.so.');
  const archive = tarOf([{ name: 'lib/postgresql/replayground_decoding.so', content: library, mode: 0o755 }]);
  return gzipSync(archive, { level: 9, mtime: 1 });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const archive = await buildPlugin();
  await writeFile(pluginArchive, archive);
  console.log(`built replayground_decoding.tar.gz: ${archive.length} bytes`);
}
