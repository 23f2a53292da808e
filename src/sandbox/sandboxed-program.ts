/** The host's side of a program: one exchange at a time with the worker, and an end to it that is always known. */
import type { Program, ProgramRefused, ToProgram, Turn } from '../simulation/program.ts';
import type { ProgramError } from '../trace/http.ts';
import type { VirtualMs } from '../trace/ids.ts';
import type { CompiledProgram, TickSite } from './compile/compiled-program.ts';
import type { FromWorker, ToWorker, World } from './messages.ts';
import { parseWorkerMessage, UnfitMessage } from './parse-worker-message.ts';
import { startWatchdog } from './watchdog.ts';
import type { WorkerLink } from './worker-link.ts';

/** How long the host waits, in wall-clock milliseconds. */
const patience = {
  /** For an engine to start a worker and read our own code: no fault of a learner's. */
  startMs: 15_000,
  /** For a worker that has nothing to do to say so. */
  answerMs: 1_000,
  /** For the learner's code to come to rest. */
  turnMs: 1_500,
};

type Said = Exclude<FromWorker, { kind: 'still' | 'entered' }>;

/** What the worker last said of itself while it ran. */
interface LastSeen {
  readonly site: TickSite;
  /** It counted without end, and was not just begun. */
  readonly isBusy: boolean;
}
type Heard = Said | { readonly kind: 'ended'; readonly error: ProgramError };

export class SandboxedProgram implements Program {
  readonly #link: WorkerLink;
  #sites: readonly TickSite[] = [];
  /** In this exchange. */
  #lastSeen: LastSeen | undefined;
  #hear: ((heard: Heard) => void) | null = null;
  #ended: ProgramError | null = null;

  /** Nothing may have been heard from the worker yet. */
  constructor(link: WorkerLink) {
    this.#link = link;
    link.onMessage((data) => this.#receive(data));
    link.onDeath((death) => this.#end({ ...death, ...(this.#lastSeen && { place: this.#lastSeen.site.place }) }));
  }

  /** Waits until the worker stands. @throws Error when it does not */
  async ready(): Promise<void> {
    const heard = await this.#exchange([], patience.startMs);
    if (heard.kind === 'ready') return;
    this.terminate();
    throw new Error(`The sandbox did not start: ${heard.kind === 'ended' ? heard.error.message : heard.kind}`);
  }

  /** Whether it is still there, before anything is loaded. */
  async answers(): Promise<boolean> {
    return (await this.#exchange([{ kind: 'poll' }], patience.answerMs)).kind === 'idle';
  }

  /** Loads the learner's code. Null when it runs. */
  async load({ modules, sites }: CompiledProgram, world: World): Promise<ProgramRefused | null> {
    this.#sites = sites;
    const load = { kind: 'load', modules, siteCount: sites.length, world } as const;
    const heard = await this.#exchange([load], patience.turnMs);
    if (heard.kind === 'started') return null;
    this.terminate();
    if (heard.kind === 'refused' || heard.kind === 'ended') return { kind: 'refused', error: heard.error };
    return { kind: 'refused', error: outOfTurn(heard) };
  }

  async deliver(message: ToProgram, at: VirtualMs): Promise<Turn> {
    const heard = await this.#exchange([{ kind: 'deliver', message, at }, { kind: 'poll' }], patience.turnMs);
    if (heard.kind === 'idle') return heard;
    const error = heard.kind === 'ended' ? heard.error : outOfTurn(heard);
    this.terminate();
    return { kind: 'stopped', error, calls: [] };
  }

  terminate(): void {
    this.#end({ name: 'Stopped', message: 'This run was ended.' });
  }

  #exchange(messages: readonly ToWorker[], patienceMs: number): Promise<Heard> {
    if (this.#hear) throw new Error('The program is in the middle of a turn.');
    if (this.#ended) return Promise.resolve({ kind: 'ended', error: this.#ended });
    this.#lastSeen = undefined;
    return new Promise((resolve) => {
      const stopWatchdog = startWatchdog(patienceMs, () => this.#end(neverYielded(this.#lastSeen, patienceMs)));
      this.#hear = (heard) => {
        stopWatchdog();
        this.#hear = null;
        resolve(heard);
      };
      for (const message of messages) this.#link.send(JSON.stringify(message));
    });
  }

  #receive(data: unknown): void {
    if (this.#ended) return;
    try {
      const said = parseWorkerMessage(data);
      if (said.kind === 'still' || said.kind === 'entered') this.#see(said);
      else if (this.#hear) this.#hear(said);
      else this.#end(outOfTurn(said));
    } catch (error) {
      if (!(error instanceof UnfitMessage)) throw error;
      this.#end({ name: error.name, message: error.message });
    }
  }

  #see({ kind, site: index }: Extract<FromWorker, { kind: 'still' | 'entered' }>): void {
    const site = this.#sites[index];
    if (site) this.#lastSeen = { site, isBusy: kind === 'still' };
  }

  #end(error: ProgramError): void {
    if (this.#ended) return;
    this.#ended = error;
    this.#link.kill();
    this.#hear?.({ kind: 'ended', error });
  }
}

const outOfTurn = (said: Said): ProgramError => ({
  name: 'UnfitMessage',
  message: `This code said '${said.kind}' when nobody asked.`,
});

function neverYielded(lastSeen: LastSeen | undefined, patienceMs: number): ProgramError {
  const after = `it was stopped after ${patienceMs / 1000} s.`;
  if (!lastSeen) return { name: 'NeverYields', message: `This code never yields: ${after}` };
  const { kind, place } = lastSeen.site;
  return { name: 'NeverYields', message: messageOf(lastSeen, `${place.file}:${place.line}`, kind, after), place };
}

function messageOf({ isBusy }: LastSeen, where: string, kind: TickSite['kind'], after: string): string {
  if (!isBusy) return `This code never yields: ${after} The last ${kind} that it entered is at ${where}.`;
  const what = kind === 'loop' ? `A loop at ${where} never yields` : `The function at ${where} is called without end`;
  return `${what}: ${after}`;
}
