import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import { useState } from 'react';
import { Icon } from '../icon.tsx';
import { isSolutionSecret, type Compared } from '../store/workbench-state.ts';
import { useActions, useWorkbenchState } from '../workbench-context.tsx';
import { SolutionDialog } from './solution-dialog.tsx';

interface CompareBarProps {
  readonly comparedWith: Compared;
  readonly same: boolean;
  readonly onLeave: () => void;
}

/** What the open file is compared with, and the way back. */
export function CompareBar({ comparedWith, same, onLeave }: CompareBarProps) {
  const { compareWith } = useActions();
  const secret = useWorkbenchState(isSolutionSecret);
  const [asking, setAsking] = useState(false);
  const choose = (chosen: Compared | undefined): void => {
    if (chosen === 'solution' && secret) setAsking(true);
    else if (chosen) compareWith(chosen);
  };
  return (
    <div className="compare-bar">
      <span className="compare-with">Compared with</span>
      <ToggleGroup
        className="segments"
        aria-label="Compared with"
        value={[comparedWith]}
        onValueChange={([chosen]) => choose(chosen)}
      >
        <Toggle value="starter" className="segment">
          the start
        </Toggle>
        <Toggle value="solution" className="segment">
          the solution
        </Toggle>
      </ToggleGroup>
      <span className="compare-same" role="status">
        {same && 'No difference'}
      </span>
      <button type="button" className="tool" onClick={onLeave} aria-label="Stop comparing" title="Stop comparing (Esc)">
        <Icon name="close" />
      </button>
      <SolutionDialog
        use={asking ? 'compare' : null}
        onClose={() => setAsking(false)}
        onConfirm={() => compareWith('solution')}
      />
    </div>
  );
}
