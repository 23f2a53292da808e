import type { WorkerLink } from './worker-link.ts';

/** What `frame.html` says once, with a port. */
const greeting = 'replayground sandbox';

/** How long a browser may take to open the frame, in wall-clock ms. */
const patienceMs = 15_000;

/**
 * Opens a frame of an origin of its own, which holds the one worker. The frame gives us a port; whatever is said after
 * that goes through it. The port's first message is the worker's source; the frame then passes the port on to the worker.
 * @throws Error when the frame does not greet in time
 */
export async function openFrame(frameUrl: string, workerSource: string): Promise<WorkerLink> {
  const frame = document.createElement('iframe');
  frame.hidden = true;
  frame.title = 'Sandbox of the shop';
  // Without allow-same-origin: the page's storage, cookies and address are out of reach.
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.src = frameUrl;
  try {
    const port = await portOf(frame);
    port.postMessage(workerSource);
    return linkOver(port, frame);
  } catch (error) {
    frame.remove();
    throw error;
  }
}

function portOf(frame: HTMLIFrameElement): Promise<MessagePort> {
  return new Promise((resolve, reject) => {
    const listening = new AbortController();
    const { signal } = listening;
    const timer = setTimeout(() => {
      listening.abort();
      reject(new Error(`${frame.src} did not open within ${patienceMs / 1000} s.`));
    }, patienceMs);
    window.addEventListener(
      'message',
      ({ source, data, ports }) => {
        const [port] = ports;
        if (source !== frame.contentWindow || data !== greeting || !port) return;
        clearTimeout(timer);
        listening.abort();
        resolve(port);
      },
      { signal },
    );
    document.body.append(frame);
  });
}

function linkOver(port: MessagePort, frame: HTMLIFrameElement): WorkerLink {
  return {
    send: (text) => port.postMessage(text),
    onMessage(listener) {
      port.onmessage = ({ data }: MessageEvent<unknown>) => listener(data);
    },
    // A browser says nothing when a worker or a frame's process dies: the watchdog notices.
    onDeath() {},
    kill() {
      port.close();
      frame.remove();
    },
  };
}
