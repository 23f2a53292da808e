import { type KeyboardEvent, type RefObject, useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Finding } from '../../explain/finding.ts';
import type { Plan, PlanNode } from '../../explain/plan.ts';
import type { Step } from '../../explain/step.ts';
import { Choice } from './choice.tsx';
import { type Measure, sharesOf } from './measures.ts';
import { PlanEdges } from './plan-edges.tsx';
import { type PlanLayout, planLayout } from './plan-layout.ts';
import { PlanNodeItem } from './plan-node-item.tsx';
import { revealIn } from './reveal-in.ts';
import { type RowsLayout, rowsLayout } from './rows-layout.ts';
import { nodeForKey } from './tree-keys.ts';
import { useSize } from './use-size.ts';

type Zoom = 'fit' | 'full';
const zoomNames: Readonly<Record<Zoom, string>> = { fit: 'Fit', full: '100 %' };

interface PlanTreeProps {
  readonly plan: Plan;
  readonly steps: readonly Step[];
  readonly findings: readonly Finding[];
  /** The index of the node that is lit up. */
  readonly node: number;
  readonly form: 'boxes' | 'rows';
  readonly measure: Measure;
  readonly onSelect: (node: number) => void;
}

/** Smaller than this, words are hard to read. */
const readable = 0.7;
/** Smaller than this, they are left out, but for titles. */
const far = 0.55;
/** Below the picture, for the choice of the zoom; in px. */
const zoomRoom = 44;
/** In px, of what is brought into sight. */
const margin = 48;

/** The plan in a frame of its own that scrolls: boxes or rows, in the same order for eyes, keys and ears. */
export function PlanTree({ plan, steps, findings, node, form, measure, onSelect }: PlanTreeProps) {
  const [frame, size] = useSize<HTMLDivElement>();
  // Null while nobody has chosen: what is readable when it fits fits, and else is shown in full size.
  const [zoom, setZoom] = useState<Zoom | null>(null);
  // Boxes are as wide as they are, whatever their frame is.
  const rowWidth = form === 'rows' ? size.width : null;
  const layout = useMemo(
    (): PlanLayout | RowsLayout => (rowWidth === null ? planLayout(plan) : rowsLayout(plan, rowWidth)),
    [plan, rowWidth],
  );
  const fit = size.width > 0 ? Math.min(1, size.width / layout.width, (size.height - zoomRoom) / layout.height) : 1;
  const shown = zoom ?? (fit < readable ? 'full' : 'fit');
  const scale = form === 'boxes' && shown === 'fit' ? fit : 1;
  const shares = useMemo(() => sharesOf(plan, measure), [plan, measure]);
  const family = useMemo(() => familyOf(plan), [plan]);
  const stepOf = useMemo(() => new Map(steps.map((step, at) => [step.node.index, at + 1])), [steps]);
  const found = useMemo(() => countByNode(findings), [findings]);
  const { focused, onKey } = useRovingFocus(plan, frame, node, onSelect);

  const isSized = size.width > 0;
  useLayoutEffect(() => {
    const lit = frame.current?.querySelector(`[data-node="${node}"]`);
    if (lit && isSized) revealIn(frame.current!, lit, margin);
  }, [frame, node, form, scale, isSized]);

  const { width, height } = layout;
  const drawing = { width, height, transform: scale === 1 ? undefined : `scale(${scale})`, '--plan-scale': scale };
  const inset = (index: number): number | null => ('dots' in layout ? layout.dots[index]!.x + 16 : null);
  return (
    <>
      <div ref={frame} className="plan-frame" data-form={form} data-far={scale < far || undefined}>
        <div
          className="plan-canvas"
          style={{ width: width * scale, height: height * scale + (fit < 1 ? zoomRoom : 0) }}
        >
          <div className="plan-drawing" style={drawing}>
            <PlanEdges plan={plan} layout={layout} lit={node} />
            <div role="tree" className="plan-nodes" aria-label="Plan">
              {plan.nodes.map((one) => (
                <PlanNodeItem
                  key={one.index}
                  plan={plan}
                  node={one}
                  {...family[one.index]!}
                  place={layout.boxes[one.index]!}
                  inset={inset(one.index)}
                  step={stepOf.get(one.index) ?? null}
                  steps={steps.length}
                  share={shares[one.index]!}
                  measure={measure}
                  findings={found.get(one.index) ?? 0}
                  isLit={one.index === node}
                  canFocus={one.index === focused}
                  onSelect={onSelect}
                  onKey={onKey}
                />
              ))}
            </div>
          </div>
        </div>
      </div>
      {form === 'boxes' && fit < 1 && (
        <div className="plan-zoom">
          <Choice label="Zoom" names={zoomNames} options={['fit', 'full']} chosen={shown} onChoose={setZoom} />
        </div>
      )}
    </>
  );
}

/** One node can be come to by Tab: the one that is lit up, until arrows lead elsewhere. */
function useRovingFocus(
  plan: Plan,
  frame: RefObject<HTMLDivElement | null>,
  node: number,
  onSelect: (node: number) => void,
) {
  const [focused, setFocused] = useState(node);
  const before = useRef(node);
  useLayoutEffect(() => {
    if (before.current === node) return;
    before.current = node;
    setFocused(node);
    // Who is in the tree stays in it, and goes along with the walk.
    if (frame.current?.contains(document.activeElement)) focusNode(frame.current, node);
  }, [frame, node]);
  const onKey = useCallback(
    (event: KeyboardEvent, at: number): void => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === 'Enter' || event.key === ' ') onSelect(at);
      const next = nodeForKey(plan, at, event.key);
      const isMine = /^(Arrow|Home$|End$|Enter$| $)/.test(event.key);
      if (isMine) event.preventDefault();
      if (next === null) return;
      setFocused(next);
      focusNode(frame.current!, next);
    },
    [plan, frame, onSelect],
  );
  return { focused, onKey };
}

function focusNode(frame: HTMLElement, node: number): void {
  const item = frame.querySelector<HTMLElement>(`[role="treeitem"][data-node="${node}"]`);
  item?.focus({ preventScroll: true });
  if (item) revealIn(frame, item, margin);
}

interface Family {
  readonly level: number;
  readonly position: number;
  readonly siblings: number;
}

/** Where each node stands in the tree, as assistive technology is told it. */
function familyOf({ root }: Plan): readonly Family[] {
  const family: Family[] = [];
  const visit = (node: PlanNode, place: Family): void => {
    family[node.index] = place;
    for (const [at, child] of node.children.entries())
      visit(child, { level: place.level + 1, position: at + 1, siblings: node.children.length });
  };
  visit(root, { level: 1, position: 1, siblings: 1 });
  return family;
}

function countByNode(findings: readonly Finding[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { node } of findings) if (node !== null) counts.set(node, (counts.get(node) ?? 0) + 1);
  return counts;
}
