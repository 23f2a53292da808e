import installationUrl from '@electric-sql/pglite/pglite.data?url';
import wasmUrl from '@electric-sql/pglite/pglite.wasm?url';
import pluginUrl from './assets/replayground_decoding.tar.gz?url';
import { findServerAddresses } from './server-addresses.ts';
import type { ServerFiles } from './server-files.ts';

/** Fetches each file once. @param snapshotUrl where the gzipped data directory is served.
 * @throws when one of them cannot be had, with its address. */
export async function loadServerFiles(snapshotUrl: string): Promise<ServerFiles> {
  const wasm = download(wasmUrl);
  const wasmBytes = wasm.then((response) => response.clone().arrayBuffer());
  const [module, addresses, installation, dataDirectory, plugin] = await Promise.all([
    WebAssembly.compileStreaming(wasm),
    wasmBytes.then((bytes) => findServerAddresses(new Uint8Array(bytes))),
    download(installationUrl).then((response) => response.blob()),
    download(snapshotUrl).then(unpacked),
    download(pluginUrl).then((response) => response.blob()),
  ]);
  return { module, addresses, installation, dataDirectory, pluginUrl: URL.createObjectURL(plugin) };
}

function unpacked(gzipped: Response): Promise<Blob> {
  return new Response(gzipped.body?.pipeThrough(new DecompressionStream('gzip'))).blob();
}

async function download(url: string): Promise<Response> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} could not be fetched: ${response.status} ${response.statusText}`);
  return response;
}
