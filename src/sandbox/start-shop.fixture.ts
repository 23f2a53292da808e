import { onTestFinished } from 'vitest';
import type { Program, ProgramRefused } from '../simulation/program.ts';
import type { Environment } from '../trace/environment.ts';
import { bundleWorker } from './bundle-worker.ts';
import { startProgram } from './node-program.ts';
import { shopOf } from './shop.fixture.ts';

const bundle = bundleWorker({ minify: false });

interface ShopOptions {
  readonly seed?: number;
  readonly environment?: Environment;
  /** Instead of the usual `settings.ts`. */
  readonly settings?: string;
}

/** A program of these views in a worker thread, or its refusal. */
export async function tryShop(views: string, options: ShopOptions = {}): Promise<Program | ProgramRefused> {
  const { seed = 1, environment, settings } = options;
  const files = { ...shopOf(views), ...(settings !== undefined && { 'settings.ts': settings }) };
  const { source } = await bundle;
  return startProgram({ files, seed, environment, workerSource: source });
}

/** As `tryShop`, until the test is over. @throws Error when it is refused */
export async function startShop(views: string, options: ShopOptions = {}): Promise<Program> {
  const program = await tryShop(views, options);
  if ('kind' in program) throw new Error(`Refused: ${program.error.message} ${JSON.stringify(program.error.place)}`);
  onTestFinished(() => program.terminate());
  return program;
}
