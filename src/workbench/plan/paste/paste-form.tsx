import { useId } from 'react';
import { Icon } from '../../icon.tsx';
import { CopyButton } from '../copy-button.tsx';
import { canBringBack, type KeptPaste, type Pasted } from './kept-paste.ts';
import { type ExampleId, planExamples } from './plan-examples.ts';

interface PasteFormProps {
  readonly kept: KeptPaste;
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
  /** Whether there is a plan to walk through. */
  readonly canWalk: boolean;
  /** The query that the plan itself tells; null where it tells none. */
  readonly queryText: string | null;
  readonly onWalk: () => void;
  readonly onChange: (change: Partial<Pasted>) => void;
  readonly onExample: (id: ExampleId) => void;
  readonly onClear: () => void;
  readonly onBringBack: () => void;
}

const statement = 'EXPLAIN (ANALYZE, BUFFERS, VERBOSE, SETTINGS, FORMAT JSON)';

/** Where a plan and its query are pasted. It is folded away while one looks at the plan. */
export function PasteForm({ kept, isOpen, onOpen, onExample, onClear, onBringBack, ...fields }: PasteFormProps) {
  const id = useId();
  const isEmpty = kept.plan === '' && kept.query === '';
  return (
    <section className="plan-source" aria-label="The plan and its query">
      <div className="plan-source-bar">
        <h1>Walk through a plan</h1>
        <button
          type="button"
          className="button plan-source-fold"
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => onOpen(!isOpen)}
        >
          <Icon name="chevron" />
          Plan and query
        </button>
        <button type="button" className="button" disabled={isEmpty} onClick={onClear}>
          Clear
        </button>
        {canBringBack(kept) && (
          <button type="button" className="button" onClick={onBringBack}>
            Bring back what was here
          </button>
        )}
        <div className="plan-examples" role="group" aria-label="Examples">
          <span>Examples</span>
          {planExamples.map((example) => (
            <button key={example.id} type="button" className="link" onClick={() => onExample(example.id)}>
              {example.title}
            </button>
          ))}
        </div>
      </div>
      <div id={id} hidden={!isOpen}>
        <p className="plan-lead">
          Paste what Postgres’s <code>EXPLAIN</code> says, and step through it, node by node, in the order in which the
          work was done. It is read in this browser, kept in it, and sent nowhere.
        </p>
        <Fields kept={kept} {...fields} />
      </div>
    </section>
  );
}

type FieldsProps = Pick<PasteFormProps, 'kept' | 'canWalk' | 'queryText' | 'onChange' | 'onWalk'>;

function Fields({ kept, canWalk, queryText, onChange, onWalk }: FieldsProps) {
  const id = useId();
  const fields = [
    {
      name: 'plan',
      label: 'The plan, as JSON or as text',
      placeholder: 'Paste it, or drop a file anywhere on this page.',
    },
    {
      name: 'query',
      label: 'Its query, if you like',
      placeholder: queryText ?? 'With it, each step lights up the words that it comes from.',
    },
  ] as const;
  return (
    <>
      <div className="plan-fields">
        {fields.map(({ name, label, placeholder }) => (
          <div key={name} className="plan-field">
            <label htmlFor={id + name}>{label}</label>
            <textarea
              id={id + name}
              value={kept[name]}
              placeholder={placeholder}
              spellCheck={false}
              autoCapitalize="off"
              autoComplete="off"
              onChange={(event) => onChange({ [name]: event.target.value })}
            />
          </div>
        ))}
      </div>
      <div className="plan-how">
        <button type="button" className="button button-primary" disabled={!canWalk} onClick={onWalk}>
          Walk through it
        </button>
        <p>
          To get a plan, put <code>{statement}</code> before a query. <CopyButton text={statement} />
        </p>
      </div>
    </>
  );
}
