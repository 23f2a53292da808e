import { useEffect, useState } from 'react';
import { virtualMs, type VirtualMs } from '../../trace/ids.ts';
import type { DemoState } from './home-demo.ts';
import { endOf, momentAt } from './playhead.ts';

/** The moment that the demo stands at, frame by frame for as long as something is yet to happen. */
export function useMoment({ trace, playhead }: DemoState): VirtualMs {
  const [wallMs, setWallMs] = useState(0);
  const now = trace ? momentAt(playhead, trace, wallMs) : virtualMs(0);
  const moves = trace !== null && playhead.since !== null && now < endOf(trace);
  useEffect(() => {
    if (!moves) return;
    let frame = requestAnimationFrame(function draw(time) {
      setWallMs(time);
      frame = requestAnimationFrame(draw);
    });
    return () => cancelAnimationFrame(frame);
  }, [moves]);
  return now;
}
