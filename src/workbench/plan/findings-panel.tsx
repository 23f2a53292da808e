import type { Finding } from '../../explain/finding.ts';
import type { Plan } from '../../explain/plan.ts';
import { CodeInWords } from './code-in-words.tsx';
import { CopyButton } from './copy-button.tsx';
import { nodeName } from './node-in-words.ts';
import { PlanPanel } from './plan-panel.tsx';

interface FindingsPanelProps {
  readonly plan: Plan;
  readonly findings: readonly Finding[];
  /** The index of the node that is lit up. */
  readonly node: number;
  readonly onSelect: (node: number) => void;
  readonly onTry?: ((finding: Finding) => void) | undefined;
}

/** What is worth mending, and how. */
export function FindingsPanel({ plan, findings, node, onSelect, onTry }: FindingsPanelProps) {
  return (
    <PlanPanel className="plan-findings" title="Findings" note={findings.length > 0 ? findings.length : ''}>
      {findings.length === 0 && <p className="null">Nothing here needs mending, as far as this plan tells.</p>}
      <ul>
        {findings.map((finding, index) => (
          <FindingEntry
            // Two may be of one kind and about one node.
            key={index}
            plan={plan}
            finding={finding}
            isLit={finding.node === node}
            onSelect={onSelect}
            onTry={onTry}
          />
        ))}
      </ul>
    </PlanPanel>
  );
}

const weights = { 1: 'worth knowing', 2: 'worth mending', 3: 'takes most of the query' } as const;

interface FindingEntryProps extends Pick<FindingsPanelProps, 'plan' | 'onSelect' | 'onTry'> {
  readonly finding: Finding;
  readonly isLit: boolean;
}

function FindingEntry({ plan, finding, isLit, onSelect, onTry }: FindingEntryProps) {
  const { node, title, weight, why, advice, remedy } = finding;
  const about = node === null ? undefined : plan.nodes[node];
  const statements = remedy.join('\n');
  return (
    <li className="plan-finding" data-weight={weight} data-lit={isLit || undefined}>
      <h3>
        {about ? (
          <button type="button" className="plan-finding-title" onClick={() => onSelect(about.index)}>
            <CodeInWords text={title} />
          </button>
        ) : (
          <CodeInWords text={title} />
        )}
      </h3>
      <p className="plan-finding-about">
        {about ? `${nodeName(about)}, ${weights[weight]}` : 'the request that sent this query'}
      </p>
      <p>
        <CodeInWords text={why} />
      </p>
      <p>
        <CodeInWords text={advice} />
      </p>
      {remedy.length > 0 && (
        <div className="plan-remedy">
          <pre>{statements}</pre>
          <CopyButton text={statements} />
          {onTry && (
            <button type="button" className="button plan-small-button" onClick={() => onTry(finding)}>
              Try it on this node
            </button>
          )}
        </div>
      )}
    </li>
  );
}
