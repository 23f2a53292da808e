import type { ClosableEngine, Services } from './services.ts';

/** An engine that is fetched when its servers are to be prepared, and not before. */
export function deferredEngine(open: Services['openEngine']): ClosableEngine {
  let opening: Promise<ClosableEngine> | null = null;
  const opened = (): Promise<ClosableEngine> => {
    if (!opening) throw new Error('The servers are not started.');
    return opening;
  };
  return {
    prepare: async (lesson, replication) => {
      opening ??= open();
      const fetched = opening;
      try {
        await fetched;
      } catch (cause) {
        // The next try fetches it anew.
        opening = null;
        throw new Error(`They could not be fetched. ${String(cause)}`, { cause });
      }
      return (await fetched).prepare(lesson, replication);
    },
    run: async (request) => (await opened()).run(request),
    tryOut: async (request, trial) => (await opened()).tryOut(request, trial),
    grade: async (files, watch) => (await opened()).grade(files, watch),
    close: async () => {
      const engine = await opening?.catch(() => null);
      await engine?.close();
    },
  };
}
