import type { Statement } from '../src/simulation/postgres-node.ts';
import type { NodeName } from '../src/trace/ids.ts';
import type { Program, ProgramCall, ToProgram, Turn } from '../src/simulation/program.ts';

/** A program that answers its first request by sending statements one after the other, and clocks them. It stands in for
 * the learner's code, so that what is measured is the way of a statement through the simulation and nothing else. */
export class StatementProgram implements Program {
  readonly #node: NodeName;
  readonly #statements: readonly Statement[];
  #startedAt = 0;
  /** From the first statement to the last answer, in ms of wall clock. */
  elapsedMs = 0;

  constructor(node: NodeName, statements: readonly Statement[]) {
    this.#node = node;
    this.#statements = statements;
  }

  async deliver(message: ToProgram): Promise<Turn> {
    return { kind: 'idle', calls: [this.#next(message)] };
  }

  terminate(): void {}

  #next(message: ToProgram): ProgramCall {
    if (message.kind === 'request') {
      this.#startedAt = performance.now();
      return this.#query(0);
    }
    if (message.kind === 'answer' && message.reply.kind !== 'ok') {
      throw new Error(`Statement ${message.callId} failed: ${JSON.stringify(message.reply)}`);
    }
    if (message.callId + 1 < this.#statements.length) return this.#query(message.callId + 1);
    this.elapsedMs = performance.now() - this.#startedAt;
    return { kind: 'respond', requestId: message.requestId, response: { status: 200, cookies: {} } };
  }

  /** The call's id is the index of its statement. */
  #query(index: number): ProgramCall {
    return { kind: 'query', callId: index, alias: this.#node, host: this.#node, ...this.#statements[index]! };
  }
}
