/**
 * A run: `runScenario(cluster, program, scenario) -> trace`. The same cluster image, program and scenario give the same
 * trace, LSNs included. Nothing here reads a wall clock, draws a random number without the seed, or depends on the order
 * in which workers answer: one action at a time is waited for.
 */
import type { Trace, TraceEvent } from '../trace/events.ts';
import { type Lsn, type NodeName, type QueryId, type RequestId, type VirtualMs, virtualMs } from '../trace/ids.ts';
import type { WalRecord } from '../trace/postgres-values.ts';
import { type Settings, type SettingsChange, withChange } from '../trace/settings.ts';
import { ClientNetwork } from './client-network.ts';
import { ClientStatements } from './client-statements.ts';
import { People } from './people.ts';
import { type Intervention, ofScenario } from './intervention.ts';
import { type Cluster, NodeCrashed } from './postgres-node.ts';
import type { Program } from './program.ts';
import { ProgramQueries } from './program-queries.ts';
import { type Budget, type CodeStop, inWords, ProgramTurns } from './program-turns.ts';
import { serverNamed } from './server-at.ts';
import { randomFrom } from './random.ts';
import { Recorder } from './recorder.ts';
import { Replication } from './replication.ts';
import type { ConsoleStatement, Scenario } from './scenario.ts';
import { ServerFaults } from './server-faults.ts';
import { ServerSession } from './server-session.ts';
import type { Trial, TrialOutcome } from './trial.ts';
import { VirtualClock } from './virtual-clock.ts';
import { walByCommit } from './wal-by-commit.ts';

export const defaultBudget: Budget = { statements: 2_000, calls: 5_000, virtualMs: 60 * 60 * 1_000 };

export interface RunInput {
  readonly cluster: Cluster;
  /** Started and idle; used for this run alone, as are those that are deployed. */
  readonly program: Program;
  readonly scenario: Scenario;
  /** What is done to it from outside, beside the scenario's own changes and statements. In any order. */
  readonly interventions?: readonly Intervention<Program>[];
  readonly budget?: Budget;
}

/** Restores the cluster's image, runs the scenario to its end, and gives its trace. The cluster can be used again. */
export async function runScenario(input: RunInput): Promise<Trace> {
  await restoreImage(input);
  return new Run(input).run();
}

/** Restores the cluster's image, runs the scenario up to a moment of it, and gives what the statements answer there. */
export async function tryInScenario(input: RunInput, trial: Trial): Promise<TrialOutcome> {
  await restoreImage(input);
  return new Run(input).runUpTo(trial);
}

async function restoreImage({ cluster, scenario }: RunInput): Promise<void> {
  const { primary, replica, standalone } = cluster;
  const nodes = [primary, replica, ...(standalone ? [standalone] : [])];
  await Promise.all(nodes.map((node) => node.restore(scenario.seed)));
}

type EndReason = Extract<TraceEvent, { type: 'run ended' }>['reason'];

