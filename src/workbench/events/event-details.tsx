import { useMemo } from 'react';
import { formatMs, formatNumber } from '../../course/story.ts';
import { repeatedQueries } from '../../explain/repeated-queries.ts';
import type { EventOf, ReplicationKind, RouteClaim, StandbyLevel, Staleness, TraceEvent } from '../../trace/events.ts';
import type { PgResult } from '../../trace/postgres-values.ts';
import { formatLsn } from '../../trace/ids.ts';
import { ProgramErrorText } from '../program-error-text.tsx';
import { PlaceLink } from '../place-link.tsx';
import { PlanButton } from '../plan/opened/plan-button.tsx';
import type { PlanSubject } from '../store/open-plan.ts';
import { PostgresError } from '../postgres-error.tsx';
import { useReplicationKind, useWorkbenchState } from '../workbench-context.tsx';
import { describeLag } from './event-sentence.ts';
import { PromotionDetails } from './promotion-details.tsx';
import { RowsTable } from './rows-table.tsx';
import { TransactionDetails } from './transaction-details.tsx';

/** What an event says beyond its sentence. */
export function EventDetails({ event }: { event: TraceEvent }) {
  switch (event.type) {
    case 'query ran':
      return <QueryDetails event={event} />;
    case 'connection failed':
      return <FailedConnection event={event} />;
    case 'transaction committed':
    case 'transaction received':
    case 'transaction applied':
      return <TransactionDetails event={event} />;
    case 'node promoted':
      return <PromotionDetails event={event} />;
    case 'replication stopped':
      return (
        <div className="event-details">
          <PostgresError error={event.error} />
        </div>
      );
    case 'node restored':
      return <RestoreDetails event={event} />;
    default:
      return <AnswerDetails event={event} />;
  }
}

const withDetails: ReadonlySet<TraceEvent['type']> = new Set([
  'query ran',
  'connection failed',
  'transaction committed',
  'transaction received',
  'transaction applied',
  'replication stopped',
  'node promoted',
  'node restored',
  'code stopped',
  'request responded',
]);

/** Whether an event has more to say than its sentence. */
export const hasDetails = ({ type }: TraceEvent): boolean => withDetails.has(type);

function AnswerDetails({ event }: { event: TraceEvent }) {
  const error =
    event.type === 'code stopped' ? event.error : event.type === 'request responded' ? event.response.error : null;
  return (
    <div className="event-details">
      {event.type === 'request responded' && <ResponseDetails event={event} />}
      {event.type === 'request responded' && <RepeatedQueries event={event} />}
      {error && <ProgramErrorText error={error} />}
    </div>
  );
}

/** N+1: what the request has sent again and again. */
function RepeatedQueries({ event: { requestId } }: { event: EventOf<'request responded'> }) {
  const trace = useWorkbenchState(({ run }) => run!.trace);
  const repeated = useMemo(() => repeatedQueries(trace, requestId), [trace, requestId]);
  return repeated.map(({ sql, queries }) => (
    <div key={sql + queries[0]!.node} className="repeated-query">
      <p>It sent one query {formatNumber(queries.length)} times, each time with other parameters:</p>
      <Sql sql={sql} />
      <PlanButton subject={subjectOf(queries[0]!)} words="Explain the first of them" />
    </div>
  ));
}

function ResponseDetails({ event: { response } }: { event: EventOf<'request responded'> }) {
  const cookies = Object.entries(response.cookies);
  return (
    <dl className="facts">
      <dt>Status</dt>
      <dd>{response.status}</dd>
      {response.redirect !== undefined && (
        <>
          <dt>Sent on to</dt>
          <dd>
            <code>{response.redirect}</code>
          </dd>
        </>
      )}
      {cookies.length > 0 && (
        <>
          <dt>Cookies set</dt>
          <dd>
            <code>{cookies.map(([name, value]) => `${name}=${value}`).join('; ')}</code>
          </dd>
        </>
      )}
    </dl>
  );
}

/** As a server is told to stop there (https://www.postgresql.org/docs/18/runtime-config-wal.html, Recovery Target). */
function RestoreDetails({ event: { lsn, before, replayedLsn } }: { event: EventOf<'node restored'> }) {
  return (
    <div className="event-details">
      <Sql
        sql={[
          `recovery_target_lsn = '${formatLsn(lsn)}'`,
          'recovery_target_inclusive = off',
          'recovery_target_action = pause',
        ].join('\n')}
      />
      <dl className="facts">
        <dt>Stands at</dt>
        <dd>
          <code>{formatLsn(lsn)}</code>, where the record of the commit begins that ends at{' '}
          <code>{formatLsn(before)}</code>
        </dd>
        <dt>Until then</dt>
        <dd>
          it had replayed up to <code>{formatLsn(replayedLsn)}</code>
        </dd>
        <dt>Goes on</dt>
        <dd>
          when it is promoted, and <code>pg_wal_replay_resume()</code> promotes it
        </dd>
      </dl>
    </div>
  );
}

function FailedConnection({ event }: { event: EventOf<'connection failed'> }) {
  return (
    <div className="event-details">
      <Sql sql={event.sql} />
      <dl className="facts">
        <AskedFacts event={event} />
        <dt>Said</dt>
        <dd>{event.message}</dd>
      </dl>
    </div>
  );
}

const Sql = ({ sql }: { sql: string }) => (
  <pre className="sql">
    <code>{sql}</code>
  </pre>
);

