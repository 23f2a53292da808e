import type { ProgramError } from '../trace/http.ts';
import { PlaceLink } from './place-link.tsx';
import { PostgresError } from './postgres-error.tsx';

/** An error of the learner's code, with its line, and what Postgres said where it was Postgres. */
export function ProgramErrorText({ error }: { error: ProgramError }) {
  return (
    <div className="program-error">
      <p>
        <strong>{error.name}</strong>: {error.message}
      </p>
      {error.place && (
        <p>
          In <PlaceLink place={error.place} />
        </p>
      )}
      {error.postgres && <PostgresError error={error.postgres} />}
    </div>
  );
}
