/**
 * The shell of a node's machine, as far as its prompt has one: `pg_ctl`, with which one starts, stops and promotes the server;
 * `iptables`, with which one cuts a network; `systemctl`, with which one gives a service less of the processor. The words are those of
 * PostgreSQL 18's `src/bin/pg_ctl/pg_ctl.c` and of iptables 1.8; the other two say nothing where all is well.
 */
import type { FaultKind } from '../../../simulation/scenario.ts';
import type { NodeName } from '../../../trace/ids.ts';
import { type SettingsChange, slowdownOf } from '../../../trace/settings.ts';
import type { RunView } from '../../../trace/view.ts';

/** What is done to the run, and what is said when it has been; or why nothing is. */
export type Operation =
  | { readonly kind: 'done'; readonly what: FaultKind | SettingsIntervention; readonly said: string }
  | { readonly kind: 'refused'; readonly said: string };

interface SettingsIntervention {
  readonly kind: 'settings';
  readonly change: SettingsChange['change'];
}

const usage = [
  ['pg_ctl stop -m immediate', 'the server dies as it stands'],
  ['pg_ctl start', 'it is started again, on the files that it has left'],
  ['pg_ctl promote', 'the standby takes writes'],
  [
    'iptables -A INPUT -s PEER -j DROP',
    'nothing gets here from the other node (primary, replica) or from the application (app)',
  ],
  ['iptables -D INPUT -s PEER -j DROP', 'it does again'],
  ['systemctl set-property postgresql CPUQuota=N%', 'the server has so much of the processor; without N%, all of it'],
]
  .map(([command, does]) => `\\! ${command}\n     ${does}`)
  .join('\n');

const refused = (said: string): Operation => ({ kind: 'refused', said });
const notRunning = 'pg_ctl: PID file "postmaster.pid" does not exist\nIs server running?';

/** What `command`, the part after `\!`, does to a node as it is at a moment. */
export function shellCommand(command: string, node: NodeName, view: RunView): Operation {
  const words = command.trim().replaceAll(/\s+/g, ' ');
  return (
    pgCtl(words, node, view) ??
    iptables(words, node, view) ??
    systemctl(words, node, view) ??
    refused(`Of the shell, this prompt has:\n${usage}`)
  );
}

function pgCtl(words: string, node: NodeName, { crashed, replication }: RunView): Operation | null {
  const isDown = crashed[node] !== null;
  switch (words) {
    case 'pg_ctl stop -m immediate':
    case 'pg_ctl stop -m i':
    case 'pg_ctl stop --mode=immediate':
      if (isDown) return refused(notRunning);
      return { kind: 'done', what: { kind: 'crash', node }, said: waited('shut down', 'stopped') };
    case 'pg_ctl start':
      if (!isDown) return refused('pg_ctl: another server might be running\npg_ctl: could not start server');
      return { kind: 'done', what: { kind: 'restart', node }, said: waited('start', 'started') };
    case 'pg_ctl promote':
      if (isDown) return refused(notRunning);
      if (node !== 'replica' || replication.promoted)
        return refused('pg_ctl: cannot promote server; server is not in standby mode');
      return { kind: 'done', what: { kind: 'promote' }, said: waited('promote', 'promoted') };
    default:
      return null;
  }
}

const waited = (what: string, past: string): string => `waiting for server to ${what}.... done\nserver ${past}`;

const peers: Readonly<Record<NodeName, NodeName | null>> = {
  primary: 'replica',
  replica: 'primary',
  standalone: null,
};

function iptables(words: string, node: NodeName, { settings: { network } }: RunView): Operation | null {
  const rule = /^iptables -([AD]) INPUT -s (\S+) -j DROP$/.exec(words);
  if (!rule) return null;
  const [, action, source] = rule;
  const isApp = source === 'app';
  if (!isApp && source !== peers[node])
    return refused(
      `iptables v1.8: host/network \`${source}' not found\nTry \`iptables -h' or 'iptables --help' for more information.`,
    );
  const isCut = isApp ? network.unreachable?.[node] === true : network.streamCut === true;
  if (action === 'D' && !isCut) return refused('iptables: Bad rule (does a matching rule exist in that chain?).');
  const change = isApp ? { unreachable: { [node]: action === 'A' } } : { streamCut: action === 'A' };
  return { kind: 'done', what: { kind: 'settings', change: { network: change } }, said: '' };
}

function systemctl(words: string, node: NodeName, { settings }: RunView): Operation | null {
  const quota = /^systemctl set-property (?:--runtime )?postgresql(?:\.service)? CPUQuota=(?:(\d+(?:\.\d+)?)%)?$/.exec(
    words,
  );
  if (!quota) return null;
  const percent = quota[1] === undefined ? 100 : Number(quota[1]);
  if (percent === 0) return refused('Failed to parse CPUQuota= value, expected a percentage above 0.');
  const times = Math.max(1, 100 / percent);
  if (times === slowdownOf(settings, node)) return refused(`The ${node} has ${Math.min(percent, 100)}% already.`);
  return { kind: 'done', what: { kind: 'settings', change: { slowdown: { [node]: times } } }, said: '' };
}
