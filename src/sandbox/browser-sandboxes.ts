import type { Program, ProgramRefused } from '../simulation/program.ts';
import type { Environment } from '../trace/environment.ts';
import { compileFiles } from './compile/compile-files.ts';
import { openFrame } from './open-frame-browser.ts';
import { SandboxedProgram } from './sandboxed-program.ts';

/**
 * Starts learners' files in a page, each program in a sandbox of its own. One sandbox is kept open ahead of need, since
 * opening one takes longer than anything else about a short run.
 */
export class BrowserSandboxes {
  readonly #workerSource: string;
  readonly #frameUrl: string;
  #spare: Promise<SandboxedProgram> | null;

  /** `workerSource` comes from `virtual:replayground/sandbox-worker`; `frameUrl` is where `frame.html` is served. */
  constructor({ workerSource, frameUrl }: { readonly workerSource: string; readonly frameUrl: string }) {
    this.#workerSource = workerSource;
    this.#frameUrl = frameUrl;
    this.#spare = this.#open();
  }

  /** Compiles the files and loads them with what follows from the seed. @throws Error when the browser opens no sandbox */
  async startProgram({
    files,
    seed,
    environment = {},
  }: {
    readonly files: Readonly<Record<string, string>>;
    readonly seed: number;
    readonly environment?: Environment | undefined;
  }): Promise<Program | ProgramRefused> {
    const compiled = compileFiles(files);
    if (compiled.kind === 'refused') return compiled;
    const program = await this.#take();
    const refused = await program.load(compiled.program, { seed, environment });
    // Not before the program is loaded: the two would share the machine.
    this.#spare ??= this.#open();
    return refused ?? program;
  }

  /** Ends the spare sandbox. Programs that were started go on. */
  async close(): Promise<void> {
    const spare = await this.#spare;
    this.#spare = null;
    spare?.terminate();
  }

  /** A browser may keep several frames in one process. When one program's memory ends it, the spare dies unheard. */
  async #take(): Promise<SandboxedProgram> {
    const taken = this.#spare;
    this.#spare = null;
    const spare = await taken;
    if (spare && (await spare.answers())) return spare;
    spare?.terminate();
    return this.#open();
  }

  async #open(): Promise<SandboxedProgram> {
    const program = new SandboxedProgram(await openFrame(this.#frameUrl, this.#workerSource));
    await program.ready();
    return program;
  }
}
