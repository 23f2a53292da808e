import { type CSSProperties, useLayoutEffect, useRef } from 'react';
import type { Plan, PlanNode } from '../../explain/plan.ts';
import type { Step } from '../../explain/step.ts';
import { CodeInWords } from './code-in-words.tsx';
import { nodeInWords, nodeName } from './node-in-words.ts';
import { revealIn } from './reveal-in.ts';
import { stepInWords } from './step-in-words.ts';

interface PlanTextProps {
  readonly plan: Plan;
  readonly steps: readonly Step[];
  /** The index of the node that is lit up. */
  readonly node: number;
}

/** The plan as a list in lists, with all of its numbers in words. */
export function PlanText({ plan, steps, node }: PlanTextProps) {
  // However deep it is, a third of the narrowest frame is enough for it.
  const indent = { '--plan-indent': `min(1.25rem, ${30 / Math.max(1, depthOf(plan.root))}cqi)` } as CSSProperties;
  const frame = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const lit = frame.current!.querySelector(`[data-node="${node}"]`);
    if (lit) revealIn(frame.current!, lit, 48);
  }, [node]);
  return (
    <div ref={frame} className="plan-frame" data-form="text" role="group" aria-label="The plan in words" tabIndex={0}>
      <ul className="plan-text" style={indent}>
        <NodeText plan={plan} steps={steps} node={plan.root} lit={node} />
      </ul>
    </div>
  );
}

/** How many levels of siblings there are: an only child is no deeper than its parent. */
const depthOf = ({ children }: PlanNode): number =>
  (children.length > 1 ? 1 : 0) + Math.max(0, ...children.map(depthOf));

interface NodeTextProps extends Pick<PlanTextProps, 'plan' | 'steps'> {
  readonly node: PlanNode;
  readonly lit: number;
}

function NodeText({ plan, steps, node, lit }: NodeTextProps) {
  const isLit = node.index === lit;
  return (
    <li>
      <p data-node={node.index} data-lit={isLit || undefined} aria-current={isLit ? 'step' : undefined}>
        <strong>{nodeName(node)}.</strong> <CodeInWords text={nodeInWords(plan, node).join(' ')} />{' '}
        <small>{stepInWords(steps, node)}</small>
      </p>
      {node.children.length > 0 && (
        <ul data-only={node.children.length === 1 || undefined}>
          {node.children.map((child) => (
            <NodeText key={child.index} plan={plan} steps={steps} node={child} lit={lit} />
          ))}
        </ul>
      )}
    </li>
  );
}
