/** Where one is in the walk through a plan: at a step, or beside it at a node that was looked at and has no step. */
import type { Step } from '../../explain/step.ts';

export interface WalkPlace {
  /** Counted from 0: the step that one is at, or was at before one looked aside. */
  readonly step: number;
  /** The index of the node that is lit up. */
  readonly node: number;
}

export const startOf = (steps: readonly Step[]): WalkPlace => ({ step: 0, node: steps[0]?.node.index ?? 0 });

/** At a step, the nearest there is. */
export function atStep(steps: readonly Step[], wanted: number): WalkPlace {
  const step = Math.max(0, Math.min(steps.length - 1, wanted));
  return { step, node: steps[step]?.node.index ?? 0 };
}

/** At a node: at its step, if it has one. */
export function atNode(steps: readonly Step[], { step }: WalkPlace, node: number): WalkPlace {
  const own = steps.findIndex((one) => one.node.index === node);
  return { step: own === -1 ? step : own, node };
}

/** Whether the node that is lit up is that of the step. */
export const isAtStep = (steps: readonly Step[], { step, node }: WalkPlace): boolean =>
  steps[step]?.node.index === node;

export type WalkMove = 'first' | 'back' | 'forward' | 'last';

export function moved(steps: readonly Step[], place: WalkPlace, move: WalkMove): WalkPlace {
  if (move === 'first') return atStep(steps, 0);
  if (move === 'last') return atStep(steps, steps.length - 1);
  return atStep(steps, place.step + (move === 'forward' ? 1 : -1));
}

/** What a key does anywhere in the view. A presenter's remote sends PageDown and PageUp. */
export function moveForKey({ key, ctrlKey, metaKey, altKey }: KeyboardModifiersAndKey): WalkMove | null {
  if (ctrlKey || metaKey || altKey) return null;
  switch (key) {
    case 'PageDown':
    case 'n':
    case 'N':
      return 'forward';
    case 'PageUp':
    case 'p':
    case 'P':
      return 'back';
    default:
      return null;
  }
}

type KeyboardModifiersAndKey = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>;
