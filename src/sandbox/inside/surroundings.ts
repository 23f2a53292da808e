/** What the worker program takes from where it runs, before all of it is scrubbed away. */
export interface Surroundings {
  readonly port: Pick<MessagePort, 'postMessage' | 'onmessage'>;
  /** An address from which `import()` loads the code. */
  addressOfModule(code: string): string;
  /** Errors and rejections that nobody caught. */
  onUncaught(listener: (thrown: unknown) => void): void;
  /** Runs after the tasks that are queued now. */
  afterQueuedTasks(task: () => void): void;
}

export async function takeSurroundings(): Promise<Surroundings> {
  const afterQueuedTasks = taskQueue();
  return 'process' in globalThis ? ofNode(afterQueuedTasks) : ofBrowser(afterQueuedTasks);
}

type AfterQueuedTasks = Surroundings['afterQueuedTasks'];

function taskQueue(): AfterQueuedTasks {
  const { port1, port2 } = new MessageChannel();
  const tasks: (() => void)[] = [];
  port1.onmessage = () => tasks.shift()?.();
  return (task) => {
    tasks.push(task);
    port2.postMessage(null);
  };
}

/** The frame hands the worker its port to the page in the first message. */
async function ofBrowser(afterQueuedTasks: AfterQueuedTasks): Promise<Surroundings> {
  const { createObjectURL } = URL;
  const { Blob } = globalThis;
  const listen = globalThis.addEventListener.bind(globalThis);
  const port = await new Promise<MessagePort>((resolve) =>
    listen('message', (event) => resolve(event.ports[0]!), { once: true }),
  );
  return {
    port,
    addressOfModule: (code) => createObjectURL.call(URL, new Blob([code], { type: 'text/javascript' })),
    onUncaught(listener) {
      listen('error', (event) => {
        event.preventDefault();
        listener(event.error ?? event.message);
      });
      listen('unhandledrejection', (event) => {
        event.preventDefault();
        listener(event.reason);
      });
    },
    afterQueuedTasks,
  };
}

/** Node cannot import from blob: addresses; data: addresses do the same. */
function ofNode(afterQueuedTasks: AfterQueuedTasks): Surroundings {
  const { process, Buffer } = globalThis;
  const { workerData } = process.getBuiltinModule('node:worker_threads');
  return {
    port: (workerData as { port: MessagePort }).port,
    addressOfModule: (code) => `data:text/javascript;base64,${Buffer.from(code).toString('base64')}`,
    onUncaught(listener) {
      process.on('uncaughtException', listener);
      process.on('unhandledRejection', listener);
    },
    afterQueuedTasks,
  };
}
