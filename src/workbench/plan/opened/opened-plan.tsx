import { useMemo, useState } from 'react';
import type { Finding } from '../../../explain/finding.ts';
import { findingsOf } from '../../../explain/findings.ts';
import { repeatedFinding } from '../../../explain/repeated-queries.ts';
import { stepsOf } from '../../../explain/steps.ts';
import type { NodeName } from '../../../trace/ids.ts';
import { NodeMark } from '../../node-mark.tsx';
import type { AskedPlan, OpenPlan, PlanSubject, SecondPlan } from '../../store/open-plan.ts';
import { useActions, useWorkbenchState } from '../../workbench-context.tsx';
import { Choice } from '../choice.tsx';
import { PlanView } from '../plan-view.tsx';
import { PlanComparisonView } from './plan-comparison.tsx';
import { RemedyBar } from './remedy-bar.tsx';

type Answered = Extract<AskedPlan, { kind: 'answered' }>;
type Shown = 'first' | 'both' | 'second';

/** A plan of the run, with what it may be compared with: the plan of the other node, or the one after a remedy. */
export function OpenedPlan({ open: { subject, first, second } }: { open: OpenPlan }) {
  const { explainOn, tryRemedy } = useActions();
  const [shown, setShown] = useState<Shown>('first');
  const repeated = useRepeated(subject);
  if (first.kind !== 'answered') return <Waiting asked={first} node={subject.node} />;
  const other = otherNode(subject.node);
  return (
    <div className="opened-plan">
      <div className="opened-plan-bar">
        {second && (
          <Choice
            label="Plan"
            names={{ first: second.kind === 'tried' ? 'Before' : subject.node, both: 'Both', second: nameOf(second) }}
            options={['first', 'both', 'second']}
            chosen={shown}
            onChoose={setShown}
          />
        )}
        {other && second?.kind !== 'node' && (
          <button
            type="button"
            className="button"
            onClick={() => {
              setShown('both');
              void explainOn(other);
            }}
          >
            Compare with <NodeMark node={other} />
          </button>
        )}
      </div>
      {second?.kind === 'tried' && shown !== 'first' && <RemedyBar subject={subject} remedy={second.remedy} />}
      <ShownPlan
        {...{ subject, first, second, repeated }}
        shown={second ? shown : 'first'}
        onTry={({ remedy }) => {
          setShown('both');
          void tryRemedy(remedy);
        }}
      />
    </div>
  );
}

interface ShownPlanProps {
  readonly subject: PlanSubject;
  readonly first: Answered;
  readonly second: SecondPlan | null;
  readonly repeated: Finding | null;
  readonly shown: Shown;
  readonly onTry: (finding: Finding) => void;
}

function ShownPlan({ subject, first, second, repeated, shown, onTry }: ShownPlanProps) {
  if (shown === 'first' || !second)
    return <OnePlan key="first" subject={subject} answered={first} repeated={repeated} onTry={onTry} />;
  const { asked } = second;
  if (asked.kind !== 'answered')
    return <Waiting asked={asked} node={second.kind === 'node' ? second.node : subject.node} />;
  if (shown === 'second')
    return <OnePlan key={nameOf(second)} subject={subject} answered={asked} repeated={repeated} />;
  const isTried = second.kind === 'tried';
  return (
    <PlanComparisonView
      left={{ name: isTried ? 'the plan before' : `the ${subject.node}`, plan: first.plan, facts: first.facts }}
      right={{ name: isTried ? 'the plan after' : `the ${second.node}`, plan: asked.plan, facts: asked.facts }}
      leftNode={subject.node}
      rightNode={isTried ? subject.node : second.node}
    />
  );
}

interface OnePlanProps {
  readonly subject: PlanSubject;
  readonly answered: Answered;
  readonly repeated: Finding | null;
  readonly onTry?: (finding: Finding) => void;
}

function OnePlan({ subject, answered: { plan, facts }, repeated, onTry }: OnePlanProps) {
  const steps = useMemo(() => stepsOf(plan), [plan]);
  const findings = useMemo(
    () => [...(repeated ? [repeated] : []), ...findingsOf(plan, facts)],
    [plan, facts, repeated],
  );
  return <PlanView {...{ plan, steps, findings, ...(onTry && { onTry }) }} sql={subject.sql} tables={facts} />;
}

function Waiting({ asked, node }: { asked: AskedPlan; node: NodeName }) {
  return asked.kind === 'failed' ? (
    <p className="plan-wrong-text" role="alert">
      {asked.why}
    </p>
  ) : (
    <p className="plan-dialog-wait" role="status">
      The run is made once more up to this moment, and <NodeMark node={node} /> is asked …
    </p>
  );
}

const nameOf = (second: SecondPlan): string => (second.kind === 'tried' ? 'After' : second.node);

/** Those that replicate have the same tables. */
function otherNode(node: NodeName): NodeName | null {
  if (node === 'standalone') return null;
  return node === 'primary' ? 'replica' : 'primary';
}

/** What its request did beside: the same query again and again. */
function useRepeated({ request, sql }: PlanSubject): Finding | null {
  const trace = useWorkbenchState(({ run }) => run?.trace ?? null);
  return useMemo(
    () => (trace && request !== null ? repeatedFinding(trace, request, sql) : null),
    [trace, request, sql],
  );
}
