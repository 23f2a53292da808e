import type { ProgramCall } from '../../simulation/program.ts';
import type { PageResponse, SourcePlace } from '../../trace/http.ts';
import type { NodeName, RequestId } from '../../trace/ids.ts';
import type { QueryReply } from '../../trace/postgres-values.ts';
import { limits } from '../messages.ts';

type Query = Omit<Extract<ProgramCall, { kind: 'query' }>, 'kind' | 'callId'>;

/** The calls that the program makes to the world outside, in order, and what waits for their answers. */
export class Calls {
  /** Whose message was delivered last; null while the files load. */
  currentRequest: RequestId | null = null;
  readonly #waiting = new Map<number, (reply: QueryReply) => void>();
  readonly #awake = new Map<number, () => void>();
  #made: ProgramCall[] = [];
  #nextCallId = 1;
  #logLength = 0;

  /** @throws Error while no request is served, and when one turn has made too many calls */
  query(query: Query): Promise<QueryReply> {
    const callId = this.#begin('A query');
    this.#made.push({ kind: 'query', callId, ...query });
    return new Promise((resolve) => void this.#waiting.set(callId, resolve));
  }

  /** @throws Error as `query` does, and RangeError when `ms` is no time to wait */
  sleep(ms: number, place?: SourcePlace): Promise<void> {
    if (!Number.isFinite(ms) || ms < 0) throw new RangeError(`Not a time to wait, in milliseconds: ${ms}`);
    const callId = this.#begin('A pause');
    this.#made.push({ kind: 'sleep', callId, ms, ...(place && { place }) });
    return new Promise((resolve) => void this.#awake.set(callId, resolve));
  }

  /** @throws Error as `query` does */
  powerOff(server: NodeName, place?: SourcePlace): Promise<void> {
    const callId = this.#begin('Cutting the power');
    this.#made.push({ kind: 'power off', callId, server, ...(place && { place }) });
    return new Promise((resolve) => void this.#awake.set(callId, resolve));
  }

  respond(requestId: RequestId, response: PageResponse): void {
    this.#made.push({ kind: 'respond', requestId, response });
  }

  /** Output that is too long is cut, and says so. */
  log(text: string, place?: SourcePlace): void {
    if (this.#logLength > limits.logLengthInRun) return;
    this.#logLength += text.length;
    const shown = text.length > limits.logLength ? `${text.slice(0, limits.logLength)} ... (cut)` : text;
    const isLast = this.#logLength > limits.logLengthInRun || this.#made.length >= limits.callsInTurn;
    if (isLast) this.#logLength = Infinity;
    const said = isLast ? `${shown}\nWhat this code prints from here on is left out: it is too much.` : shown;
    this.#made.push({ kind: 'log', text: said, ...(place && { place }) });
  }

  answer(callId: number, reply: QueryReply): void {
    const resolve = this.#waiting.get(callId);
    if (!resolve) throw new Error(`Nothing waits for the answer to call ${callId}.`);
    this.#waiting.delete(callId);
    resolve(reply);
  }

  wake(callId: number): void {
    const resolve = this.#awake.get(callId);
    if (!resolve) throw new Error(`Nothing waits for the end of call ${callId}.`);
    this.#awake.delete(callId);
    resolve();
  }

  /** The calls since the last take. */
  take(): readonly ProgramCall[] {
    const made = this.#made;
    this.#made = [];
    return made;
  }

  #begin(what: string): number {
    if (this.currentRequest === null) throw new Error(`${what} needs a request: none is served while the files load.`);
    if (this.#made.length >= limits.callsInTurn) {
      throw new Error(`This code makes more than ${limits.callsInTurn} calls without waiting for an answer.`);
    }
    return this.#nextCallId++;
  }
}
