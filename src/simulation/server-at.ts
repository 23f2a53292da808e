/** Which server answers under a name: the network's DNS. */
import { type NodeName, nodeNames } from '../trace/ids.ts';
import type { Cluster, PostgresNode } from './postgres-node.ts';

/** A server, or why there is none, in libpq's words (`src/interfaces/libpq/fe-connect.c`). */
export type Found =
  | { readonly kind: 'server'; readonly node: NodeName }
  | { readonly kind: 'nobody'; readonly message: string };

/** `host` is what a client was configured with: it may be anything. Names are the nodes' own, in any case of letters. */
export function serverAt(host: string, cluster: Cluster): Found {
  const name = host.toLowerCase();
  const node = nodeNames.find((known) => known === name);
  if (node && cluster[node]) return { kind: 'server', node };
  return { kind: 'nobody', message: whyNobody(host) };
}

/** @throws Error when the cluster has no such server: a scenario asks it, and its lesson has no `standalone.sql` */
export function serverNamed(node: NodeName, cluster: Cluster): PostgresNode {
  const server = cluster[node];
  if (!server) throw new Error(`There is no server "${node}" here: the lesson has no ${node}.sql.`);
  return server;
}

function whyNobody(host: string): string {
  const folder = host === '' ? '/var/run/postgresql' : host;
  if (folder.startsWith('/')) {
    return `connection to server on socket "${folder}/.s.PGSQL.5432" failed: No such file or directory`;
  }
  return `could not translate host name "${host}" to address: Name or service not known`;
}
