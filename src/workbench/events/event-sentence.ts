/** Every event of a run in one sentence. */
import { count, formatMs } from '../../course/story.ts';
import type { Client, EventOf, ReplicationKind, Staleness, TraceEvent } from '../../trace/events.ts';
import { formatLsn, type NodeName } from '../../trace/ids.ts';
import { formatBytes } from '../format-bytes.ts';
import { describeSettings } from './describe-settings.ts';
import { shorten, summariseChanges, summariseSql } from './sql-summary.ts';

/** A piece of a sentence: words, the name of a node, or code. */
export type Part = string | { readonly node: NodeName } | { readonly code: string } | { readonly stale: string };

export type Sentence = readonly Part[];

/** A sentence without its looks, for those who listen to it. */
export function spoken(sentence: Sentence): string {
  return sentence
    .map((part) => {
      if (typeof part === 'string') return part;
      if ('node' in part) return part.node;
      return 'code' in part ? part.code : part.stale;
    })
    .join('');
}

/** `kind`: how the replica of the run follows. */
export function eventSentence(event: TraceEvent, kind: ReplicationKind): Sentence {
  switch (event.type) {
    case 'run started':
      return startSentence(event);
    case 'settings changed':
      return [`From here on: ${describeSettings(event.change)}.`];
    case 'request started':
      return requestSentence(event);
    case 'request responded':
      return answerSentence(event);
    case 'query ran':
      return querySentence(event);
    case 'connection failed':
      return [...asksSentence(event), `: ${event.message.split('\n')[0]}`];
    case 'transaction committed':
      return [
        { node: 'primary' },
        ' commits ',
        { code: summariseChanges(event.changes) },
        ' at ',
        { code: formatLsn(event.lsn) },
        '.',
      ];
    case 'commit released':
      return releaseSentence(event);
    case 'transaction received':
      return receiptSentence(event, kind);
    case 'transaction applied':
      return [
        { node: 'replica' },
        kind === 'physical' ? ' replays ' : ' applies ',
        { code: summariseChanges(event.changes) },
        `, ${formatMs(event.at - event.committedAt)} after the commit.`,
      ];
    case 'slot advanced':
      return ['The slot moves to ', { code: formatLsn(event.slot.confirmedFlushLsn) }, ': older WAL may go.'];
    case 'code logged':
      return ['Your code says: ', { code: shorten(event.text, 80) }];
    case 'code deployed':
      return ['Requests that arrive from here on are answered by your changed code.'];
    case 'code stopped':
      return event.neverStarted
        ? [`Your code did not start. ${event.error.name}: ${event.error.message}`]
        : [`Your code was stopped: ${event.error.message}`];
    case 'run ended':
      return [endings[event.reason], event.detail ? ` ${event.detail}` : ''];
    default:
      return nodeSentence(event, kind);
  }
}

function startSentence({ lsn, tables, replication }: EventOf<'run started'>): Sentence {
  const both: Sentence = ['Both nodes stand at ', { code: formatLsn(lsn) }, ' with the same rows'];
  const all: Sentence = tables.standalone
    ? [...both, ', and ', { node: 'standalone' }, ' has its own.']
    : [...both, '.'];
  return replication === 'physical' ? [...all, ' ', { node: 'replica' }, " follows by the primary's log."] : all;
}

function receiptSentence({ lsn, published }: EventOf<'transaction received'>, kind: ReplicationKind): Sentence {
  const position = { code: formatLsn(lsn) };
  if (kind === 'physical') return [{ node: 'replica' }, ' receives the log up to ', position, '.'];
  return published === 0
    ? ['Nothing of the commit at ', position, ' is published.']
    : [{ node: 'replica' }, ' receives the commit at ', position, '.'];
}

const endings: Readonly<Record<EventOf<'run ended'>['reason'], string>> = {
  finished: 'The run ends: everyone has their answers.',
  'code stopped': 'The run ends: nobody is there to answer.',
  'node crashed': 'The run ends, since a node crashed.',
  unanswered: 'The run ends: someone still waits for an answer.',
  budget: 'The run was ended: it did too much.',
};

type NodeEvent = EventOf<
  | 'replication stopped'
  | 'replication resumed'
  | 'tables inspected'
  | 'node crashed'
  | 'node rebuilt'
  | 'node restarted'
  | 'node restored'
  | 'node promoted'
  | 'node fenced'
  | 'node rejoined'
  | 'log replayed'
>;

const lostIn = ({ lost }: EventOf<'node crashed'>): string =>
  lost ? `, and with it ${count(lost.length, 'commit')} that nobody had waited to be flushed` : '';

