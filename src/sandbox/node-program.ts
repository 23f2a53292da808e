import { MessageChannel, Worker } from 'node:worker_threads';
import type { Program, ProgramRefused } from '../simulation/program.ts';
import type { Environment } from '../trace/environment.ts';
import { compileFiles } from './compile/compile-files.ts';
import { SandboxedProgram } from './sandboxed-program.ts';
import type { WorkerLink } from './worker-link.ts';

/**
 * Starts a learner's files in a worker thread of Node, for tests and for the check of the lessons. `workerSource` comes
 * from `bundleWorker`. A worker thread is no boundary, neither for secrets nor for memory (V8 ends the whole process if one
 * allocation is far beyond the limit): run the code of this repository here, and nobody else's.
 */
export async function startProgram({
  files,
  seed,
  environment = {},
  workerSource,
}: {
  readonly files: Readonly<Record<string, string>>;
  readonly seed: number;
  readonly environment?: Environment | undefined;
  readonly workerSource: string;
}): Promise<Program | ProgramRefused> {
  const compiled = compileFiles(files);
  if (compiled.kind === 'refused') return compiled;
  const program = new SandboxedProgram(startThread(workerSource));
  await program.ready();
  return (await program.load(compiled.program, { seed, environment })) ?? program;
}

function startThread(workerSource: string): WorkerLink {
  const { port1, port2 } = new MessageChannel();
  const worker = new Worker(workerSource, {
    eval: true,
    workerData: { port: port2 },
    transferList: [port2],
    // Nothing of how this process was started reaches the learner's code.
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 32 },
  });
  return {
    send: (text) => port1.postMessage(text),
    onMessage: (listener) => void port1.on('message', listener),
    onDeath(listener) {
      worker.on('error', (error: Error & { code?: string }) =>
        listener(
          error.code === 'ERR_WORKER_OUT_OF_MEMORY'
            ? { name: 'OutOfMemory', message: 'This code used more memory than there is.' }
            : { name: error.name, message: error.message },
        ),
      );
      worker.on('exit', () => listener({ name: 'WorkerExited', message: 'The worker of this code has ended.' }));
    },
    kill() {
      port1.close();
      void worker.terminate();
    },
  };
}
