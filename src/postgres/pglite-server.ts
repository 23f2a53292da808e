import { PGlite } from '@electric-sql/pglite';
import { pg_walinspect } from '@electric-sql/pglite/contrib/pg_walinspect';
import { NodeCrashed } from '../simulation/postgres-node.ts';
import { type NodeName, type VirtualMs, virtualMs } from '../trace/ids.ts';
import { type DataDirectory, PrebuiltDataDirectory } from './data-directory.ts';
import { inVirtualTime, SeededRandomness, startingAt } from './environment.ts';
import type { ServerFiles } from './server-files.ts';
import { ServerMemory } from './server-memory.ts';
import { concatenate, parseReplies, type Reply } from './wire.ts';

/** The smallest WebAssembly module. Given as initdb, which a start from a data directory does not need, it saves
 * PGlite the download. */
const noInitdb = (): WebAssembly.Module => new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));

/** Answers are read as bytes, so there is no need to ask for the array types that PGlite's parsers would know. */
class Unparsed extends PGlite {
  override async _initArrayTypes(): Promise<void> {}
}

/**
 * One PGlite, spoken to in the wire protocol by synchronous calls in virtual time. PGlite swallows WebAssembly traps:
 * the answer is just shorter than it should be. So each request says how many statements must be answered, and a server
 * that answers fewer is taken for crashed and never used again.
 */
export class PgliteServer {
  readonly name: NodeName;
  readonly pglite: PGlite;
  readonly memory: ServerMemory;
  /** What it wrote to its log while it started, a line each. */
  readonly startLog: readonly string[];
  readonly #randomness: SeededRandomness;
  #crashed: NodeCrashed | null = null;

  private constructor(name: NodeName, pglite: PGlite, memory: ServerMemory, startLog: readonly string[]) {
    this.name = name;
    this.pglite = pglite;
    this.memory = memory;
    this.startLog = startLog;
    this.#randomness = new SeededRandomness(pglite.Module);
    this.seed(0);
  }

  /** Starts a server on a copy of files. Files that no server has shut down are recovered first, by Postgres's
   * own redo. */
  static async start(
    name: NodeName,
    files: ServerFiles,
    directory: DataDirectory,
    at: VirtualMs,
  ): Promise<PgliteServer> {
    const log: string[] = [];
    let isStarting = true;
    const pglite = await startingAt(at, () => startPglite(files, directory, (line) => isStarting && log.push(line)));
    isStarting = false;
    return new PgliteServer(name, pglite, new ServerMemory(pglite, files.addresses), log);
  }

  get hasCrashed(): boolean {
    return this.#crashed !== null;
  }

  /** @throws NodeCrashed */
  assertAlive(): void {
    if (this.#crashed) throw this.#crashed;
  }

  seed(seed: number): void {
    this.#randomness.seed(seed);
  }

  /** Sends requests, each ended by its `sync`, in one call, and gives one reply each. `statements[i]`: how many
   * statements the i-th request must see answered. @throws NodeCrashed */
  call(requests: readonly Uint8Array[], at: VirtualMs, statements: readonly number[]): Reply[] {
    this.assertAlive();
    const said: Uint8Array[] = [];
    const listener = { syncToFs: false, onRawData: (bytes: Uint8Array) => void said.push(bytes.slice()) };
    // The stream's call, since the plain one parses every answer and keeps it for ever. It does its work before it
    // returns; when it fails, the answer is incomplete, which is seen below.
    inVirtualTime(at, () => this.pglite.execProtocolRawStream(concatenate(requests), listener)).catch(() => {});
    const replies = parseReplies(concatenate(said));
    const unanswered = statements.findIndex((expected, index) => !isAnswered(replies[index], expected));
    if (unanswered >= 0) throw this.#crash('a WebAssembly trap: a statement ended without CommandComplete');
    return replies;
  }

  /** One request of our own, which must succeed: by default at the beginning of a run. */
  callAtStart(request: Uint8Array, statements = 1, at = virtualMs(0)): Reply {
    const [reply] = this.call([request], at, [statements]);
    if (reply!.error) throw new Error(`${this.name}: ${reply!.error.message}`, { cause: reply!.error });
    return reply!;
  }

  /** Answers nothing from now on. */
  abandon(reason: string): void {
    this.#crash(reason);
  }

  #crash(reason: string): NodeCrashed {
    this.#crashed = new NodeCrashed(this.name, reason);
    return this.#crashed;
  }
}

/** Redo would start a timer, to say every ten seconds how far it is. */
const startParams = [...PGlite.defaultStartParams, '-c', 'log_startup_progress_interval=0'];

async function startPglite(
  files: ServerFiles,
  directory: DataDirectory,
  log: (line: string) => unknown,
): Promise<PGlite> {
  const pluginUrl = new URL(files.pluginUrl);
  const pglite = new Unparsed({
    pgliteWasmModule: files.module,
    initdbWasmModule: noInitdb(),
    fsBundle: files.installation,
    fs: new PrebuiltDataDirectory(directory),
    startParams,
    onStderr: (line) => Boolean(log(line)),
    extensions: {
      replayground_decoding: { name: 'replayground_decoding', setup: async () => ({ bundlePath: pluginUrl }) },
      pg_walinspect,
    },
  });
  await pglite.waitReady;
  return pglite;
}

/** After an error the rest of its request is skipped, so an error answers them all. */
function isAnswered(reply: Reply | undefined, expected: number): boolean {
  return reply !== undefined && (reply.error !== null || reply.answered >= expected);
}
