import { useId } from 'react';
import type { ReplicationKind } from '../../trace/events.ts';
import { useActions, useReplicationKind, useWorkbenchState } from '../workbench-context.tsx';

/** What travels, and what is done with it there. */
const whatHappens: Readonly<Record<ReplicationKind, string>> = {
  logical: 'The rows that a publication lets through travel, and are written to the replica. DDL and sequences do not.',
  physical:
    'The log travels whole, DDL too, and Postgres replays it. Simulated: commits are read by logical decoding, for the picture, and the replica is started anew on the log when somebody looks at it.',
};

/** How the replica follows in the next run. The checks have their own. */
export function ReplicationChoice() {
  const id = useId();
  const { chooseReplication } = useActions();
  const chosen = useWorkbenchState((state) => state.replicationKind);
  const judged = useWorkbenchState((state) => state.lesson.replication);
  const hasRun = useWorkbenchState((state) => state.run?.files != null);
  const shown = useReplicationKind();
  return (
    <>
      <label htmlFor={id}>Replication</label>
      <select
        id={id}
        value={chosen}
        aria-describedby={`${id}-what`}
        onChange={(event) => chooseReplication(event.target.value === 'physical' ? 'physical' : 'logical')}
      >
        <option value="logical">logical: published rows</option>
        <option value="physical">physical: the whole log</option>
      </select>
      <p id={`${id}-what`}>
        {whatHappens[chosen]}{' '}
        <strong>
          {hasRun && shown !== chosen && `The run that is shown stays ${shown}: run again. `}
          {`The checks judge ${judged} replication, the lesson's own.`}
        </strong>
      </p>
    </>
  );
}
