import { backend } from '../backend.ts';
import { programError } from '../http/error-response.ts';
import type { Origin } from '../origin.ts';
import type { CommitCallback } from './atomic-blocks.ts';
import { connectionTo } from './connection.ts';

/** Runs the work in an atomic block of the database, and then the callbacks that its commit was waited for by. */
export async function runAtomically<T>(
  alias: string,
  { savepoint = true, durable = false }: { readonly savepoint?: boolean; readonly durable?: boolean },
  origin: Origin,
  work: () => Promise<T> | T,
): Promise<T> {
  const { atomicBlocks } = connectionTo(alias);
  const block = await atomicBlocks.enter({ savepoint, durable }, origin);
  let result: T;
  try {
    result = await work();
  } catch (error) {
    await atomicBlocks.exit(block, 'threw', origin);
    throw error;
  }
  for (const callback of await atomicBlocks.exit(block, 'returned', origin)) await runCallback(callback);
  return result;
}

/** Runs one write. If it fails inside an atomic block, the block will be rolled back, even if someone catches the error. */
export async function markForRollbackOnError<T>(alias: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    connectionTo(alias).atomicBlocks.markForRollback();
    throw error;
  }
}

/** A robust callback may fail: it is told, and the next one runs. */
export async function runCallback({ run, robust }: CommitCallback): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!robust) throw error;
    const { name, message, place } = programError(error);
    backend().log(`Error calling ${run.name || 'a function'} in onCommit() (${name}: ${message}).`, place);
  }
}
