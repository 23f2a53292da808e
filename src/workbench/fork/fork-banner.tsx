import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import { useMemo } from 'react';
import { formatMs } from '../../course/story.ts';
import type { ShownRun } from '../store/workbench-state.ts';
import { useActions, useWorkbenchState } from '../workbench-context.tsx';
import { describeIntervention } from './describe-intervention.ts';
import { type Divergence, divergence, runFigures, type RunFigures } from './divergence.ts';

/** Two runs, the first and its fork: which is shown, where they part, and what came of it. */
export function ForkBanner() {
  const { showCompared, forgetInterventions } = useActions();
  const compared = useWorkbenchState((state) => state.compared);
  const shown = useWorkbenchState((state) => state.run);
  if (!compared || compared.first === compared.fork || shown?.schedule != null) return null;
  const which = shown === compared.first ? 'first' : 'fork';
  return (
    <section className="fork-banner" aria-label="The run and its fork">
      <div className="fork-line">
        <ToggleGroup
          className="segments"
          aria-label="Run shown"
          value={[which]}
          onValueChange={([chosen]) => chosen !== undefined && showCompared(chosen === 'first' ? 'first' : 'fork')}
        >
          <Toggle value="first" className="segment">
            First run
          </Toggle>
          <Toggle value="fork" className="segment">
            Fork
          </Toggle>
        </ToggleGroup>
        <button type="button" className="link" onClick={() => void forgetInterventions()}>
          Forget the fork
        </button>
      </div>
      <ForkStory {...compared} which={which} />
    </section>
  );
}

interface ForkStoryProps {
  readonly first: ShownRun;
  readonly fork: ShownRun;
  readonly which: 'first' | 'fork';
}

function ForkStory({ first, fork, which }: ForkStoryProps) {
  const { goTo } = useActions();
  const interventions = useWorkbenchState((state) => state.interventions);
  const parting = useMemo(() => divergence(first.trace, fork.trace), [first, fork]);
  const figures = useMemo(() => [runFigures(first.trace), runFigures(fork.trace)] as const, [first, fork]);
  const done = interventions.map((one) => `${describeIntervention(one)} at t = ${formatMs(one.at)}`).join('; ');
  return (
    <p className="fork-story">
      {done}.{' '}
      {parting ? (
        <>
          They part at{' '}
          <button type="button" className="link" onClick={() => goTo(indexIn(parting, which, { first, fork }))}>
            t = {formatMs(momentOf(parting, { first, fork }))}
          </button>
          : {differences(figures)}.
        </>
      ) : (
        'Nothing else came of it: the two runs are the same.'
      )}
    </p>
  );
}

type Runs = Pick<ForkStoryProps, 'first' | 'fork'>;

function indexIn({ inFirst, inFork }: Divergence, which: 'first' | 'fork', runs: Runs): number {
  const index = which === 'first' ? inFirst : inFork;
  return Math.min(index, runs[which].trace.length - 1);
}

/** The earlier of the two, since the other run has nothing there. */
function momentOf({ inFirst, inFork }: Divergence, { first, fork }: Runs): number {
  const moments = [first.trace[inFirst]?.at, fork.trace[inFork]?.at].filter((at) => at !== undefined);
  return Math.min(...moments);
}

const words: Readonly<Record<keyof RunFigures, string>> = {
  staleReads: 'stale reads',
  failed: 'failed pages',
  commits: 'commits',
  applied: 'applied',
  pages: 'answers',
};

/** `stale reads 1 → 3, failed pages 0 → 2`. */
function differences([first, fork]: readonly [RunFigures, RunFigures]): string {
  const keys = Object.keys(words) as (keyof RunFigures)[];
  const changed = keys.filter((key) => first[key] !== fork[key]);
  if (changed.length === 0) return 'what happens is the same in number, and happens at other times or with other rows';
  return changed.map((key) => `${words[key]} ${first[key]} → ${fork[key]}`).join(', ');
}
