/**
 * Calls `expired` once that much wall-clock time has passed, unless it was called off. Time is counted in beats of the
 * host's own event loop: a host that was itself busy or asleep does not condemn a program that answered meanwhile.
 */
export function startWatchdog(patienceMs: number, expired: () => void): () => void {
  const beats = 6;
  let beat = 0;
  let timer: ReturnType<typeof setTimeout>;
  const next = (): void => {
    if (beat++ === beats) expired();
    else timer = setTimeout(next, patienceMs / beats);
  };
  next();
  return () => clearTimeout(timer);
}
