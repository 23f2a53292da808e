import type { Cluster, PrimaryNode, ReplicaNode } from '../simulation/postgres-node.ts';
import { virtualMs } from '../trace/ids.ts';
import { NodeServer } from './node-server.ts';
import type { ServerFiles } from './server-files.ts';
import { WorkerNode } from './worker-node.ts';

export interface ClusterOptions {
  /** They may still be loading: the workers start meanwhile. */
  readonly files: ServerFiles | Promise<ServerFiles>;
  /** Run on both nodes: the replica begins as a copy. Without a `create publication` in it, all tables are published. */
  readonly schemaSql: string;
  /** In this thread (Node, for tests) or each in a worker of its own (the browser). */
  readonly where: 'in-process' | 'workers';
  /** Wall-clock time that one operation in a worker may take before the worker is ended, in ms. Default 5,000. */
  readonly watchdogMs?: number;
}

/** Starts the primary and its hot standby, with the slot `replica` between them. @throws when the schema fails. */
export async function startCluster({ files, schemaSql, where, watchdogMs = 5_000 }: ClusterOptions): Promise<Cluster> {
  const start = (name: 'primary' | 'replica'): Promise<NodeServer | WorkerNode> => {
    const setup = Promise.resolve(files).then((loaded) => ({ name, files: loaded, schemaSql }));
    return where === 'workers'
      ? WorkerNode.start(name, setup, watchdogMs)
      : setup.then((given) => NodeServer.start(given));
  };
  const [primary, replica] = await Promise.all([start('primary'), start('replica')]);
  const [lsn, slot, ofPrimary, ofReplica] = await Promise.all([
    primary.lsn(),
    primary.slot(),
    primary.tables(virtualMs(0)),
    replica.tables(virtualMs(0)),
  ]);
  return {
    primary: primary as PrimaryNode,
    replica: replica as ReplicaNode,
    lsn,
    slot,
    tables: { primary: ofPrimary, replica: ofReplica },
    terminate() {
      primary.terminate();
      replica.terminate();
    },
  };
}
