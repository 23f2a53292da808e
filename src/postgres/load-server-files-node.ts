import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { findServerAddresses } from './server-addresses.ts';
import type { ServerFiles } from './server-files.ts';

/** Reads the files from `node_modules`. @param snapshotPath of the gzipped data directory (`scripts/build-snapshot.ts`). */
export async function loadServerFiles(snapshotPath: string): Promise<ServerFiles> {
  const dist = dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite'));
  const [wasm, installation, snapshot] = await Promise.all([
    readFile(join(dist, 'pglite.wasm')),
    readFile(join(dist, 'pglite.data')),
    readFile(snapshotPath),
  ]);
  return {
    module: await WebAssembly.compile(wasm),
    addresses: findServerAddresses(wasm),
    installation: new Blob([installation]),
    dataDirectory: new Blob([gunzipSync(snapshot)]),
    pluginUrl: new URL('./assets/replayground_decoding.tar.gz', import.meta.url).href,
  };
}
