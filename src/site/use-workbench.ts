import { useEffect, useState } from 'react';
import type { Lesson } from '../course/lesson.ts';
import { createWorkbench, type Workbench } from '../workbench/store/workbench-store.ts';
import { deferredEngine } from './deferred-engine.ts';
import type { Services } from './services.ts';

/** The workbench of a page that shows one lesson. Its servers start when it is told to prepare, and end with the page. `step` is
 * the index of the step to open, where it is not the one that was left. */
export function useWorkbench(lesson: Lesson, { openEngine, storage }: Services, step?: number): Workbench {
  const [{ workbench, engine }] = useState(() => {
    const deferred = deferredEngine(openEngine);
    return { engine: deferred, workbench: createWorkbench(lesson, deferred, storage, step) };
  });
  useEffect(() => () => void engine.close(), [engine]);
  return workbench;
}
