/** Compiles the output plugin with clang and lld from npm and packs it the way PGlite loads an extension:
 * `lib/postgresql/NAME.so` in a .tar.gz. The same source gives the same bytes. */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { runLLVM } from '@yowasp/clang';
import { gzipSync } from 'fflate';

const source = new URL('../src/postgres/plugin/output_plugin.c', import.meta.url);
export const pluginArchive = new URL('../src/postgres/assets/replayground_decoding.tar.gz', import.meta.url);

/** The archive's bytes, made from the source as it is now. */
export async function buildPlugin(): Promise<Uint8Array> {
  const files = { 'output_plugin.c': await readFile(source) };
  const compile =
    'clang --target=wasm32-unknown-emscripten -fPIC -fvisibility=hidden -O2 -nostdlib -ffreestanding -Wall -Werror -c';
  const link = 'wasm-ld --experimental-pic -shared --no-entry --import-undefined';
  const compiled = await runLLVM([...compile.split(' '), 'output_plugin.c', '-o', 'plugin.o'], files);
  const linked = await runLLVM([...link.split(' '), '-o', 'plugin.so', 'plugin.o'], compiled ?? {});
  const library = linked?.['plugin.so'];
  if (!(library instanceof Uint8Array)) throw new Error('The linker gave no plugin.so.');
  return gzipSync(tarOf('lib/postgresql/replayground_decoding.so', library), { level: 9, mtime: 1 });
}

/** A ustar archive of one file, with no times or owners in it (POSIX.1-1988). */
function tarOf(name: string, content: Uint8Array): Uint8Array {
  const block = 512;
  const archive = new Uint8Array(block + Math.ceil(content.length / block) * block + 2 * block);
  const text = (at: number, value: string): void => archive.set(new TextEncoder().encode(value), at);
  const octal = (at: number, value: number, digits: number): void => text(at, value.toString(8).padStart(digits, '0'));
  text(0, name);
  octal(100, 0o755, 7);
  octal(108, 0, 7);
  octal(116, 0, 7);
  octal(124, content.length, 11);
  octal(136, 0, 11);
  text(148, '        ');
  text(156, '0');
  text(257, 'ustar\u000000');
  octal(
    148,
    archive.subarray(0, block).reduce((sum, byte) => sum + byte, 0),
    6,
  );
  archive[154] = 0;
  archive.set(content, block);
  return archive;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const archive = await buildPlugin();
  await writeFile(pluginArchive, archive);
  console.log(`built replayground_decoding.tar.gz: ${archive.length} bytes`);
}
