import { flushSync } from 'react-dom';
import { openBusyPage } from './busy-page.tsx';
import { type Compared, median } from './rounds.ts';

/** What a screen of 60 frames a second leaves for each of them, in ms. */
const frameMs = 16.7;
const frames = 120;

/** The longest piece of work while the cursor is dragged through a run of 2,000 events, and while its picture is zoomed and panned. */
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

/** The longest piece of work for a moment anywhere in the run: its view, and the page that shows it. */
export async function seek(): Promise<Compared> {
  const { actions, events } = await openBusyPage();
  // A walk with a step that has no factor in common with the length: far leaps, each moment once.
  const leap = 787;
  const sought = await frameWork((nth) => actions.goTo((nth * leap) % events));
  return { value: median(sought), baseline: frameMs };
}

/** Longer than the page is at work after a move, its deferred parts included. In ms. */
const settledMs = 100;

/** For each move, the longest that the page is at work in one piece until all of it shows the new moment: no frame can come in between.
 * In ms. */
async function frameWork(act: (nth: number) => void): Promise<readonly number[]> {
  const measurements: number[] = [];
  const pieces = new WorkPieces();
  for (let nth = 0; nth < frames; nth++) {
    await nextFrame();
    pieces.start();
    flushSync(() => act(nth));
    await new Promise((resolve) => setTimeout(resolve, settledMs));
    measurements.push(pieces.longest());
  }
  return measurements;
}

const nextFrame = (): Promise<number> => new Promise(requestAnimationFrame);

/** What lies between two messages of a chain that the page sends to itself: scripts, or the layout and painting of a frame. */
class WorkPieces {
  readonly #channel = new MessageChannel();
  #last = 0;
  #most = 0;
  #running = false;

  constructor() {
    this.#channel.port1.onmessage = () => this.#heard();
  }

  start(): void {
    this.#last = performance.now();
    this.#most = 0;
    this.#running = true;
    this.#channel.port2.postMessage(null);
  }

  /** Ends the chain. */
  longest(): number {
    this.#running = false;
    return this.#most;
  }

  #heard(): void {
    if (!this.#running) return;
    const now = performance.now();
    this.#most = Math.max(this.#most, now - this.#last);
    this.#last = now;
    this.#channel.port2.postMessage(null);
  }
}
