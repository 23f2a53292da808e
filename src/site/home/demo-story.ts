import { count, formatMs } from '../../course/story.ts';
import type { EventOf, Trace } from '../../trace/events.ts';
import type { RunView } from '../../trace/view.ts';
import type { PageView } from '../../trace/view-people.ts';
import { visitor } from './home-shop.ts';

/** What one sees, in a sentence or two. It says how far behind the replica was when it was asked, and so stays as it is until
 * something happens: those who listen hear each once. */
export function demoStory(trace: Trace, view: RunView): string {
  const person = view.people.find(({ name }) => name === visitor);
  if (!person?.page) return 'Your orders page is opened for the first time.';
  const { waitingFor, page } = person;
  if (waitingFor?.method === 'POST') return 'Your order travels to the primary, which takes every write.';
  if (waitingFor?.path.includes('placed'))
    return 'You were told OK: the primary has committed your order. Your browser goes on to your orders, which the replica answers.';
  if (waitingFor) return 'Your orders page asks the replica once more.';
  const latest = trace.slice(0, view.cursor + 1).findLast(isAct);
  if (latest?.type === 'settings changed')
    return `From now on the replica applies each commit ${formatMs(view.settings.replication.delayMs)} after it was made.`;
  return page.staleReads.length > 0 ? staleStory(trace, view, page) : freshStory(trace, view, page);
}

const isAct = ({ type }: Trace[number]): boolean => type === 'settings changed' || type === 'request started';

function staleStory(trace: Trace, { cursor, replication }: RunView, page: PageView): string {
  const read = trace[page.staleReads[0]!];
  const staleness = read?.type === 'query ran' ? read.staleness : undefined;
  if (!staleness) throw new Error('A stale read says how stale it was.');
  if (replication.commitsBehind === 0) {
    const applied = trace
      .slice(0, cursor + 1)
      .findLast((event): event is EventOf<'transaction applied'> => event.type === 'transaction applied');
    const after = applied ? `, ${formatMs(applied.at - applied.committedAt)} after the primary` : '';
    return `Now the replica has it too${after}. Your page was read before that: reload it.`;
  }
  const behind = `${count(staleness.commitsBehind, 'commit')} and ${formatMs(staleness.msBehind)} behind`;
  const told = page.path.includes('placed') && page.redirectedFrom !== null;
  return told
    ? `You were told OK. The replica did not have your order yet: when it was asked, it was ${behind}.`
    : `Still not all there: this time the replica was ${behind}.`;
}

function freshStory(trace: Trace, { cursor }: RunView, page: PageView): string {
  const ordered = trace
    .slice(0, cursor + 1)
    .some((event) => event.type === 'request responded' && event.response.redirect !== undefined);
  if (!ordered) return 'Both servers hold the same rows. Buy a bottle, and watch where your order goes.';
  return page.redirectedFrom === null
    ? 'The replica has your order, and so does your page. The primary had it all along.'
    : 'This time the replica was quick enough: your order arrived before your page asked for it.';
}
