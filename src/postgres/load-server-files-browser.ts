import installationUrl from '@electric-sql/pglite/pglite.data?url';
import wasmUrl from '@electric-sql/pglite/pglite.wasm?url';
import pluginUrl from './assets/replayground_decoding.tar.gz?url';
import { findServerAddresses } from './server-addresses.ts';
import type { ServerFiles } from './server-files.ts';

/** Fetches each file once. @param snapshotUrl where the gzipped data directory is served.
 * @throws when one of them cannot be had, with its address. */
export async function loadServerFiles(snapshotUrl: string): Promise<ServerFiles> {
  const wasm = await download(wasmUrl);
  const wasmBytes = wasm.clone().arrayBuffer();
  const [module, installation, snapshot, plugin] = await Promise.all([
    WebAssembly.compileStreaming(wasm),
    download(installationUrl).then((response) => response.blob()),
    download(snapshotUrl),
    download(pluginUrl).then((response) => response.blob()),
  ]);
  const dataDirectory = new Response(snapshot.body?.pipeThrough(new DecompressionStream('gzip'))).blob();
  return {
    module,
    addresses: findServerAddresses(new Uint8Array(await wasmBytes)),
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
