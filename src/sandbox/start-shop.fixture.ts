import { onTestFinished } from 'vitest';
import type { Program, ProgramRefused } from '../simulation/program.ts';
import { bundleWorker } from './bundle-worker.ts';
import { startProgram } from './node-program.ts';
import { shopOf } from './shop.fixture.ts';

const bundle = bundleWorker({ minify: false });

/** A program of these views in a worker thread, or its refusal. */
export async function tryShop(views: string, seed = 1): Promise<Program | ProgramRefused> {
  const { source } = await bundle;
  return startProgram({ files: shopOf(views), seed, workerSource: source });
}

/** As `tryShop`, until the test is over. @throws Error when it is refused */
export async function startShop(views: string, seed = 1): Promise<Program> {
  const program = await tryShop(views, seed);
  if ('kind' in program) throw new Error(`Refused: ${program.error.message} ${JSON.stringify(program.error.place)}`);
  onTestFinished(() => program.terminate());
  return program;
}
