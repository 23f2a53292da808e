import type { StoreApi } from 'zustand/vanilla';
import type { EventOf } from '../../trace/events.ts';
import type { NodeName, VirtualMs } from '../../trace/ids.ts';
import { viewAt } from '../../trace/view.ts';
import type { ConsoleAnswer, ConsoleEntry } from '../console/console-entry.ts';
import { isLook } from '../console/is-look.ts';
import { metaCommand } from '../console/psql/meta-command.ts';
import { shellCommand } from '../console/psql/shell.ts';
import type { Engine } from '../engine.ts';
import { cursorAt, type Fork, forkState } from './fork-actions.ts';
import { type LearnerIntervention, withIntervention } from './interventions.ts';
import { messageOf } from './message-of.ts';
import { shownInput, wholeRequest } from './run-input.ts';
import { momentOf, ownInterventions, type ShownRun, standsInRun, type WorkbenchState } from './workbench-state.ts';

export interface ConsoleActions {
  /** Asks a node at the cursor's moment. What changes something there is an event of the run from then on; what only looks is
   * answered and leaves no trace. Resolves when it is answered. */
  readonly ask: (node: NodeName, line: string) => Promise<void>;
  readonly clearConsole: () => void;
}

interface Question {
  readonly node: NodeName;
  readonly sql: string;
  readonly at: VirtualMs;
}

type Said = EventOf<'query ran' | 'connection failed'>;

type Answered = Pick<ConsoleEntry, 'answer' | 'isEvent'>;

const noRun = 'Run your code and stop in the middle of the run: servers and networks are operated there.';

export function consoleActions(store: StoreApi<WorkbenchState>, engine: Engine, fork: Fork): ConsoleActions {
  const operate = async (command: string, { node, at }: ConsoleEntry): Promise<Answered> => {
    const state = store.getState();
    if (!standsInRun(state)) return { answer: complaint(noRun), isEvent: false };
    const ran = shellCommand(command, node, viewAt(state.run!.trace, state.cursor));
    if (ran.kind === 'refused') return { answer: complaint(ran.said), isEvent: false };
    await fork({ ...ran.what, at });
    return { answer: words(ran.said), isEvent: true };
  };
  const answer = async (line: string, entry: ConsoleEntry): Promise<Answered> => {
    const { node, at } = entry;
    const command = metaCommand(line);
    if (command?.kind === 'text') return { answer: words(command.text), isEvent: false };
    if (command?.kind === 'shell') return operate(command.command, entry);
    if (command?.kind === 'invalid') return { answer: complaint(command.message), isEvent: false };
    const question: Question = { node, at, sql: command?.sql ?? line };
    const state = store.getState();
    const { run, said } = await runWith(engine, state, question);
    if (command) {
      const result = said.type === 'query ran' && said.outcome.kind === 'ok' ? said.outcome.results[0] : undefined;
      if (!result) return { answer: answerOf(said), isEvent: false };
      const tables = command.read(result);
      return { answer: tables.length > 0 ? { kind: 'described', tables } : complaint(command.none), isEvent: false };
    }
    const isEvent = state.run?.schedule == null && !isLook(run.trace, run.trace.indexOf(said));
    if (isEvent) store.setState((now) => withStatement(now, run, question));
    return { answer: answerOf(said), isEvent };
  };
  /** As at any prompt, one is answered after the other: each is asked of the run that the one before has left. */
  let before: Promise<unknown> = Promise.resolve();
  const inTurn = (run: () => Promise<Answered>): Promise<Answered> => {
    const next = before.then(run);
    before = next.catch(() => {});
    return next;
  };
  return {
    ask: async (node, line) => {
      const state = store.getState();
      const id = (state.console.at(-1)?.id ?? 0) + 1;
      const entry: ConsoleEntry = { id, node, line, at: momentOf(state), answer: null, isEvent: false };
      store.setState(({ console }) => ({ console: [...console, entry] }));
      const said = await inTurn(() => answer(line, entry)).catch((error: unknown) => ({
        answer: complaint(messageOf(error)),
        isEvent: false,
      }));
      store.setState(({ console }) => ({
        console: console.map((other) => (other.id === id ? { ...entry, ...said } : other)),
      }));
    },
    clearConsole: () => store.setState({ console: [] }),
  };
}

/** The shown run once more, with the statement at the end of its moment. @throws Error when the code cannot be started */
async function runWith(
  engine: Engine,
  state: WorkbenchState,
  question: Question,
): Promise<{ readonly run: ShownRun; readonly said: Said }> {
  const interventions = withIntervention(ownInterventions(state), statement(question));
  const outcome = await engine.run(wholeRequest(state.lesson, { ...shownInput(state), interventions }));
  if ('refused' in outcome) throw new Error(`Your code could not be started. ${outcome.refused.message}`);
  const { trace } = outcome;
  const said = trace.findLast(
    (event): event is Said =>
      (event.type === 'query ran' || event.type === 'connection failed') &&
      event.client.kind === 'console' &&
      event.sql === question.sql,
  );
  if (!said)
    throw new Error("The run ended before this moment, or another's transaction keeps the node's only session.");
  return { run: { trace, files: state.run?.files ?? null, schedule: null }, said };
}

const statement = (question: Question): LearnerIntervention => ({ kind: 'statement', ...question });

/** The run with the statement takes the place of the one without, which stays for comparison. */
function withStatement(state: WorkbenchState, run: ShownRun, question: Question): Partial<WorkbenchState> {
  const { compared, interventions } = forkState(state, withIntervention(ownInterventions(state), statement(question)));
  return {
    interventions,
    compared: compared && { ...compared, fork: run },
    run,
    cursor: cursorAt(run.trace, question.at),
    expanded: null,
    playing: false,
  };
}

function answerOf(said: Said): ConsoleAnswer {
  if (said.type === 'connection failed') return complaint(said.message);
  if (said.answeredAt === null) return complaint('The commit is made, and waits for the replica: no answer comes.');
  const { outcome, notices } = said;
  return outcome.kind === 'ok' ? { ...outcome, kind: 'results', notices } : { ...outcome, notices };
}

const words = (text: string): ConsoleAnswer => ({ kind: 'text', text, isError: false });
const complaint = (text: string): ConsoleAnswer => ({ kind: 'text', text, isError: true });