class Run {
  readonly #input: RunInput;
  readonly #budget: Budget;
  readonly #clock = new VirtualClock();
  readonly #recorder = new Recorder();
  readonly #replication: Replication;
  readonly #statements: ClientStatements;
  readonly #faults: ServerFaults;
  readonly #network: ClientNetwork;
  readonly #people: People;
  readonly #turns: ProgramTurns;
  readonly #sessions = {
    primary: new ServerSession(),
    replica: new ServerSession(),
    standalone: new ServerSession(),
  };
  #settings: Settings;
  /** What the primary has logged in this run, as far as it was read. */
  readonly #wal: WalRecord[] = [];
  #walReadTo: Lsn;
  #ended: { readonly reason: EndReason; readonly detail?: string } | null = null;
  #trial: Trial | null = null;
  #tried: TrialOutcome | null = null;

  constructor(input: RunInput) {
    this.#input = input;
    this.#budget = input.budget ?? defaultBudget;
    this.#settings = input.scenario.settings;
    this.#walReadTo = input.cluster.lsn;
    const shared = { cluster: input.cluster, recorder: this.#recorder, settings: () => this.#settings };
    this.#replication = new Replication({
      ...shared,
      random: randomFrom(input.scenario.seed),
      sessions: this.#sessions,
    });
    this.#statements = new ClientStatements({
      ...shared,
      clock: this.#clock,
      replication: this.#replication,
      sessions: this.#sessions,
      replayPaused: (paused) => this.#pauseOrResume(paused),
      promotionAsked: () => this.#faults.promote(),
      explains: input.scenario.explains ?? false,
      aboutToRun: (id, node) => this.#aboutToRun(id, node),
    });
    const { connections, waits, promoted } = this.#statements;
    this.#faults = new ServerFaults({
      ...shared,
      clock: this.#clock,
      replication: this.#replication,
      sessions: this.#sessions,
      connections,
      waits,
      promoted,
      readWal: () => this.#readWal(),
    });
    this.#network = new ClientNetwork({ ...shared, clock: this.#clock });
    this.#people = new People({
      ...shared,
      clock: this.#clock,
      arrived: (request) => this.#turns.arrived(request),
    });
    this.#turns = new ProgramTurns({
      ...shared,
      program: input.program,
      budget: this.#budget,
      clock: this.#clock,
      people: this.#people,
      queries: new ProgramQueries({
        ...shared,
        clock: this.#clock,
        network: this.#network,
        statements: this.#statements,
      }),
      statements: this.#statements,
      faults: this.#faults,
      stopped: (stop, reason) => this.#stopCode(stop, reason),
    });
  }

  async run(): Promise<Trace> {
    this.#start();
    try {
      await this.#clock.run(() => this.#ended !== null || this.#isOverTime());
      await this.#drain();
    } catch (error) {
      if (!(error instanceof NodeCrashed)) throw error;
      await this.#crashed(error);
    }
    this.#end();
    if (this.#ended?.reason !== 'node crashed') await this.#readWal();
    return this.#recorder.trace(walByCommit(this.#wal));
  }

  async runUpTo(trial: Trial): Promise<TrialOutcome> {
    this.#trial = trial;
    this.#start();
    const { moment } = trial;
    if (moment.kind === 'at') this.#clock.atEndOf(moment.at, () => this.#try(moment.node, 'new'));
    try {
      await this.#clock.run(() => this.#tried !== null || this.#ended !== null || this.#isOverTime());
    } catch (error) {
      if (!(error instanceof NodeCrashed)) throw error;
      await this.#crashed(error);
      this.#tried = { kind: 'not tried', why: `${error.node} did not survive it: ${error.reason}.` };
    }
    return this.#tried ?? { kind: 'not tried', why: 'The run ends before this moment.' };
  }

  /** @param session as of `PostgresNode.tryOut` */
  async #try(node: NodeName, session: 'client' | 'new'): Promise<void> {
    const { statements } = this.#trial!;
    const at = this.#clock.now;
    if (this.#statements.connections.isDown(node)) {
      this.#tried = { kind: 'not tried', why: `The server of ${node} is down at this moment.` };
      return;
    }
    const answers = await this.#statements.tryOut(node, statements, session);
    this.#tried = { kind: 'answered', node, at, answers };
  }

  async #aboutToRun(id: QueryId, node: NodeName): Promise<void> {
    const moment = this.#trial?.moment;
    if (moment?.kind === 'before' && moment.query === id) await this.#try(node, 'client');
  }

  #start(): void {
    const { cluster, scenario } = this.#input;
    const { seed, settings, environment } = scenario;
    const { lsn, slot, tables, standaloneLsn, replication } = cluster;
    const atRest = { lsn, slot, tables, ...(standaloneLsn !== undefined && { standaloneLsn }) };
    const transport = replication === 'physical' && { replication };
    const start = { seed, settings, ...transport, ...(environment && { environment }), ...atRest };
    this.#recorder.record({ type: 'run started', at: virtualMs(0), ...start });
    for (const one of [...ofScenario(scenario), ...(this.#input.interventions ?? [])])
      this.#clock.atEndOf(one.at, () => this.#intervene(one));
    this.#people.start(scenario.people);
  }

  /** Before a crash too: what recovery does at its end may remove what was logged before. Nothing can be read where a client has
   * left a transaction that failed. */
  async #readWal(): Promise<readonly WalRecord[]> {
    const { primary } = this.#input.cluster;
    if (!this.#replication.hasPrimary || this.#sessions.primary.status === 'failed transaction') return this.#wal;
    const records = await primary.walRecords(this.#walReadTo, this.#clock.now);
    this.#wal.push(...records);
    this.#walReadTo = this.#replication.primaryLsn;
    return this.#wal;
  }

  async #intervene(intervention: Intervention<Program>): Promise<void> {
    switch (intervention.kind) {
      case 'settings':
        return this.#change(intervention.change);
      case 'statement':
        return this.#type(intervention);
      case 'crash':
        return this.#faults.crash(intervention.node, 'it was made to crash');
      case 'restart':
        return this.#faults.restart(intervention.node);
      case 'restore':
        return this.#faults.restore(intervention.before);
      case 'promote':
        return this.#faults.promote();
      case 'rejoin':
        return this.#faults.rejoin();
      case 'cancel waits':
        return this.#statements.waits.releaseAll('cancelled');
      case 'deploy':
        this.#turns.deploy(intervention.code);
        this.#recorder.record({ type: 'code deployed', at: this.#clock.now });
    }
  }

  async #change(change: SettingsChange['change']): Promise<void> {
    await this.#replication.catchUp(this.#clock.now);
    this.#settings = withChange(this.#settings, change);
    this.#replication.settingsChanged(this.#clock.now);
    this.#recorder.record({ type: 'settings changed', at: this.#clock.now, change, settings: this.#settings });
    this.#statements.replicationChanged();
    await this.#faults.fenceIfHeard();
    await this.#network.changed();
  }

  /** On a replica that has come to its recovery target, `pg_wal_replay_resume()` ends recovery
   * (https://www.postgresql.org/docs/18/runtime-config-wal.html, `recovery_target_action`). */
  async #pauseOrResume(paused: boolean): Promise<void> {
    if (this.#replication.isRestored) await this.#faults.promote();
    else await this.#change({ replication: { paused } });
  }

  async #type({ node, sql, asOperator, place }: Omit<ConsoleStatement, 'at'>): Promise<void> {
    const client = { kind: 'console' } as const;
    const sent = { node, client, sql, sentAt: this.#clock.now, returnMs: 0, ...(place && { place }) };
    // A physical standby refuses its operator too: nobody but redo writes to it.
    const isLetThrough = asOperator && this.#input.cluster.replication === 'logical';
    await this.#statements.run(isLetThrough ? { ...sent, asOperator } : sent, () => {});
  }

  #isOverTime(): boolean {
    if (this.#clock.now <= this.#budget.virtualMs) return false;
    const { lastPlace } = this.#turns;
    const where = lastPlace ? ` The code last waited at ${inWords(lastPlace)}.` : '';
    const detail = `The run was stopped after ${this.#budget.virtualMs / 60_000} minutes of virtual time.${where}`;
    this.#ended ??= { reason: 'budget', detail };
    return true;
  }

  #stopCode(stop: CodeStop, reason: 'code stopped' | 'budget'): void {
    if (this.#ended) return;
    const { error, neverStarted } = stop;
    this.#recorder.record({ type: 'code stopped', at: this.#clock.now, ...stop });
    // Of code that was running, the message says what it did.
    this.#ended = { reason, ...(!neverStarted && { detail: error.message }) };
  }

  /** Nobody asks any more: the replica catches up as far as it can. */
  async #drain(): Promise<void> {
    await this.#replication.finish(this.#clock.now);
    for (let next = this.#replication.nextEventAt(); next !== null; next = this.#replication.nextEventAt()) {
      if (next > this.#budget.virtualMs) return;
      this.#clock.advanceTo(virtualMs(Math.max(next, this.#clock.now)));
      await this.#replication.catchUp(this.#clock.now);
    }
  }

  /** The server is gone with what it held. It is built anew from the image, and the run ends there. */
  async #crashed({ node, reason }: NodeCrashed): Promise<void> {
    const at = this.#clock.now;
    this.#recorder.record({ type: 'node crashed', at, node, reason });
    await serverNamed(node, this.#input.cluster).restore(this.#input.scenario.seed);
    this.#recorder.record({ type: 'node rebuilt', at, node });
    this.#ended = { reason: 'node crashed', detail: reason };
  }

  #end(): void {
    const at: VirtualMs = this.#clock.now;
    this.#recorder.record({ type: 'run ended', at, ...(this.#ended ?? this.#finished()) });
  }

  #finished(): { readonly reason: EndReason; readonly detail?: string } {
    const [first] = this.#people.unanswered;
    if (!first) return { reason: 'finished' };
    const { method, path, person, requestId } = first;
    return {
      reason: 'unanswered',
      detail: `${method} ${path} of ${person} got no answer. ${this.#whyNone(requestId)}`,
    };
  }

  #whyNone(requestId: RequestId): string {
    if (this.#network.holdsBack(requestId)) return 'The network to a node is cut, and it waits.';
    if (this.#statements.waits.holdsBack(requestId))
      return 'Its commit waits for the replica, which does not confirm it.';
    const waiting = Object.values(this.#sessions).flatMap(({ waitingClients }) => waitingClients);
    return waiting.includes(`request ${requestId}`)
      ? 'It waits for a transaction that another request never ended.'
      : 'Its view never returned a response.';
  }
}
