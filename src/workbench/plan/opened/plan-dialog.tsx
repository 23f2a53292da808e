import { Dialog } from '@base-ui/react/dialog';
import { lazy, Suspense } from 'react';
import { formatMs } from '../../../course/story.ts';
import { summariseSql } from '../../events/sql-summary.ts';
import { NodeMark } from '../../node-mark.tsx';
import type { PlanSubject } from '../../store/open-plan.ts';
import { useActions, useWorkbenchState } from '../../workbench-context.tsx';
import './plan-dialog.css';

const OpenedPlan = lazy(async () => {
  const { OpenedPlan: component } = await import('./opened-plan.tsx');
  return { default: component };
});

/** The plan that was asked for, over the page. */
export function PlanDialog() {
  const plan = useWorkbenchState((state) => state.plan);
  const { closePlan } = useActions();
  return (
    <Dialog.Root open={plan !== null} onOpenChange={(open) => !open && closePlan()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="popup plan-dialog">
          {plan && (
            <>
              <header className="plan-dialog-head">
                <Dialog.Title className="popup-title">
                  Plan of <code>{summariseSql(plan.subject.sql)}</code>
                </Dialog.Title>
                <Dialog.Close className="button">Close</Dialog.Close>
                <Dialog.Description className="plan-dialog-about" render={<div />}>
                  <WhenItRan subject={plan.subject} />
                </Dialog.Description>
              </header>
              <Suspense fallback={<p className="plan-dialog-wait">Loading the picture …</p>}>
                <OpenedPlan open={plan} />
              </Suspense>
            </>
          )}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** What was really run, and when: nothing of it stays. */
const WhenItRan = ({ subject: { node, at, query } }: { subject: PlanSubject }) => (
  <p>
    <NodeMark node={node} />,{' '}
    {query === null
      ? `as it stands at t = ${formatMs(at)}`
      : `t = ${formatMs(at)}: the query is run once more at the moment when it was sent, in the same session. Whatever it changes is undone`}
    .
  </p>
);
