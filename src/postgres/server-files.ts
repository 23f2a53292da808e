import type { ServerAddresses } from './server-addresses.ts';

/** Everything that a server is started from. Loaded once and shared by both nodes: all of it crosses `postMessage`. */
export interface ServerFiles {
  /** PGlite's `pglite.wasm`, compiled. */
  readonly module: WebAssembly.Module;
  readonly addresses: ServerAddresses;
  /** PGlite's `pglite.data`: the files that Postgres installs. */
  readonly installation: Blob;
  /** The data directory that every node begins with, as a tar (`scripts/build-snapshot.ts`). */
  readonly dataDirectory: Blob;
  /** Where the output plugin's archive can be read from, by `fetch` in a browser and by `fs` in Node. */
  readonly pluginUrl: string;
}
