import { useEffect } from 'react';
import { useActions, useWorkbenchState } from '../workbench-context.tsx';
import { playbackPace } from './playback-speed.ts';

/** Moves the cursor on while a run plays. */
export function usePlayback(): void {
  const { playOn } = useActions();
  const playing = useWorkbenchState((state) => state.playing);
  const speed = useWorkbenchState((state) => state.speed);
  const length = useWorkbenchState((state) => state.run?.trace.length ?? 1);
  useEffect(() => {
    if (!playing) return;
    const { everyMs, events } = playbackPace(length, speed);
    const timer = setInterval(() => playOn(events), everyMs);
    return () => clearInterval(timer);
  }, [playing, length, speed, playOn]);
}
