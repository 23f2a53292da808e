import type { TextStorage } from '../../workbench/store/browser-storage.ts';
import { PlanPaste } from '../../workbench/plan/paste/plan-paste.tsx';
import { SiteHeader } from '../site-header.tsx';
import './plans.css';

/** Anybody's plan, walked through. */
export function PlansPage({ storage }: { storage: TextStorage | null }) {
  return (
    <>
      <SiteHeader />
      <main className="plans">
        <header className="plans-head">
          <h1>Walk through a plan</h1>
          <p>
            Paste what Postgres’s <code>EXPLAIN</code> says, and step through it, node by node, in the order in which
            the work was done. It is read in this browser, kept in it, and sent nowhere.
          </p>
        </header>
        <PlanPaste storage={storage} />
      </main>
    </>
  );
}
