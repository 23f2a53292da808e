import type { StoreApi } from 'zustand/vanilla';
import { explainStatement, planInAnswer } from '../../explain/explain-statement.ts';
import type { Plan } from '../../explain/plan.ts';
import { tableFactsFrom, tableFactsQuery } from '../../explain/table-facts.ts';
import type { Answer, TriedStatement } from '../../simulation/postgres-node.ts';
import type { TrialMoment } from '../../simulation/trial.ts';
import type { NodeName } from '../../trace/ids.ts';
import type { PgResult } from '../../trace/postgres-values.ts';
import type { Engine } from '../engine.ts';
import type { Fork } from './fork-actions.ts';
import { messageOf } from './message-of.ts';
import type { AskedPlan, OpenPlan, PlanSubject, SecondPlan } from './open-plan.ts';
import { shownInput, wholeRequest } from './run-input.ts';
import { ownInterventions, type WorkbenchState } from './workbench-state.ts';

export interface PlanActions {
  /** Opens the plan of a query: it is run once more, in the session that sent it and just before it did, and nothing of that stays.
   * Resolves when its node has answered. */
  readonly explain: (subject: PlanSubject) => Promise<void>;
  /** Shows a plan that a node has given already. */
  readonly showPlan: (subject: PlanSubject, plan: Plan) => void;
  /** Puts the plan of another node beside the open one: of the same query, at its moment. */
  readonly explainOn: (node: NodeName) => Promise<void>;
  /** Puts the plan beside the open one that its node has after these statements. They are undone. */
  readonly tryRemedy: (remedy: readonly string[]) => Promise<void>;
  /** The statements become events of the run, at the cursor. The replica's operator runs them there. */
  readonly keepRemedy: (remedy: readonly string[]) => Promise<void>;
  readonly closeSecondPlan: () => void;
  readonly closePlan: () => void;
}

export function planActions(store: StoreApi<WorkbenchState>, engine: Engine, fork: Fork): PlanActions {
  /** Nothing where another plan has been opened meanwhile. */
  const update = (subject: PlanSubject, change: (open: OpenPlan) => OpenPlan): void =>
    store.setState(({ plan }) => (plan?.subject === subject ? { plan: change(plan) } : {}));
  const askSecond = async (make: SecondPlan, ask: (subject: PlanSubject) => Promise<AskedPlan>): Promise<void> => {
    const subject = store.getState().plan?.subject;
    if (!subject) return;
    update(subject, (open) => ({ ...open, second: make }));
    const asked = await ask(subject);
    update(subject, (open) => ({ ...open, second: { ...make, asked } }));
  };
  return {
    explain: async (subject) => {
      store.setState({ plan: { subject, first: { kind: 'asking' }, second: null }, playing: false });
      const first = await askPlan(engine, store.getState(), subject, momentOf(subject), []);
      update(subject, (open) => ({ ...open, first }));
    },
    showPlan: (subject, plan) =>
      store.setState({
        plan: { subject, first: { kind: 'answered', plan, facts: null }, second: null },
        playing: false,
      }),
    explainOn: (node) =>
      askSecond({ kind: 'node', node, asked: { kind: 'asking' } }, (subject) =>
        askPlan(engine, store.getState(), subject, { kind: 'at', at: subject.at, node }, []),
      ),
    tryRemedy: (remedy) =>
      askSecond({ kind: 'tried', remedy, asked: { kind: 'asking' } }, (subject) =>
        askPlan(engine, store.getState(), subject, momentOf(subject), remedy),
      ),
    keepRemedy: async (remedy) => {
      const state = store.getState();
      const { plan } = state;
      if (!plan || !canKeepRemedy(state)) return;
      const { node, at } = plan.subject;
      store.setState({ plan: null });
      const asOperator = node === 'replica' && { asOperator: true };
      await fork({ kind: 'statement', node, sql: remedy.join(';\n'), at, ...asOperator });
    },
    closeSecondPlan: () => store.setState(({ plan }) => ({ plan: plan && { ...plan, second: null } })),
    closePlan: () => store.setState({ plan: null }),
  };
}

/** Only of a run of the learner's own there can be a fork. */
export const canKeepRemedy = ({ run }: Pick<WorkbenchState, 'run'>): boolean =>
  run !== null && run.files !== null && run.schedule === null;

const momentOf = ({ query, node, at }: PlanSubject): TrialMoment =>
  query === null ? { kind: 'at', at, node } : { kind: 'before', query };

async function askPlan(
  engine: Engine,
  state: WorkbenchState,
  { sql, params }: PlanSubject,
  moment: TrialMoment,
  remedy: readonly string[],
): Promise<AskedPlan> {
  const statements: readonly TriedStatement[] = [
    ...remedy.map((statement) => ({ sql: statement, params: [], asOperator: true as const })),
    { sql: explainStatement(sql), params },
    { sql: tableFactsQuery, params: [] },
  ];
  const request = wholeRequest(state.lesson, { ...shownInput(state), interventions: ownInterventions(state) });
  try {
    const outcome = await engine.tryOut(request, { moment, statements });
    if (outcome.kind === 'not tried') return { kind: 'failed', why: outcome.why };
    const results = outcome.answers.map(resultsOf);
    return { kind: 'answered', plan: planInAnswer(results.at(-2)!), facts: tableFactsFrom(results.at(-1)![0]!) };
  } catch (error) {
    return { kind: 'failed', why: messageOf(error) };
  }
}

/** @throws Error in Postgres's words */
function resultsOf({ outcome }: Answer): readonly PgResult[] {
  if (outcome.kind === 'ok') return outcome.results;
  const { severity, message, hint } = outcome.error;
  throw new Error(`${severity}: ${message}${hint === undefined ? '' : `\nHINT: ${hint}`}`);
}
