import installationUrl from '@electric-sql/pglite/pglite.data?url';
import wasmUrl from '@electric-sql/pglite/pglite.wasm?url';
import pluginUrl from './assets/replayground_decoding.tar.gz?url';
import { findServerAddresses } from './server-addresses.ts';
import type { ServerFiles } from './server-files.ts';

/** Fetches each file once. @param snapshotUrl where the gzipped data directory is served.
 * @throws when one of them cannot be had, with its address. */
export async function loadServerFiles(snapshotUrl: string): Promise<ServerFiles> {
  const [wasm, installation, snapshot, plugin] = await Promise.all([
    download(wasmUrl).then((response) => response.arrayBuffer()),
    download(installationUrl).then((response) => response.blob()),
    download(snapshotUrl),
    download(pluginUrl).then((response) => response.blob()),
  ]);
  const dataDirectory = new Response(snapshot.body?.pipeThrough(new DecompressionStream('gzip'))).blob();
  return {
    module: await WebAssembly.compile(wasm),
    addresses: findServerAddresses(new Uint8Array(wasm)),
    installation,
    dataDirectory: await dataDirectory,
    pluginUrl: URL.createObjectURL(plugin),
  };
}

async function download(url: string): Promise<Response> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} could not be fetched: ${response.status} ${response.statusText}`);
  return response;
}
