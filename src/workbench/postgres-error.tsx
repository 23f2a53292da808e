import type { PgMessage } from '../trace/postgres-values.ts';

/** An error or a notice as psql shows it, with its SQLSTATE. */
export function PostgresError({ error }: { error: PgMessage }) {
  return (
    <dl className="facts postgres-error">
      <dt>
        {error.severity} {error.code}
      </dt>
      <dd>{error.message}</dd>
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
