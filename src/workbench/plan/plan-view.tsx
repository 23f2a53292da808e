import { useCallback, useMemo, useState } from 'react';
import type { Finding } from '../../explain/finding.ts';
import type { Plan } from '../../explain/plan.ts';
import type { Step } from '../../explain/step.ts';
import type { TableFacts } from '../../explain/table-facts.ts';
import { Choice } from './choice.tsx';
import { FindingsPanel } from './findings-panel.tsx';
import { measureFacts, measuresOf, type Measure } from './measures.ts';
import { nodeName } from './node-in-words.ts';
import { planSummary } from './plan-summary.ts';
import { PlanText } from './plan-text.tsx';
import { PlanTree } from './plan-tree.tsx';
import { SqlPanel } from './sql-panel.tsx';
import { StepPanel } from './step-panel.tsx';
import { TablesPanel } from './tables-panel.tsx';
import { useSize } from './use-size.ts';
import { useWalkKeys } from './use-walk-keys.ts';
import { WalkBar } from './walk-bar.tsx';
import { atNode, isAtStep, moved, startOf, type WalkMove } from './walk-place.ts';
import './plan.css';
import './plan-tree.css';
import './plan-panels.css';

interface PlanViewProps {
  readonly plan: Plan;
  readonly steps: readonly Step[];
  readonly findings: readonly Finding[];
  /** The query that it is the plan of; null where nobody knows it. */
  readonly sql?: string | null;
  /** What the catalogs say of its tables; null where nobody asked them. */
  readonly tables?: readonly TableFacts[] | null;
  /** Offers to try the remedy of a finding. Without it, nothing is offered. */
  readonly onTry?: (finding: Finding) => void;
}

type Form = 'boxes' | 'rows' | 'text';
const forms: readonly Form[] = ['boxes', 'rows', 'text'];
const formNames: Readonly<Record<Form, string>> = { boxes: 'Tree', rows: 'List', text: 'Text' };
const measureNames = Object.fromEntries(
  Object.entries(measureFacts).map(([measure, { name }]) => [measure, name]),
) as Readonly<Record<Measure, string>>;
/** Narrower than this, boxes are less readable than rows; in px. */
const narrow = 720;

/**
 * A plan, drawn, and a walk through it. It has its own state and belongs to no page: another plan needs another `key`. It is as high as
 * `--plan-height` where it is wide, and as high as it needs to be where it is narrow.
 */
export function PlanView({ plan, steps, findings, sql = null, tables = null, onTry }: PlanViewProps) {
  const [view, { width }] = useSize<HTMLDivElement>();
  const [place, setPlace] = useState(() => startOf(steps));
  const [chosenForm, setForm] = useState<Form | null>(null);
  const available = useMemo(() => measuresOf(plan), [plan]);
  const [measure, setMeasure] = useState<Measure>(available[0] ?? 'cost');
  const form = chosenForm ?? (width < narrow ? 'rows' : 'boxes');
  const node = plan.nodes[place.node]!;
  const step = isAtStep(steps, place) ? steps[place.step]! : null;

  const move = useCallback((by: WalkMove) => setPlace((before) => moved(steps, before, by)), [steps]);
  const select = useCallback((at: number) => setPlace((before) => atNode(steps, before, at)), [steps]);
  useWalkKeys(view, move);

  return (
    <div ref={view} className="plan-view">
      <div className="plan-parts" data-sql={sql !== null || undefined}>
        <div className="plan-bar">
          <WalkBar
            step={step && place.step + 1}
            steps={steps.length}
            canGoBack={place.step > 0}
            canGoForward={place.step < steps.length - 1}
            onMove={move}
          />
          <div className="plan-tools">
            {available.length > 1 && (
              <Choice label="Measure" names={measureNames} options={available} chosen={measure} onChoose={setMeasure} />
            )}
            <Choice label="Form" names={formNames} options={forms} chosen={form} onChoose={setForm} />
          </div>
        </div>
        <div className="plan-notes">
          <p className="plan-summary">{planSummary(plan)}</p>
          <p className="plan-about-bars">Bars: {measureFacts[measure].about}</p>
        </div>
        <div className="plan-picture">
          {form === 'text' ? (
            <PlanText plan={plan} steps={steps} node={place.node} />
          ) : (
            <PlanTree {...{ plan, steps, findings, form, measure }} node={place.node} onSelect={select} />
          )}
        </div>
        <StepPanel plan={plan} node={node} step={step} />
        {sql !== null && <SqlPanel sql={sql} node={node} />}
        <TablesPanel plan={plan} facts={tables} node={node} />
        <FindingsPanel {...{ plan, findings, onTry }} node={place.node} onSelect={select} />
        <p className="visually-hidden" aria-live="polite">
          {`${step ? `Step ${place.step + 1} of ${steps.length}: ` : ''}${nodeName(node)}. ${step?.does.replaceAll('`', '') ?? ''}`}
        </p>
      </div>
    </div>
  );
}
