import type { Plan, PlanNode } from '../../explain/plan.ts';
import type { Step } from '../../explain/step.ts';
import { CodeInWords } from './code-in-words.tsx';
import { PlanPanel } from './plan-panel.tsx';
import { nodePlace } from './node-in-words.ts';

interface StepPanelProps {
  readonly plan: Plan;
  readonly node: PlanNode;
  /** Null for a node that was never executed. */
  readonly step: Step | null;
}

/** What a node does, in the words of its step, and what EXPLAIN says of it beside that. */
export function StepPanel({ plan, node, step }: StepPanelProps) {
  return (
    <PlanPanel className="plan-step" title={node.title} subtitle={nodePlace(plan, node)} of={node.index}>
      <div className="plan-words">
        <p>{step ? <CodeInWords text={step.does} /> : 'It was never executed: nobody asked it for a row.'}</p>
        <Sentences title="What happened" sentences={step?.happened ?? []} />
        <Sentences
          title={plan.isAnalysed ? 'What was expected' : 'What is expected'}
          sentences={step?.expected ?? []}
        />
      </div>
      <Facts title="From EXPLAIN" node={node} />
    </PlanPanel>
  );
}

function Sentences({ title, sentences }: { title: string; sentences: readonly string[] }) {
  if (sentences.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      {sentences.map((sentence) => (
        <p key={sentence}>
          <CodeInWords text={sentence} />
        </p>
      ))}
    </>
  );
}

/** A server says of each node that it is not parallel, not disabled, and has waited for nothing. */
const toldDetails = ({ details }: PlanNode): readonly (readonly [string, string])[] =>
  Object.entries(details).filter(([, value]) => value !== 'false' && value !== '0');

function Facts({ title, node }: { title: string; node: PlanNode }) {
  const facts = [...node.clauses.map(({ name, text }) => [name, text] as const), ...toldDetails(node)];
  if (facts.length === 0) return null;
  return (
    <div className="plan-facts">
      <h3>{title}</h3>
      <dl>
        {facts.map(([name, text]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
