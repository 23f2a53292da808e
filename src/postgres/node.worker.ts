/// <reference lib="webworker" />
import { NodeCrashed } from '../simulation/postgres-node.ts';
import { NodeServer } from './node-server.ts';
import type { FromWorker, ToWorker } from './worker-protocol.ts';

declare const self: DedicatedWorkerGlobalScope;

const say = (message: FromWorker): void => self.postMessage(message);
let server: NodeServer | null = null;

async function obey(message: ToWorker): Promise<void> {
  if (message.kind === 'start') {
    server = await NodeServer.start(message.setup);
    say({ kind: 'started' });
    return;
  }
  if (!server) throw new Error('The server has not been started.');
  const operation = server[message.operation] as (...args: readonly unknown[]) => unknown;
  say({ kind: 'returned', id: message.id, value: await operation.apply(server, message.args) });
}

function sayError(id: number | null, error: unknown): void {
  if (error instanceof NodeCrashed && id !== null) say({ kind: 'crashed', id, reason: error.reason });
  else {
    const { message, cause } = error instanceof Error ? error : new Error(String(error));
    say({ kind: 'failed', id, message, ...(cause ? { cause: cause as never } : {}) });
  }
}

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  obey(data).catch((error: unknown) => sayError(data.kind === 'call' ? data.id : null, error));
};