function nodeSentence(event: NodeEvent, kind: ReplicationKind): Sentence {
  switch (event.type) {
    case 'replication stopped':
      return ['Replication stops at ', { code: formatLsn(event.lsn) }, `: ${event.error.message}`];
    case 'replication resumed':
      return ['Replication goes on from ', { code: formatLsn(event.lsn) }, '.'];
    case 'tables inspected':
      return event.node === 'standalone'
        ? ['What ', { node: event.node }, ' holds has changed.']
        : ['The tables of ', { node: event.node }, ' are read again.'];
    case 'node crashed':
      return event.onPurpose
        ? [{ node: event.node }, ` crashes: what was only in its memory is lost${lostIn(event)}.`]
        : [{ node: event.node }, ` crashes: ${event.reason}`];
    case 'node rebuilt':
      return [{ node: event.node }, ' is rebuilt.'];
    case 'node restarted': {
      const { redoStartLsn, lsn } = event.recovery;
      const from: Sentence = redoStartLsn === null ? [] : [' replays its log from ', { code: formatLsn(redoStartLsn) }];
      return [{ node: event.node }, ' is started again,', ...from, ' and goes on at ', { code: formatLsn(lsn) }, '.'];
    }
    case 'node restored':
      return [
        { node: event.node },
        ' is restored to just before the commit at ',
        { code: formatLsn(event.before) },
        ', and stays there, read-only.',
      ];
    case 'node promoted':
      return [
        { node: event.node },
        ` is promoted: it takes writes, with what it had ${kind === 'physical' ? 'replayed' : 'applied'} up to `,
        { code: formatLsn(event.replayLsn) },
        '.',
      ];
    case 'node fenced':
      return [{ node: event.node }, ` hears of epoch ${event.epoch}, and takes no writes any more.`];
    case 'node rejoined':
      return [
        { node: event.node },
        ' is rebuilt from a base backup of ',
        { node: 'replica' },
        ` (${formatBytes(event.bytes)}) and follows it: what it alone had is gone.`,
      ];
    case 'log replayed':
      return [
        { node: event.node },
        ' has replayed the log of ',
        { node: 'replica' },
        ' up to ',
        { code: formatLsn(event.lsn) },
        `, ${formatMs(event.at - event.loggedAt)} after it was written.`,
      ];
  }
}

function requestSentence({ person, method, path, form }: EventOf<'request started'>): Sentence {
  if (method === 'GET') return [`${person} opens `, { code: path }];
  const fields = Object.entries(form).map(([name, value]) => `${name} ${value}`);
  return [`${person} submits `, { code: path }, fields.length > 0 ? ` with ${fields.join(', ')}.` : '.'];
}

function answerSentence({ person, response, superseded }: EventOf<'request responded'>): Sentence {
  const { status, redirect, error, template } = response;
  if (superseded) {
    const what: Sentence = redirect === undefined ? [`${status}`] : ['a redirect to ', { code: redirect }];
    return ['The answer is ', ...what, `, and ${person}'s browser drops it: it waits for that of the later press.`];
  }
  if (redirect !== undefined) return [`${person} is told OK and sent on to `, { code: redirect }];
  if (error) return [`${person} gets ${status}: ${error.name}: ${error.message}`];
  const page = template === undefined ? '' : ', the page ';
  return [`${person} gets ${status}${page}`, ...(template === undefined ? ['.'] : [{ code: template }])];
}

function releaseSentence({ client, lsn, waitedMs, because }: EventOf<'commit released'>): Sentence {
  const waited = `: ${whose(client)} waited ${formatMs(waitedMs)}.`;
  const commit: Sentence = [' the commit at ', { code: formatLsn(lsn) }];
  switch (because) {
    case 'confirmed':
      return [{ node: 'replica' }, ' confirms', ...commit, waited];
    case 'cancelled':
      return ['The wait for ', { node: 'replica' }, ' is cancelled, and', ...commit, ' stays', waited];
    case 'not asked for':
      return [{ node: 'replica' }, ' need not confirm', ...commit, ' any more', waited];
  }
}

const whose = (client: Client): string => (client.kind === 'console' ? 'The console' : client.person);

const asksSentence = ({ client, node, sql }: EventOf<'query ran' | 'connection failed'>): Sentence => [
  `${whose(client)} asks `,
  { node },
  ': ',
  { code: summariseSql(sql) },
];

function querySentence(event: EventOf<'query ran'>): Sentence {
  const { outcome, staleness } = event;
  const asks = asksSentence(event);
  if (outcome.kind === 'error') return [...asks, `: ${outcome.error.code} ${outcome.error.message}`];
  const result = outcome.results.at(-1);
  const rows = result && result.fields.length > 0 ? `: ${count(result.rows.length, 'row')}` : '';
  if (event.waitsFor) return [...asks, `${rows}, and the commit waits for `, { node: 'replica' }, '.'];
  if (!staleness || staleness.commitsBehind === 0) return [...asks, `${rows}.`];
  const stale = staleness.difference.kind === 'differs';
  const lag = describeLag(staleness);
  return [...asks, `${rows}, `, ...(stale ? [{ stale: 'stale' }, `, ${lag}.`] : [`${lag}.`])];
}

/** `1 commit and 600 ms behind`. */
export function describeLag({ commitsBehind, msBehind }: Pick<Staleness, 'commitsBehind' | 'msBehind'>): string {
  return `${count(commitsBehind, 'commit')} and ${formatMs(msBehind)} behind`;
}
