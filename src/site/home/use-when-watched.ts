import { useEffect, type RefObject } from 'react';

/** How long something must be in view before it counts as looked at: whoever only passes by costs nothing. Wall-clock ms. */
const lookMs = 500;

/** Calls `act` once: when the element has been in view for a moment and the browser has nothing else to do. */
export function useWhenWatched(element: RefObject<Element | null>, act: () => void): void {
  useEffect(() => {
    let cancel = (): void => undefined;
    const observer = new IntersectionObserver(
      ([entry]) => {
        cancel();
        if (entry?.isIntersecting) cancel = soonWhenIdle(act, () => observer.disconnect());
      },
      { threshold: 0.5 },
    );
    observer.observe(element.current!);
    return () => {
      cancel();
      observer.disconnect();
    };
  }, [element, act]);
}

/** Gives the way to call it off. */
function soonWhenIdle(act: () => void, before: () => void): () => void {
  let idle: number | undefined;
  const go = (): void => {
    before();
    act();
  };
  const timer = window.setTimeout(() => {
    // Safari has no idle callbacks.
    if ('requestIdleCallback' in window) idle = window.requestIdleCallback(go, { timeout: 2_000 });
    else go();
  }, lookMs);
  return () => {
    window.clearTimeout(timer);
    if (idle !== undefined) window.cancelIdleCallback(idle);
  };
}
