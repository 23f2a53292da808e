/**
 * The learner's code in a run: it is handed requests and answers, and what it calls meanwhile is done for it. A request is answered
 * by the program that was deployed when it arrived.
 */
import type { EventOf } from '../trace/events.ts';
import type { PageRequest, SourcePlace } from '../trace/http.ts';
import type { RequestId } from '../trace/ids.ts';
import type { QueryReply } from '../trace/postgres-values.ts';
import type { ClientStatements } from './client-statements.ts';
import type { People } from './people.ts';
import type { Cluster } from './postgres-node.ts';
import type { Program, ProgramCall, ToProgram } from './program.ts';
import type { ProgramQueries } from './program-queries.ts';
import type { Recorder } from './recorder.ts';
import type { ServerFaults } from './server-faults.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** How long the power switch of a rack takes. */
const powerSwitchMs = 100;

/** What a run may use before it is stopped. */
export interface Budget {
  readonly statements: number;
  /** Statements and sleeps together. */
  readonly calls: number;
  readonly virtualMs: number;
}

/** Why the code answers no more, and in which request that was. */
export type CodeStop = Pick<EventOf<'code stopped'>, 'error' | 'neverStarted' | 'requestId'>;

interface ProgramTurnsParts {
  /** What answers from the start. */
  readonly program: Program;
  readonly budget: Budget;
  readonly cluster: Cluster;
  readonly clock: VirtualClock;
  readonly recorder: Recorder;
  readonly people: People;
  readonly queries: ProgramQueries;
  readonly statements: ClientStatements;
  readonly faults: ServerFaults;
  readonly stopped: (stop: CodeStop, reason: 'code stopped' | 'budget') => void;
}

export class ProgramTurns {
  readonly #parts: ProgramTurnsParts;
  /** What answers the requests that arrive now. */
  #program: Program;
  /** What answers a request that has arrived. */
  readonly #programs = new Map<RequestId, Program>();
  #calls = 0;
  /** Of the code's last pause or statement. */
  lastPlace: SourcePlace | undefined;

  constructor(parts: ProgramTurnsParts) {
    this.#parts = parts;
    this.#program = parts.program;
  }

  deploy(program: Program): void {
    this.#program = program;
  }

  async arrived(request: PageRequest): Promise<void> {
    this.#programs.set(request.requestId, this.#program);
    await this.#deliver({ kind: 'request', request }, request.requestId);
  }

  /** One turn of the learner's code: everything it calls meanwhile belongs to `of`. */
  async #deliver(message: ToProgram, of: RequestId): Promise<void> {
    const program = this.#programs.get(of) ?? this.#program;
    const turn = await program.deliver(message, this.#parts.clock.now);
    for (const call of turn.calls) await this.#obey(call, of);
    if (turn.kind === 'stopped') {
      const { error, neverStarted } = turn;
      this.#parts.stopped({ error, requestId: of, ...(neverStarted && { neverStarted }) }, 'code stopped');
    }
  }

  async #obey(call: ProgramCall, of: RequestId): Promise<void> {
    const at = this.#parts.clock.now;
    switch (call.kind) {
      case 'query':
        if (this.#isWithinBudget(call.place, of)) this.#query(call, of);
        return;
      case 'sleep':
        if (!this.#isWithinBudget(call.place, of)) return;
        this.#parts.clock.after(call.ms, () =>
          this.#deliver({ kind: 'woken', callId: call.callId, requestId: of }, of),
        );
        return;
      case 'power off':
        if (!this.#isWithinBudget(call.place, of)) return;
        this.#parts.clock.after(powerSwitchMs, () => this.#powerOff(call, of));
        return;
      case 'log': {
        const { text, place } = call;
        this.#parts.recorder.record({ type: 'code logged', at, requestId: of, text, ...(place && { place }) });
        return;
      }
      case 'respond': {
        const person = this.#parts.people.who(call.requestId);
        if (person === null) return;
        await this.#parts.statements.disconnect({ kind: 'request', requestId: call.requestId, person });
        this.#parts.people.respond(call.requestId, call.response);
      }
    }
  }

  #query(call: Extract<ProgramCall, { kind: 'query' }>, of: RequestId): void {
    const { callId } = call;
    const answer = (reply: QueryReply): Promise<void> =>
      this.#deliver({ kind: 'answer', callId, requestId: of, reply }, of);
    const person = this.#parts.people.who(of);
    if (person === null) {
      this.#parts.clock.after(0, () => answer({ kind: 'lost', message: 'The request was answered already.' }));
      return;
    }
    this.#parts.queries.send(call, { kind: 'request', requestId: of, person }, answer);
  }

  /** Nothing happens to a server that is down, or that this cluster does not have. */
  async #powerOff({ server, callId }: Extract<ProgramCall, { kind: 'power off' }>, of: RequestId): Promise<void> {
    const { cluster, faults } = this.#parts;
    if (cluster[server]) await faults.crash(server, 'the application cut its power');
    await this.#deliver({ kind: 'woken', callId, requestId: of }, of);
  }

  #isWithinBudget(place: SourcePlace | undefined, of: RequestId): boolean {
    this.#calls++;
    this.lastPlace = place ?? this.lastPlace;
    const { statements, calls } = this.#parts.budget;
    if (this.#parts.statements.count < statements && this.#calls <= calls) return true;
    const used = this.#parts.statements.count >= statements ? `${statements} statements` : `${calls} calls`;
    const where = place ? ` The last one came from ${inWords(place)}.` : '';
    const message = `The run was stopped after ${used}: this code would go on for ever.${where}`;
    const error = { name: 'BudgetExceeded', message, ...(place && { place }) };
    this.#parts.stopped({ error, requestId: of }, 'budget');
    return false;
  }
}

export const inWords = ({ file, line }: SourcePlace): string => `${file}:${line}`;
