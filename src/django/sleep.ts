import { backend } from './backend.ts';
import { Origin } from './origin.ts';

/**
 * Waits for so many milliseconds, in virtual time: everyone else goes on meanwhile.
 *
 *     await sleep(50);
 *
 * Python: [asyncio.sleep](https://docs.python.org/3/library/asyncio-task.html#asyncio.sleep), in milliseconds.
 */
export async function sleep(ms: number): Promise<void> {
  await backend().sleep(ms, new Origin().place());
}
