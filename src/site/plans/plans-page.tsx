import { PlanPaste } from '../../workbench/plan/paste/plan-paste.tsx';
import type { TextStorage } from '../../workbench/store/browser-storage.ts';
import { SiteHeader } from '../site-header.tsx';
import './plans.css';

/** Anybody's plan, walked through. */
export function PlansPage({ storage }: { storage: TextStorage | null }) {
  return (
    <>
      <SiteHeader />
      <main className="plans">
        <PlanPaste storage={storage} />
      </main>
    </>
  );
}
