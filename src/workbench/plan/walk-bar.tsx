import { Icon } from '../icon.tsx';
import type { WalkMove } from './walk-place.ts';

interface WalkBarProps {
  /** From 1; null at a node that has no step. */
  readonly step: number | null;
  readonly steps: number;
  readonly canGoBack: boolean;
  readonly canGoForward: boolean;
  readonly onMove: (move: WalkMove) => void;
}

/** Through the plan, node by node, both ways. */
export function WalkBar({ step, steps, canGoBack, canGoForward, onMove }: WalkBarProps) {
  const buttons = [
    { move: 'first', name: 'First step', icon: 'first', enabled: canGoBack, title: 'First step' },
    { move: 'back', name: 'Back', icon: 'previous', enabled: canGoBack, title: 'Back (Page Up, P)' },
    { move: 'forward', name: 'Next', icon: 'chevron', enabled: canGoForward, title: 'Next (Page Down, N)' },
    { move: 'last', name: 'Last step', icon: 'last', enabled: canGoForward, title: 'Last step' },
  ] as const;
  return (
    <div className="plan-walk" role="group" aria-label="Walk">
      {buttons.map(({ move, name, icon, enabled, title }) => (
        <button
          key={move}
          type="button"
          className={`button plan-walk-${move}${move === 'forward' ? ' button-primary' : ''}`}
          aria-label={name}
          title={title}
          // Who presses it until it does nothing more keeps their place, and the keys of the walk go on working from there.
          aria-disabled={!enabled}
          onClick={() => enabled && onMove(move)}
        >
          {move !== 'forward' && <Icon name={icon} />}
          {(move === 'back' || move === 'forward') && <span>{name}</span>}
          {move === 'forward' && <Icon name={icon} />}
        </button>
      ))}
      <p className="plan-walk-place">{step === null ? 'not in the walk' : `step ${step} of ${steps}`}</p>
    </div>
  );
}
