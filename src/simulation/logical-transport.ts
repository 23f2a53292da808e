/** Logical replication: what the publications let through travels, and the apply worker writes it to the replica at once. */
import type { VirtualMs } from '../trace/ids.ts';
import type { PgMessage, PgTable } from '../trace/postgres-values.ts';
import { ApplyWorker } from './apply-worker.ts';
import type { InspectedTables } from './inspected-tables.ts';
import type { DecodedTransaction, ReplayState, ReplicaNode } from './postgres-node.ts';
import type { ReceivedTransaction, Transport } from './transport.ts';

export class LogicalTransport implements Transport {
  readonly storesReceived = false;
  readonly #worker: ApplyWorker;
  readonly #tables: InspectedTables;

  constructor(replica: ReplicaNode, tables: InspectedTables) {
    this.#worker = new ApplyWorker(replica);
    this.#tables = tables;
  }

  published({ published }: Pick<DecodedTransaction, 'published'>): DecodedTransaction['published'] {
    return published;
  }

  /** The slot keeps what is to be sent. */
  async take(): Promise<void> {}

  apply(transaction: ReceivedTransaction, replay: ReplayState, at: VirtualMs): Promise<PgMessage | null> {
    return this.#worker.apply(transaction, replay, at);
  }

  async showTables({ changes }: ReceivedTransaction, _: ReplayState, at: VirtualMs): Promise<void> {
    if (!this.#tables.follow(changes, await this.#worker.relations(at))) await this.inspect(at);
  }

  async bringUp(): Promise<boolean> {
    return false;
  }

  forgetReplica(): void {
    this.#worker.forgetRelations();
  }

  inspect(at: VirtualMs): Promise<readonly PgTable[]> {
    return this.#tables.inspect(at);
  }
}
