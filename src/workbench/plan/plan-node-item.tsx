import { memo, type CSSProperties, type KeyboardEvent } from 'react';
import type { Plan, PlanNode } from '../../explain/plan.ts';
import { measureFacts, type Measure, type Share } from './measures.ts';
import { type EstimateRatio, misestimateOf } from '../../explain/estimate-ratio.ts';
import { nodeInShort } from './node-in-words.ts';
import type { Box } from './plan-layout.ts';
import { formatRows, formatShare, formatShort, formatTimes } from './plan-numbers.ts';

export interface PlanNodeItemProps {
  readonly plan: Plan;
  readonly node: PlanNode;
  /** As the ARIA pattern counts them: from 1. */
  readonly level: number;
  readonly position: number;
  readonly siblings: number;
  readonly place: Box;
  /** Where its words begin in a row, in px; null in a box. */
  readonly inset: number | null;
  /** From 1; null for a node that has none. */
  readonly step: number | null;
  readonly steps: number;
  readonly share: Share | null;
  readonly measure: Measure;
  readonly findings: number;
  readonly isLit: boolean;
  readonly canFocus: boolean;
  readonly onSelect: (node: number) => void;
  readonly onKey: (event: KeyboardEvent, node: number) => void;
}

/** A node as a box of the tree or as a row. Memoised: a step changes two of 200. */
export const PlanNodeItem = memo(function PlanNodeItem(props: PlanNodeItemProps) {
  const { plan, node, place, inset, step, share, measure, findings, isLit } = props;
  const { x, y, width, height } = place;
  const style: CSSProperties = {
    transform: `translate(${x}px, ${y}px)`,
    width,
    height,
    paddingLeft: inset ?? undefined,
  };
  const words = [
    nodeInShort(plan, node, step === null ? '' : `step ${step} of ${props.steps}`),
    ...(share && share.value > 0 ? [`${measureFacts[measure].unit(share.value)} by itself`] : []),
    ...(findings > 0 ? [`${findings} ${findings === 1 ? 'finding' : 'findings'}`] : []),
  ].join(', ');
  return (
    <div
      role="treeitem"
      className="plan-node"
      style={style}
      aria-level={props.level}
      aria-posinset={props.position}
      aria-setsize={props.siblings}
      aria-selected={isLit}
      aria-current={isLit ? 'step' : undefined}
      tabIndex={props.canFocus ? 0 : -1}
      data-node={node.index}
      data-lit={isLit || undefined}
      data-never={node.actual?.loops === 0 || undefined}
      onClick={() => props.onSelect(node.index)}
      onKeyDown={(event) => props.onKey(event, node.index)}
    >
      <span className="visually-hidden">{words}</span>
      <span className="plan-node-head" aria-hidden="true">
        {node.subplanName !== null && <span className="plan-node-subplan">{node.subplanName}</span>}
        <span className="plan-node-title">{node.title}</span>
        {findings > 0 && <span className="plan-node-finding" title="There is a finding about this node" />}
        <span className="plan-node-step">{step}</span>
      </span>
      <AboutWhat node={node} />
      <Rows plan={plan} node={node} />
      <span className="plan-node-share" aria-hidden="true">
        <i className="plan-meter">
          <i style={{ width: `${(share?.share ?? 0) * 100}%` }} />
        </i>
        {share && share.value > 0 && (
          <span title={`${formatShare(share.share)} of all`}>{measureFacts[measure].unit(share.value)}</span>
        )}
      </span>
    </div>
  );
});

/** Its table and its index, or else the condition or the key that it works by. */
function AboutWhat({ node: { source, indexName, clauses } }: { node: PlanNode }) {
  if (source || indexName !== null) {
    const alias = source && source.alias !== source.name ? ` ${source.alias}` : '';
    return (
      <span
        className="plan-node-about"
        aria-hidden="true"
        title={[source && source.name + alias, indexName].filter(Boolean).join(', ')}
      >
        {source && <b>{source.name}</b>}
        {alias}
        {indexName !== null && <em>{indexName}</em>}
      </span>
    );
  }
  const clause = clauses.find(({ name }) => name !== 'Output');
  if (!clause) return null;
  return (
    <span className="plan-node-about" aria-hidden="true" title={`${clause.name}: ${clause.text}`}>
      {withoutBrackets(clause.text)}
    </span>
  );
}

/** EXPLAIN puts a condition between brackets, and there is little room. */
const withoutBrackets = (text: string): string => /^\(([^()]*)\)$/.exec(text)?.[1] ?? text;

function Rows({ plan, node }: { plan: Plan; node: PlanNode }) {
  const { actual, estimate } = node;
  const wrong = misestimateOf(plan, node);
  const expected = estimate && formatShort(estimate.rows);
  return (
    <span className="plan-node-rows" aria-hidden="true">
      <span className="plan-node-count">
        {actual?.loops === 0 ? (
          <b>never executed</b>
        ) : (
          <>
            <b>{actual ? formatShort(actual.rows) : expected}</b> {(actual ?? estimate)?.rows === 1 ? 'row' : 'rows'}
            {actual && actual.loops > 1 && ` × ${formatShort(actual.loops)}`}
            <small>{actual ? expected !== null && `, est. ${expected}` : ' expected'}</small>
          </>
        )}
      </span>
      {wrong && <WrongBy wrong={wrong} />}
    </span>
  );
}

/** ▲ for more rows than were expected, ▼ for fewer: one from 10 times on, two from 100, three from 1,000. */
function WrongBy({ wrong: { ratio, direction, degree } }: { wrong: EstimateRatio }) {
  const said = `${formatRows(Math.round(ratio))} times ${direction} rows than the planner expected`;
  return (
    <span className="plan-wrong" data-degree={degree} title={said}>
      {(direction === 'more' ? '▲' : '▼').repeat(degree)} {formatTimes(ratio)}×
    </span>
  );
}
