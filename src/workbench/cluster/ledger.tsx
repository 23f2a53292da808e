import { count, formatMs } from '../../course/story.ts';
import { formatLsn } from '../../trace/ids.ts';
import type { Ledger, LostWrite } from '../../trace/ledger.ts';
import type { TableView } from '../../trace/view-tables.ts';
import { type UsedTwice, usedTwice } from '../../trace/used-twice.ts';
import { summariseChanges } from '../events/sql-summary.ts';
import './ledger.css';

/** What the promotion has cost: who was told OK of a write that the promoted node does not have. */
export function LedgerOf({ ledger, tables }: { ledger: Ledger; tables: readonly TableView[] }) {
  const { lost, kept, recoveryPointMs, recoveryMs } = ledger;
  const twice = usedTwice(ledger, tables);
  const broken = lost.filter(({ told }) => told !== null);
  return (
    <section className="ledger" aria-label="Ledger" tabIndex={0} data-broken={broken.length > 0 || undefined}>
      <h3>
        {broken.length === 0
          ? 'No write that somebody was told of is missing on the promoted node.'
          : `${count(broken.length, 'write')} that somebody was told of ${broken.length === 1 ? 'is' : 'are'} missing on the promoted node.`}
      </h3>
      <dl>
        <div>
          <dt title="How far back the promoted node lacks what somebody was told of (RPO)">Recovery point</dt>
          <dd>{formatMs(recoveryPointMs)}</dd>
        </div>
        <div>
          <dt title="From the end of the primary to the first write that the promoted node took (RTO)">
            Recovery time
          </dt>
          <dd>{recoveryMs === null ? 'no write so far' : formatMs(recoveryMs)}</dd>
        </div>
        <div>
          <dt>Kept</dt>
          <dd>{count(kept, 'write')}</dd>
        </div>
      </dl>
      {twice.length > 0 && (
        <p className="ledger-twice">Two histories: both nodes have given {listed(twice)} to rows of their own.</p>
      )}
      {lost.length > 0 && (
        <ul>
          {lost.map((write) => (
            <LostLine key={`${write.commit.at} ${write.commit.lsn}`} write={write} />
          ))}
        </ul>
      )}
    </section>
  );
}

/** `order 7 and order 8`, and at most a few of them. */
function listed(twice: readonly UsedTwice[]): string {
  const names = [...new Set(twice.map(({ table, key }) => `${table.replace(/^public\./, '')} ${key.join(', ')}`))];
  const shown = names.slice(0, 4);
  const rest = names.length - shown.length;
  return new Intl.ListFormat('en').format(rest > 0 ? [...shown, `${rest} more`] : shown);
}

function LostLine({ write: { commit, told } }: { write: LostWrite }) {
  return (
    <li data-told={told !== null || undefined}>
      <code>{summariseChanges(commit.changes)}</code> at {formatMs(commit.at)}, <code>{formatLsn(commit.lsn)}</code>:{' '}
      {told ? `${told.who} was told at ${formatMs(told.at)}` : 'nobody was told'}
    </li>
  );
}
