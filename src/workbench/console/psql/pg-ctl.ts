/**
 * `pg_ctl`, as far as a node's prompt has it: the program with which one starts, stops and promotes a server. Its words are those of
 * PostgreSQL 18's `src/bin/pg_ctl/pg_ctl.c`.
 */
import type { FaultKind } from '../../../simulation/scenario.ts';
import type { NodeName } from '../../../trace/ids.ts';
import type { RunView } from '../../../trace/view.ts';

/** What is to be done to the node, and what is said when it has been; or why nothing is. */
export type PgCtl =
  | { readonly kind: 'done'; readonly fault: FaultKind; readonly said: string }
  | { readonly kind: 'refused'; readonly said: string };

const usage =
  '\\! pg_ctl stop -m immediate   the server dies as it stands\n' +
  '\\! pg_ctl start               it is started again, on the files that it has left\n' +
  '\\! pg_ctl promote             the standby takes writes';

const refused = (said: string): PgCtl => ({ kind: 'refused', said });
const notRunning = 'pg_ctl: PID file "postmaster.pid" does not exist\nIs server running?';

/** What `command`, the part after `\!`, does to a node as it is at a moment. */
export function pgCtl(command: string, node: NodeName, { crashed, replication }: RunView): PgCtl {
  const isDown = crashed[node] !== null;
  switch (command.trim().replaceAll(/\s+/g, ' ')) {
    case 'pg_ctl stop -m immediate':
    case 'pg_ctl stop -m i':
    case 'pg_ctl stop --mode=immediate':
      if (isDown) return refused(notRunning);
      return { kind: 'done', fault: { kind: 'crash', node }, said: done('shut down', 'stopped') };
    case 'pg_ctl start':
      if (!isDown) return refused('pg_ctl: another server might be running\npg_ctl: could not start server');
      return { kind: 'done', fault: { kind: 'restart', node }, said: done('start', 'started') };
    case 'pg_ctl promote':
      if (isDown) return refused(notRunning);
      if (node !== 'replica' || replication.promoted)
        return refused('pg_ctl: cannot promote server; server is not in standby mode');
      return { kind: 'done', fault: { kind: 'promote' }, said: done('promote', 'promoted') };
    default:
      return refused(`Of the shell, this prompt has one program:\n${usage}`);
  }
}

const done = (what: string, past: string): string => `waiting for server to ${what}.... done\nserver ${past}`;
