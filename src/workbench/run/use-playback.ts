import { useEffect } from 'react';
import { useActions, useWorkbenchState } from '../workbench-context.tsx';

/** A run plays in about this long, but never faster or slower than the eye follows. Wall-clock ms. */
const wholeRunMs = 12_000;
const fastestMs = 30;
const slowestMs = 450;

/** Moves the cursor on while a run plays. */
export function usePlayback(): void {
  const { playOn } = useActions();
  const playing = useWorkbenchState((state) => state.playing);
  const length = useWorkbenchState((state) => state.run?.trace.length ?? 1);
  useEffect(() => {
    if (!playing) return;
    const timer = setInterval(playOn, Math.max(fastestMs, Math.min(slowestMs, wholeRunMs / length)));
    return () => clearInterval(timer);
  }, [playing, length, playOn]);
}