/** What was asked, and why of this node. */
function AskedFacts({ event: { params, route, place } }: { event: EventOf<'query ran' | 'connection failed'> }) {
  return (
    <>
      {params.length > 0 && (
        <>
          <dt>Parameters</dt>
          <dd>
            <code>{params.map((value, at) => `$${at + 1} = ${value ?? 'NULL'}`).join(', ')}</code>
          </dd>
        </>
      )}
      <dt>Chosen by</dt>
      <dd>{route ? describeRoute(route) : 'the one who typed it'}</dd>
      {place && (
        <>
          <dt>Asked in</dt>
          <dd>
            <PlaceLink place={place} />
          </dd>
        </>
      )}
    </>
  );
}

function QueryDetails({ event }: { event: EventOf<'query ran'> }) {
  const { sql, outcome, staleness, queuedMs, answeredAt, waitsFor } = event;
  const kind = useReplicationKind();
  return (
    <div className="event-details">
      <Sql sql={sql} />
      <PlanButton subject={subjectOf(event)} words="Explain: how was it done?" />
      <dl className="facts">
        <AskedFacts event={event} />
        <dt>Took</dt>
        <dd>
          {answeredAt === null
            ? `no answer ever came to what was sent at ${formatMs(event.sentAt)}`
            : `${formatMs(answeredAt - event.sentAt)}, from ${formatMs(event.sentAt)} to ${formatMs(answeredAt)}`}
          {queuedMs !== undefined &&
            queuedMs > 0 &&
            `; it waited ${formatMs(queuedMs)} for another's transaction, since each node here has one session`}
        </dd>
        {waitsFor && (
          <>
            <dt>Waits for</dt>
            <dd>
              the replica, as <code>synchronous_commit = {waitsFor}</code> asks: {standbyLevels(kind)[waitsFor]}. On a
              real server others see the commit only when the wait is over; here they see it at once.
            </dd>
          </>
        )}
        <dt>Node stood at</dt>
        <dd>
          <code>{formatLsn(event.lsn)}</code>
        </dd>
      </dl>
      {staleness && (
        <StalenessDetails staleness={staleness} answer={outcome.kind === 'ok' ? outcome.results.at(-1) : undefined} />
      )}
      {outcome.kind === 'ok' &&
        !isDifferent(staleness) &&
        outcome.results.map((result, at) => <ResultTable key={at} result={result} />)}
      {outcome.kind === 'error' && <PostgresError error={outcome.error} sql={sql} />}
      {event.notices.map((notice, at) => (
        <PostgresError key={at} error={notice} />
      ))}
    </div>
  );
}

const subjectOf = ({ node, sql, params, at, queryId, client }: EventOf<'query ran'>): PlanSubject => ({
  node,
  sql,
  params,
  at,
  query: queryId,
  request: client.kind === 'request' ? client.requestId : null,
});

/** What the primary wants to hear of the commit (https://www.postgresql.org/docs/18/runtime-config-wal.html). */
const standbyLevels = (kind: ReplicationKind): Readonly<Record<StandbyLevel, string>> => ({
  remote_write: 'that it has the commit',
  on: `that the commit is safe on its disk${kind === 'logical' ? ', which a subscriber can say once it has applied it' : ''}`,
  remote_apply: 'that whoever reads there sees it',
});

const isDifferent = (staleness: Staleness | undefined): boolean => staleness?.difference.kind === 'differs';

/** Which method chose the database, and why. */
function describeRoute(route: RouteClaim): string {
  if (route.by === 'using') return `using('${route.alias}')`;
  if (route.by === 'instance') return `no router, so where ${route.instance} is: ${route.alias}`;
  if (route.by === 'default') return `no router: ${route.alias}`;
  const hints = route.hints.length > 0 ? `, with the hint ${route.hints.join(', ')}` : '';
  return `${route.router}.${camelCase(route.method)}(${route.model})${hints}: ${route.alias}`;
}

const camelCase = (name: string): string => name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

function ResultTable({ result }: { result: PgResult }) {
  if (result.fields.length === 0) return <p className="tag">{result.tag}</p>;
  return <RowsTable caption={result.tag} columns={result.fields.map(({ name }) => name)} rows={result.rows} />;
}

function StalenessDetails({ staleness, answer }: { staleness: Staleness; answer: PgResult | undefined }) {
  const { difference } = staleness;
  const columns = answer?.fields.map(({ name }) => name) ?? [];
  const lag = staleness.commitsBehind === 0 ? 'It was level with the primary.' : `It was ${describeLag(staleness)}.`;
  return (
    <div className="staleness">
      <p>
        {lag} It had replayed up to <code>{formatLsn(staleness.replayLsn)}</code>; the primary stood at{' '}
        <code>{formatLsn(staleness.primaryLsn)}</code>.
        {difference.kind === 'unknown' && ` Whether its rows are the primary's cannot be said: ${difference.why}.`}
        {difference.kind === 'same' && staleness.commitsBehind > 0 && ' These rows are the same on both all the same.'}
      </p>
      {difference.kind === 'differs' && (
        <div className="side-by-side">
          <RowsTable
            caption="Only the replica answers"
            node="replica"
            columns={columns}
            rows={difference.extra}
            none="no row beyond the primary's"
          />
          <RowsTable
            caption="Only the primary would answer"
            node="primary"
            columns={columns}
            rows={difference.missing}
            none="no row beyond the replica's"
          />
        </div>
      )}
    </div>
  );
}
