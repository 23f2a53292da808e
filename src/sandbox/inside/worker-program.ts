/** Everything that runs in the worker beside the learner's own files: one program, from its loading to its last turn. */
import { createApp, type Handle } from '../../django/app.ts';
import { attempt } from '../../django/describe.ts';
import { installBackend } from '../../django/backend.ts';
import { programError } from '../../django/http/error-response.ts';
import * as django from '../../django/index.ts';
import type { ToProgram } from '../../simulation/program.ts';
import type { PageRequest, ProgramError, SourcePlace } from '../../trace/http.ts';
import { CompileError, djangoModule, ticksModule } from '../compile/compiled-program.ts';
import type { FromWorker, ToWorker, World } from '../messages.ts';
import { Calls } from './calls.ts';
import { installLearnerConsole } from './learner-console.ts';
import type { LinkedModule } from './link-module.ts';
import { loadModules } from './load-modules.ts';
import { LearnerStacks } from './learner-stacks.ts';
import { withLearnerPlaces } from './place-of-stack.ts';
import { installSeededRandom } from './seeded-random.ts';
import { installSizeLimits } from './size-limits.ts';
import type { Surroundings } from './surroundings.ts';
import { Ticks } from './ticks.ts';
import { installVirtualDate } from './virtual-date.ts';
import { installVirtualIntl } from './virtual-intl.ts';
import { VirtualTime } from './virtual-time.ts';
import { installVirtualTimers } from './virtual-timers.ts';

type Load = Extract<ToWorker, { kind: 'load' }>;
type Deliver = Extract<ToWorker, { kind: 'deliver' }>;

export class WorkerProgram {
  readonly #surroundings: Surroundings;
  readonly #time = new VirtualTime();
  readonly #calls = new Calls();
  readonly #modules = new Map<string, LinkedModule>();
  readonly #stacks = new LearnerStacks(this.#modules);
  #ticks = new Ticks(0, { entered() {}, busy() {} });
  #handle: Handle | null = null;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  /** Answers the host from now on. */
  listen(): void {
    this.#surroundings.onUncaught((thrown) => this.#reportUncaught(thrown));
    this.#surroundings.port.onmessage = ({ data }: MessageEvent<string>) => this.#receive(JSON.parse(data) as ToWorker);
    this.#send({ kind: 'ready' });
  }

  #receive(message: ToWorker): void {
    switch (message.kind) {
      case 'load':
        void this.#load(message);
        return;
      case 'deliver':
        this.#deliver(message);
        return;
      case 'poll':
        // Engines report a rejection that nobody caught in a task of its own, which is queued by now.
        this.#surroundings.afterQueuedTasks(() => this.#send({ kind: 'idle', calls: this.#calls.take() }));
    }
  }

  async #load({ modules, siteCount, world }: Load): Promise<void> {
    this.#ticks = new Ticks(siteCount, {
      entered: (site) => this.#send({ kind: 'entered', site }),
      busy: (site) => this.#send({ kind: 'still', site }),
    });
    this.#installWorld(world);
    const tick = (site: number): void => this.#ticks.tick(site);
    const enter = (site: number): void => this.#ticks.enter(site);
    const builtIns = { [djangoModule]: django, [ticksModule]: { tick, enter } };
    try {
      const { addressOfModule } = this.#surroundings;
      const [settings, urls] = await loadModules(modules, builtIns, addressOfModule, this.#modules);
      this.#handle = createApp({ settings, urlpatterns: urls?.['urlpatterns'] });
      this.#send({ kind: 'started' });
    } catch (thrown) {
      this.#send({ kind: 'refused', error: this.#errorOf(thrown) });
    }
  }

  /** The world as the learner's code finds it. */
  #installWorld({ seed, environment }: World): void {
    const calls = this.#calls;
    this.#stacks.install();
    installSizeLimits();
    installSeededRandom(seed);
    installVirtualDate(this.#time);
    installVirtualIntl(this.#time);
    installVirtualTimers({
      sleep: (ms, place) => calls.sleep(ms, place),
      placeHere: () => this.#placeHere(),
      uncaught: (thrown) => this.#reportUncaught(thrown),
    });
    const log = (text: string, place = this.#placeHere()): void =>
      calls.log(withLearnerPlaces(text, this.#modules), place);
    installLearnerConsole(log);
    installBackend({
      environment,
      query: async (query) => calls.query(query),
      sleep: async (ms, place = this.#placeHere()) => calls.sleep(ms, place),
      powerOff: async (server, place = this.#placeHere()) => calls.powerOff(server, place),
      currentRequest: () => calls.currentRequest,
      log,
      placeOf: (error) => this.#stacks.placeOf(error),
    });
  }

  #deliver({ message, at }: Deliver): void {
    this.#time.now = at;
    this.#ticks.reset();
    this.#calls.currentRequest = message.kind === 'request' ? message.request.requestId : message.requestId;
    this.#dispatch(message);
  }

  #dispatch(message: ToProgram): void {
    switch (message.kind) {
      case 'request':
        void this.#serve(message.request);
        return;
      case 'answer':
        this.#calls.answer(message.callId, message.reply);
        return;
      case 'woken':
        this.#calls.wake(message.callId);
    }
  }

  async #serve(request: PageRequest): Promise<void> {
    if (!this.#handle) throw new Error('A request came before the program was started.');
    try {
      this.#calls.respond(request.requestId, await this.#handle(request));
    } catch (thrown) {
      this.#calls.respond(request.requestId, { status: 500, cookies: {}, error: this.#errorOf(thrown) });
    }
  }

  #reportUncaught(thrown: unknown): void {
    const { name, message, place } = this.#errorOf(thrown);
    this.#calls.log(`Uncaught ${name}: ${message}`, place);
  }

  #errorOf(thrown: unknown): ProgramError {
    return isRefusal(thrown) ? thrown.error : programError(thrown);
  }

  #placeHere(): SourcePlace | undefined {
    return this.#stacks.placeOf(new Error('Where the learner called.'));
  }

  /** The last place where an address can be caught, whatever the learner did with it. JSON leaves addresses as they are. */
  #send(message: FromWorker): void {
    const text = JSON.stringify(message);
    this.#surroundings.port.postMessage(text.includes('blob:') ? withLearnerPlaces(text, this.#modules) : text);
  }
}

/** An error of ours, and not one that a learner threw. */
const isRefusal = (thrown: unknown): thrown is CompileError => attempt(() => thrown instanceof CompileError, false);
