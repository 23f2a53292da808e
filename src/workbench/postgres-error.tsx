import type { PgMessage } from '../trace/postgres-values.ts';

interface PostgresErrorProps {
  readonly error: PgMessage;
  /** The statement, where its text is not shown anyway: then the place in it is pointed at. */
  readonly sql?: string;
}

/** An error or a notice as psql shows it, with its SQLSTATE. */
export function PostgresError({ error, sql }: PostgresErrorProps) {
  const place = sql !== undefined && error.position !== undefined ? placeInSql(sql, error.position) : null;
  return (
    <dl className="facts postgres-error">
      <dt>
        {error.severity} {error.code}
      </dt>
      <dd>{error.message}</dd>
      {place && (
        <>
          <dt>Line {place.line}</dt>
          <dd>
            <pre className="error-place">{`${place.text}\n${' '.repeat(place.column - 1)}^`}</pre>
          </dd>
        </>
      )}
      {error.detail !== undefined && (
        <>
          <dt>Detail</dt>
          <dd>{error.detail}</dd>
        </>
      )}
      {error.hint !== undefined && (
        <>
          <dt>Hint</dt>
          <dd>{error.hint}</dd>
        </>
      )}
    </dl>
  );
}

/** The line that a position is in, both from 1, and the column. @param position in code points of the text, from 1 */
function placeInSql(sql: string, position: number): { line: number; column: number; text: string } {
  const before = Array.from(sql)
    .slice(0, position - 1)
    .join('')
    .split('\n');
  const line = before.length;
  return { line, column: Array.from(before.at(-1)!).length + 1, text: sql.split('\n')[line - 1] ?? '' };
}
