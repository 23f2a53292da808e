import { type BaseBackup, NodeCrashed } from '../simulation/postgres-node.ts';
import type { NodeName } from '../trace/ids.ts';
import type { Recovery } from '../trace/postgres-values.ts';
import type { NodeSetup } from './instance.ts';
import type { NodeServer } from './node-server.ts';
import type { FromWorker, Operation, ToWorker } from './worker-protocol.ts';

type Returned<Op extends Operation> = Awaited<ReturnType<NodeServer[Op]>>;

interface Pending {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/**
 * A node in a worker of its own, with the operations of `NodeServer`. Operations are answered in order. One that takes
 * longer than the watchdog allows is a runaway statement: nothing but the end of the worker stops it, and the node has
 * crashed, its files with it. `restore` and `replayTo` then start another.
 */
export class WorkerNode {
  readonly name: NodeName;
  readonly #setup: Promise<NodeSetup>;
  readonly #watchdogMs: number;
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | null = null;
  #calls = 0;
  #backup: BaseBackup | null = null;

  private constructor(name: NodeName, setup: Promise<NodeSetup>, watchdogMs: number) {
    this.name = name;
    this.#setup = setup;
    this.#watchdogMs = watchdogMs;
  }

  /** @param setup may still be on its way: the worker's own code loads meanwhile. */
  static async start(name: NodeName, setup: Promise<NodeSetup>, watchdogMs: number): Promise<WorkerNode> {
    const node = new WorkerNode(name, setup, watchdogMs);
    await node.#start();
    return node;
  }

  query = this.#forward('query');
  script = this.#forward('script');
  peek = this.#forward('peek');
  tryOut = this.#forward('tryOut');
  ask = this.#forward('ask');
  tables = this.#forward('tables');
  decode = this.#forward('decode');
  decodeUnflushed = this.#forward('decodeUnflushed');
  confirm = this.#forward('confirm');
  apply = this.#forward('apply');
  operate = this.#forward('operate');
  walRecords = this.#forward('walRecords');
  slot = this.#forward('slot');
  lsn = this.#forward('lsn');
  crash = this.#forward('crash');
  restart = this.#forward('restart');
  baseBackup = this.#forward('baseBackup');
  walBytes = this.#forward('walBytes');
  flushWal = this.#forward('flushWal');
  promote = this.#forward('promote');
  fence = this.#forward('fence');
  backupNow = this.#forward('backupNow');
  rebuild = this.#forward('rebuild');

  reportWalSender(...args: Parameters<NodeServer['reportWalSender']>): void {
    this.#tell('reportWalSender', args);
  }

  reportReplay(...args: Parameters<NodeServer['reportReplay']>): void {
    this.#tell('reportReplay', args);
  }

  async useBackup(backup: BaseBackup): Promise<void> {
    this.#backup = backup;
    await this.#call('useBackup', [backup]);
  }

  async replayTo(...args: Parameters<NodeServer['replayTo']>): Promise<Recovery> {
    await this.#revive();
    return this.#call('replayTo', args);
  }

  async restore(seed: number): Promise<void> {
    await this.#revive();
    await this.#call('restore', [seed]);
  }

  terminate(): void {
    this.#end(new NodeCrashed(this.name, 'it was shut down'));
  }

  /** A worker that was ended has taken everything with it. */
  async #revive(): Promise<void> {
    if (this.#worker) return;
    await this.#start();
    if (this.#backup) await this.#call('useBackup', [this.#backup]);
  }

  async #start(): Promise<void> {
    const worker = new Worker(new URL('./node.worker.ts', import.meta.url), { type: 'module', name: this.name });
    this.#worker = worker;
    await new Promise<void>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
        if (data.kind === 'failed' && data.id === null) reject(new Error(data.message, { cause: data.cause }));
        else if (data.kind === 'started') resolve();
        else this.#settle(data);
      };
      worker.onerror = (event) => {
        const crashed = new NodeCrashed(this.name, event.message || 'its worker ended');
        reject(crashed);
        this.#end(crashed);
      };
      this.#setup.then((setup) => this.#post({ kind: 'start', setup }), reject);
    });
  }

  #forward<Op extends Operation>(operation: Op): (...args: Parameters<NodeServer[Op]>) => Promise<Returned<Op>> {
    return (...args) => this.#call(operation, args);
  }

  #call<Op extends Operation>(operation: Op, args: Parameters<NodeServer[Op]>): Promise<Returned<Op>> {
    if (!this.#worker) return Promise.reject(new NodeCrashed(this.name, 'it is down'));
    const id = ++this.#calls;
    return new Promise<Returned<Op>>((resolve, reject) => {
      const watchdog = setTimeout(() => this.#end(this.#runaway()), this.#watchdogMs);
      this.#pending.set(id, {
        resolve: (value) => {
          clearTimeout(watchdog);
          resolve(value);
        },
        reject: (error) => {
          clearTimeout(watchdog);
          reject(error);
        },
      });
      this.#post({ kind: 'call', id, operation, args } as ToWorker);
    });
  }

  /** An operation whose answer nobody waits for. A crash shows in the next one. */
  #tell<Op extends Operation>(operation: Op, args: Parameters<NodeServer[Op]>): void {
    this.#post({ kind: 'call', id: 0, operation, args } as ToWorker);
  }

  #post(message: ToWorker): void {
    this.#worker?.postMessage(message);
  }

  #settle(message: Exclude<FromWorker, { kind: 'started' }>): void {
    const pending = message.id === null ? undefined : this.#pending.get(message.id);
    if (!pending || message.id === null) return;
    this.#pending.delete(message.id);
    if (message.kind === 'returned') pending.resolve(message.value as never);
    else if (message.kind === 'crashed') pending.reject(new NodeCrashed(this.name, message.reason));
    else pending.reject(new Error(message.message, { cause: message.cause }));
  }

  #runaway(): NodeCrashed {
    return new NodeCrashed(this.name, `a statement ran for more than ${this.#watchdogMs / 1_000} s and was ended`);
  }

  #end(reason: NodeCrashed): void {
    this.#worker?.terminate();
    this.#worker = null;
    for (const { reject } of this.#pending.values()) reject(reason);
    this.#pending.clear();
  }
}
