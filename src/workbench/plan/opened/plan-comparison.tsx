import { capital } from '../../../explain/in-words.ts';
import { type CSSProperties, useMemo } from 'react';
import { comparePlans, type NodePair, type PlanSide } from '../../../explain/compare-plans.ts';
import { parentOf } from '../../../explain/parent-of.ts';
import type { PlanNode } from '../../../explain/plan.ts';
import type { NodeName } from '../../../trace/ids.ts';
import { NodeShape } from '../../node-mark.tsx';
import { CodeInWords } from '../code-in-words.tsx';
import { buffersInWords, nodeName, rowsInWords } from '../node-in-words.ts';
import './plan-comparison.css';

interface PlanComparisonProps {
  readonly left: PlanSide;
  readonly right: PlanSide;
  readonly leftNode: NodeName;
  readonly rightNode: NodeName;
}

/** Two plans of one query side by side, their nodes matched, and what differs said. */
export function PlanComparisonView({ left, right, leftNode, rightNode }: PlanComparisonProps) {
  const { summary, reasons, pairs } = useMemo(() => comparePlans(left, right), [left, right]);
  const different = pairs.filter(({ differences }) => differences.length > 0).length;
  return (
    <div className="plan-comparison" tabIndex={0} role="group" aria-label="Two plans side by side">
      <div className="plan-comparison-words">
        <Sentences title="In all" sentences={summary} />
        {reasons.length > 0 && <Sentences title="Why the planner chose differently" sentences={reasons} />}
        <p className="null">
          {different === 0
            ? 'Both plans are the same, node by node.'
            : `${different} of ${pairs.length} pairs of nodes ${different === 1 ? 'is' : 'are'} different. Times are left out: they differ with every run.`}
        </p>
      </div>
      <table className="plan-pairs">
        <thead>
          <tr>
            <th scope="col">
              <NodeShape node={leftNode} /> {capital(left.name)}
            </th>
            <th scope="col">
              <NodeShape node={rightNode} /> {capital(right.name)}
            </th>
          </tr>
        </thead>
        <tbody>
          {pairs.map((pair, index) => (
            // Pairs never change places.
            <PairRows key={index} pair={pair} left={left} right={right} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function PairRows({ pair, left, right }: { pair: NodePair; left: PlanSide; right: PlanSide }) {
  const isDifferent = pair.differences.length > 0;
  return (
    <>
      <tr className="plan-pair" data-different={isDifferent || undefined}>
        <NodeCell side={left} node={pair.left} />
        <NodeCell side={right} node={pair.right} />
      </tr>
      {isDifferent && (
        <tr className="plan-pair-differences">
          <td colSpan={2}>
            <ul>
              {pair.differences.map((words) => (
                <li key={words}>
                  <CodeInWords text={words} />
                </li>
              ))}
            </ul>
          </td>
        </tr>
      )}
    </>
  );
}

function NodeCell({ side: { name, plan }, node }: { side: PlanSide; node: PlanNode | null }) {
  if (!node)
    return (
      <td className="plan-pair-none" data-side={name}>
        nothing like it
      </td>
    );
  const { actual } = node;
  return (
    <td data-side={name} style={{ '--plan-depth': depthOf(plan.nodes, node) } as CSSProperties}>
      <strong>{nodeName(node)}</strong>
      <small>
        {[...rowsInWords(plan, node), ...(actual?.ownBuffers ? [buffersInWords(actual.ownBuffers)] : [])].join(', ')}
      </small>
    </td>
  );
}

function depthOf(nodes: readonly PlanNode[], node: PlanNode): number {
  const parent = parentOf(nodes, node);
  return parent ? depthOf(nodes, parent) + 1 : 0;
}

function Sentences({ title, sentences }: { title: string; sentences: readonly string[] }) {
  return (
    <section>
      <h3>{title}</h3>
      <ul>
        {sentences.map((sentence) => (
          <li key={sentence}>
            <CodeInWords text={sentence} />
          </li>
        ))}
      </ul>
    </section>
  );
}
