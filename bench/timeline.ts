import { flushSync } from 'react-dom';
import { openBusyPage } from './busy-page.tsx';
import { type Compared, median } from './rounds.ts';

/** What a screen of 60 frames a second leaves for each of them, in ms. */
const frameMs = 16.7;
const frames = 120;

/** A frame's work while the cursor is dragged through a run of 2,000 events, and while its picture is zoomed and panned. */
export async function timelineFrame(): Promise<Compared> {
  const { actions, events, field } = await openBusyPage();
  const turn = (init: WheelEventInit): void => {
    const { left, width } = field.getBoundingClientRect();
    field.dispatchEvent(
      new WheelEvent('wheel', { cancelable: true, bubbles: true, clientX: left + width / 3, ...init }),
    );
  };
  const dragged = await frameWork((nth) => actions.goToInSight(Math.round((nth / frames) * (events - 1))));
  const moved = await frameWork((nth) => {
    if (nth < frames / 4) turn({ ctrlKey: true, deltaY: -8 });
    else turn({ deltaX: nth % 2 === 0 ? 30 : 25 });
  });
  return { value: median([...dragged, ...moved]), baseline: frameMs };
}

/** A frame's work for a moment anywhere in the run: its view, and the page that shows it. */
export async function seek(): Promise<Compared> {
  const { actions, events } = await openBusyPage();
  // A walk with a step that has no factor in common with the length: far leaps, each moment once.
  const leap = 787;
  const sought = await frameWork((nth) => actions.goTo((nth * leap) % events));
  return { value: median(sought), baseline: frameMs };
}

/** How long each frame is at work in which something is done, from the first script to the last of its painting. In ms. */
async function frameWork(act: (nth: number) => void): Promise<readonly number[]> {
  const measurements: number[] = [];
  for (let nth = 0; nth < frames; nth++) {
    measurements.push(
      await new Promise<number>((resolve) => {
        requestAnimationFrame(() => {
          const startedAt = performance.now();
          flushSync(() => act(nth));
          // A message comes when the frame has been laid out and painted.
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => resolve(performance.now() - startedAt);
          port2.postMessage(null);
        });
      }),
    );
  }
  return measurements;
}
