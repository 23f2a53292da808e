/** The replica's apply worker: one transaction at a time, whole or not at all, with Postgres's own words for what fails. */
import type { VirtualMs } from '../trace/ids.ts';
import type { DecodedChange, PgMessage } from '../trace/postgres-values.ts';
import { conflictOf } from './apply-conflict.ts';
import { applyStatements } from './apply-statements.ts';
import type { ReplayState, ReplicaNode } from './postgres-node.ts';
import { ApplyError, type ReplicaRelations, replicaRelationsFrom, replicaRelationsQuery } from './replica-relations.ts';
import type { ReceivedTransaction } from './transport.ts';

export class ApplyWorker {
  readonly #replica: ReplicaNode;
  #relations: ReplicaRelations | null = null;

  constructor(replica: ReplicaNode) {
    this.#replica = replica;
  }

  /** The replica's tables are not what they were. */
  forgetRelations(): void {
    this.#relations = null;
  }

  /** Applies the transaction, after which the standby reports `replay`; or gives the error. @throws NodeCrashed */
  async apply({ changes }: ReceivedTransaction, replay: ReplayState, at: VirtualMs): Promise<PgMessage | null> {
    const relations = await this.relations(at);
    try {
      const planned = changes.flatMap((change) =>
        applyStatements(change, relations).map((statement) => ({ change, statement })),
      );
      const statements = planned.map(({ statement }) => statement);
      const { outcome, succeeded } = await this.#replica.apply(statements, replay, at);
      if (outcome.kind === 'ok') return null;
      return await this.#inWorkersWords(outcome.error, planned[succeeded]?.change, at);
    } catch (error) {
      if (error instanceof ApplyError) return error.error;
      throw error;
    }
  }

  async relations(at: VirtualMs): Promise<ReplicaRelations> {
    this.#relations ??= replicaRelationsFrom(await this.#replica.ask(replicaRelationsQuery, at));
    return this.#relations;
  }

  async #inWorkersWords(error: PgMessage, failed: DecodedChange | undefined, at: VirtualMs): Promise<PgMessage> {
    const { position: _, ...told } = error;
    if (error.code === '23505' && (failed?.kind === 'insert' || failed?.kind === 'update')) {
      const relation = (await this.relations(at)).get(`${failed.schema}.${failed.table}`)!;
      return conflictOf(told, failed, relation, this.#replica, at);
    }
    // `tuples_equal` (src/backend/executor/execReplication.c), where rows are compared whole.
    const type = /^operator does not exist: (.+) = \1$/.exec(error.message)?.[1];
    if (error.code !== '42883' || type === undefined) return told;
    const { hint: __, ...rest } = told;
    return { ...rest, message: `could not identify an equality operator for type ${type}` };
  }
}
