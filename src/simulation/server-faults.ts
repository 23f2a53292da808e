/**
 * What happens to servers from outside: they crash, are started again, are restored, promoted, fenced and rebuilt; and what
 * that means for whoever is connected to them.
 */
import type { Lsn, NodeName } from '../trace/ids.ts';
import type { WalRecord } from '../trace/postgres-values.ts';
import type { Settings } from '../trace/settings.ts';
import type { CommitWaits } from './commit-waits.ts';
import type { Connections } from './connections.ts';
import type { Cluster } from './postgres-node.ts';
import type { PromotedNode } from './promoted-node.ts';
import type { Recorder } from './recorder.ts';
import type { Replication } from './replication.ts';
import { serverNamed } from './server-at.ts';
import type { ServerSession } from './server-session.ts';
import type { VirtualClock } from './virtual-clock.ts';

export interface ServerFaultsParts {
  readonly cluster: Cluster;
  readonly clock: VirtualClock;
  readonly recorder: Recorder;
  readonly replication: Replication;
  readonly sessions: Readonly<Record<NodeName, ServerSession>>;
  readonly connections: Connections;
  readonly waits: CommitWaits;
  readonly promoted: PromotedNode;
  readonly settings: () => Settings;
  /** Reads what the primary has logged, which a crash and a rebuild take, and gives all that was read. */
  readonly readWal: () => Promise<readonly WalRecord[]>;
}

/** The first primary's epoch is 1, and there is one promotion. */
const promotedEpoch = 2;

export class ServerFaults {
  readonly #parts: ServerFaultsParts;

  constructor(parts: ServerFaultsParts) {
    this.#parts = parts;
  }

  /** The node's server is killed, and with it goes what clients had open there. @throws NodeCrashed */
  async crash(node: NodeName, reason: string): Promise<void> {
    const { clock, cluster, connections, recorder, replication } = this.#parts;
    if (connections.isDown(node)) return;
    if (node === 'primary') await this.#leavePrimary();
    await replication.catchUp(clock.now);
    const lost = node === 'primary' && replication.hasPrimary ? await replication.unflushed(clock.now) : [];
    await serverNamed(node, cluster).crash();
    const took = lost.length > 0 && { lost };
    recorder.record({ type: 'node crashed', at: clock.now, node, reason, onPurpose: true, ...took });
    if (node !== 'standalone') replication.nodeCrashed(node);
    await this.#endConnections(node);
  }

  /** A node that has crashed is started again on the files that it has left. @throws NodeCrashed */
  async restart(node: NodeName): Promise<void> {
    const { clock, cluster, connections, promoted, recorder, replication, waits } = this.#parts;
    if (!connections.isDown(node)) return;
    // What had been sent before the crash has arrived meanwhile.
    await replication.catchUp(clock.now);
    const recovery = await serverNamed(node, cluster).restart(clock.now);
    const isPromoted = node === 'replica' && replication.isPromoted;
    const moved = isPromoted && (await promoted.moved(clock.now));
    recorder.record({ type: 'node restarted', at: clock.now, node, recovery, ...moved });
    connections.nodeRestarted(node);
    if (node !== 'standalone') replication.nodeRestarted(node, recovery.lsn, clock.now);
    waits.reconsider();
    await this.fenceIfHeard();
  }

  /** The replica's server is started anew, as it was just before a commit of the primary. Nothing where replication is logical, where
   * it is down or was promoted, or where the log has no such commit. @throws NodeCrashed */
  async restore(before: Lsn): Promise<void> {
    const { clock, cluster, connections, readWal, replication } = this.#parts;
    if (cluster.replication === 'logical' || connections.isDown('replica') || replication.isPromoted) return;
    await replication.catchUp(clock.now);
    const commit = (await readWal()).findLast((record) => isCommit(record) && record.endLsn === before);
    if (!commit) return;
    await this.#endConnections('replica');
    await replication.restore({ lsn: commit.startLsn, before }, clock.now);
    connections.nodeRestarted('replica');
  }

  /** The replica takes writes from now on, and follows nobody. A replica that is down cannot. A transaction that is open there
   * ends where Postgres had to replay something first, as with a conflict with recovery. @throws NodeCrashed */
  async promote(): Promise<void> {
    const { clock, connections, promoted, recorder, replication, sessions } = this.#parts;
    if (connections.isDown('replica') || replication.isPromoted) return;
    const { holder } = sessions.replica;
    const { isNewServer, ...stood } = await replication.promote(clock.now);
    const found = await promoted.look(clock.now);
    recorder.record({ type: 'node promoted', at: clock.now, node: 'replica', ...stood, ...found });
    if (isNewServer && holder !== null) {
      connections.cut(holder, 'replica');
      await sessions.replica.lose(clock.now);
    }
    await this.fenceIfHeard();
  }

  /** Where servers compare their epochs, a former primary that reaches the promoted node takes no writes any more. Call whenever
   * they may reach each other since. @throws NodeCrashed */
  async fenceIfHeard(): Promise<void> {
    const { clock, connections, recorder, replication, settings } = this.#parts;
    const reach = !settings().network.streamCut && !connections.isDown('primary') && !connections.isDown('replica');
    const isStale = replication.isPromoted && replication.hasPrimary;
    if (!settings().replication.fencing || !reach || !isStale) return;
    await this.#leavePrimary();
    await replication.fence(clock.now);
    recorder.record({ type: 'node fenced', at: clock.now, node: 'primary', epoch: promotedEpoch });
    await this.#endConnections('primary');
    connections.nodeRestarted('primary');
  }

  /** The former primary, down or running, becomes a standby of the promoted node. Nothing where none was promoted, where that one
   * cannot be reached, or where it is one already. @throws NodeCrashed */
  async rejoin(): Promise<void> {
    const { clock, connections, replication, settings } = this.#parts;
    const canBackUp = replication.isPromoted && !connections.isDown('replica') && !settings().network.streamCut;
    if (!canBackUp || replication.former.replayLsn !== null) return;
    if (!connections.isDown('primary')) {
      await this.#leavePrimary();
      await replication.catchUp(clock.now);
      await this.#endConnections('primary');
    }
    await replication.rejoin(clock.now);
    connections.nodeRestarted('primary');
  }

  async #leavePrimary(): Promise<void> {
    await this.#rollBackFailed();
    await this.#parts.readWal();
  }

  /** Beside a transaction that has failed nothing can be read of what was committed before it, and it is about to end anyway. */
  async #rollBackFailed(): Promise<void> {
    const { clock, cluster, sessions } = this.#parts;
    if (sessions.primary.status !== 'failed transaction') return;
    await cluster.primary.query({ sql: 'rollback', params: [] }, clock.now);
    sessions.primary.rolledBack();
  }

  /** Whoever is connected to it, or waits for it, hears that the server is gone. */
  async #endConnections(node: NodeName): Promise<void> {
    const { clock, connections, sessions, waits } = this.#parts;
    connections.nodeCrashed(node);
    if (node === 'primary') waits.lose();
    await sessions[node].lose(clock.now);
  }
}

const isCommit = ({ resourceManager, recordType }: WalRecord): boolean =>
  resourceManager === 'Transaction' && recordType === 'COMMIT';
