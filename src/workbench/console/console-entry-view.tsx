import { useMemo } from 'react';
import { count, formatMs } from '../../course/story.ts';
import { explained, planIn } from '../../explain/typed-explain.ts';
import type { PgMessage, PgResult } from '../../trace/postgres-values.ts';
import { RowsTable } from '../events/rows-table.tsx';
import { PostgresError } from '../postgres-error.tsx';
import { PlanButton } from '../plan/opened/plan-button.tsx';
import type { PlanSubject } from '../store/open-plan.ts';
import { useActions } from '../workbench-context.tsx';
import type { ConsoleAnswer, ConsoleEntry } from './console-entry.ts';
import type { Described } from './psql/meta-command.ts';

export function ConsoleEntryView({ entry: { node, line, at, answer, isEvent } }: { entry: ConsoleEntry }) {
  return (
    <div className="console-entry">
      <div className="console-asked">
        <pre className="console-line" data-node={node}>
          <span className="console-prompt">{node}=# </span>
          {line}
        </pre>
        <p className="console-at">
          {isEvent && 'an event of the run, '}t = {formatMs(at)}
        </p>
      </div>
      {answer ? <Answer answer={answer} sql={line} /> : <p className="console-waiting">asking …</p>}
      {answer?.kind === 'results' && <TypedPlan {...{ node, line, at }} results={answer.results} />}
    </div>
  );
}

/** Of a query that was typed, its plan can be asked for; of an EXPLAIN it is there already. */
function TypedPlan({ node, line, at, results }: TypedPlanProps) {
  const { showPlan } = useActions();
  const subject: PlanSubject = { node, sql: explained(line), params: [], at, query: null, request: null };
  const plan = useMemo(() => planIn(line, results), [line, results]);
  if (!plan) return <PlanButton subject={subject} words="Explain" />;
  return (
    <button type="button" className="button plan-small-button" onClick={() => showPlan(subject, plan)}>
      Walk through this plan
    </button>
  );
}

interface TypedPlanProps extends Pick<ConsoleEntry, 'node' | 'line' | 'at'> {
  readonly results: readonly PgResult[];
}

function Answer({ answer, sql }: { answer: ConsoleAnswer; sql: string }) {
  switch (answer.kind) {
    case 'text':
      // As of a program in a shell, nothing said is good news.
      if (answer.text === '') return null;
      return <pre className={answer.isError ? 'console-text console-error' : 'console-text'}>{answer.text}</pre>;
    case 'described':
      return answer.tables.map((table) => <DescribedTable key={table.title} table={table} />);
    case 'error':
      return (
        <>
          <Notices notices={answer.notices} />
          <PostgresError error={answer.error} sql={sql} />
        </>
      );
    case 'results':
      return (
        <>
          <Notices notices={answer.notices} />
          {answer.results.map((result, index) => (
            // The results of a statement never change places.
            <Result key={index} result={result} />
          ))}
        </>
      );
  }
}

function Notices({ notices }: { notices: readonly PgMessage[] }) {
  return notices.map((notice, index) => <PostgresError key={index} error={notice} />);
}

function Result({ result: { tag, fields, rows } }: { result: PgResult }) {
  if (fields.length === 0) return <p className="tag">{tag}</p>;
  return <RowsTable caption={count(rows.length, 'row')} columns={fields.map(({ name }) => name)} rows={rows} />;
}

function DescribedTable({ table: { title, columns, rows, footers } }: { table: Described }) {
  return (
    <>
      <RowsTable caption={title} columns={columns} rows={rows} />
      {footers.length > 0 && <pre className="console-text">{footers.join('\n')}</pre>}
    </>
  );
}
