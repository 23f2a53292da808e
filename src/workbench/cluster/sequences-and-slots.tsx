import { useRef, useState } from 'react';
import { advanceSequences } from '../../trace/sequences.ts';
import type { PromotedView, RunView } from '../../trace/view.ts';
import { useActions, useWorkbenchState } from '../workbench-context.tsx';
import { sequenceInWords, sequencesTitle, slotsInWords, tellingSequences, whySkipped } from './sequence-words.ts';
import './ledger.css';

interface SequencesAndSlotsProps {
  readonly view: RunView;
  readonly promoted: PromotedView;
}

/** What did not come along at the promotion, beside rows: sequences as they stand at the cursor, and the slot. */
export function SequencesAndSlots({ view, promoted: { sequences, slots } }: SequencesAndSlotsProps) {
  const { kind, slot } = view.replication;
  const heading = useRef<HTMLHeadingElement>(null);
  const why = sequences && whySkipped(sequences, kind);
  const statement = sequences && advanceSequences(sequences);
  const isBehind = statement !== null;
  const next = (
    <>
      <ul>
        {tellingSequences(sequences ?? []).map((sequence) => (
          <li key={`${sequence.schema}.${sequence.name}`}>
            <code>{sequence.name}</code>
            {sequenceInWords(sequence)}
          </li>
        ))}
      </ul>
      {why && <p>{why}</p>}
    </>
  );
  return (
    // It may be more than is shown, and is scrolled by keyboard too.
    <section className="ledger" aria-label="Sequences and slots" tabIndex={0} data-broken={isBehind || undefined}>
      <h3 ref={heading} tabIndex={-1}>
        {sequencesTitle(sequences)}
      </h3>
      {isBehind && next}
      {isBehind && view.crashed.replica === null && (
        <AdvanceButton statement={statement} onDone={() => heading.current?.focus()} />
      )}
      {/* The tables need the place more than what nothing is wrong with. */}
      <details>
        <summary>{isBehind ? 'And the slot' : 'What they hand out next, and the slot'}</summary>
        {!isBehind && next}
        <p>{slotsInWords(slots, slot.confirmedFlushLsn)}</p>
      </details>
    </section>
  );
}

interface AdvanceButtonProps {
  readonly statement: string;
  /** The button is gone by then, and whoever pressed it is to be somewhere. */
  readonly onDone: () => void;
}

/** Typed at the promoted node's prompt, where it can be read, and from then on an event. A check's schedule is nobody's to change. */
function AdvanceButton({ statement, onDone }: AdvanceButtonProps) {
  const { ask } = useActions();
  const [asking, setAsking] = useState(false);
  const isOwnRun = useWorkbenchState(({ run }) => run?.files != null && run.schedule === null);
  if (!isOwnRun) return null;
  const advance = async (): Promise<void> => {
    setAsking(true);
    await ask('replica', statement);
    setAsking(false);
    onDone();
  };
  return (
    <button type="button" className="button" title={statement} disabled={asking} onClick={() => void advance()}>
      Advance the sequences
    </button>
  );
}
