import type { Cluster, PrimaryNode, ReplicaNode } from '../simulation/postgres-node.ts';
import type { ReplicationKind } from '../trace/events.ts';
import { type Lsn, type NodeName, virtualMs } from '../trace/ids.ts';
import type { PgTable } from '../trace/postgres-values.ts';
import { NodeServer } from './node-server.ts';
import type { ServerFiles } from './server-files.ts';
import { WorkerNode } from './worker-node.ts';

export interface ClusterOptions {
  /** They may still be loading: the workers start meanwhile. */
  readonly files: ServerFiles | Promise<ServerFiles>;
  /** Default: `logical`. */
  readonly replication?: ReplicationKind | undefined;
  /** Run on both nodes, or on the primary alone where replication is physical: the replica begins as a copy. Without a `create publication` in it, all tables are published. */
  readonly schemaSql: string;
  /** The tables and rows of a third server, which has no part in the replication. Without it there is none. */
  readonly standaloneSql?: string | undefined;
  /** In this thread (Node, for tests) or each in a worker of its own (the browser). */
  readonly where: 'in-process' | 'workers';
  /** Wall-clock time that one operation in a worker may take before the worker is ended, in ms. Default 5,000. */
  readonly watchdogMs?: number;
}

/** Starts the primary and its hot standby, with the slot `replica` between them, and the standalone server if there is
 * to be one, all side by side. @throws when a schema fails. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const { files, schemaSql, standaloneSql, where, watchdogMs = 5_000, replication = 'logical' } = options;
  const start = (name: NodeName, sql = schemaSql): Promise<NodeServer | WorkerNode> => {
    const setup = Promise.resolve(files).then((loaded) => ({ name, files: loaded, schemaSql: sql }));
    return where === 'workers'
      ? WorkerNode.start(name, setup, watchdogMs)
      : setup.then((given) => NodeServer.start(given));
  };
  const [primary, replica, standalone] = await Promise.all([
    start('primary'),
    // The server of a physical standby is started on the backup.
    start('replica', replication === 'physical' ? '' : schemaSql),
    standaloneSql === undefined ? null : start('standalone', standaloneSql),
  ]);
  if (replication === 'physical') await replica.useBackup(await primary.baseBackup());
  const [lsn, slot, ofPrimary, ofReplica, atRest] = await Promise.all([
    primary.lsn(),
    primary.slot(),
    primary.tables(virtualMs(0)),
    replica.tables(virtualMs(0)),
    standalone && stateOf(standalone),
  ]);
  return {
    replication,
    primary: primary as PrimaryNode,
    replica: replica as ReplicaNode,
    standalone,
    lsn,
    slot,
    tables: { primary: ofPrimary, replica: ofReplica, ...(atRest && { standalone: atRest.tables }) },
    ...(atRest && { standaloneLsn: atRest.lsn }),
    terminate() {
      primary.terminate();
      replica.terminate();
      standalone?.terminate();
    },
  };
}

async function stateOf(
  standalone: NodeServer | WorkerNode,
): Promise<{ readonly lsn: Lsn; readonly tables: readonly PgTable[] }> {
  const [lsn, tables] = await Promise.all([standalone.lsn(), standalone.tables(virtualMs(0))]);
  return { lsn, tables };
}
