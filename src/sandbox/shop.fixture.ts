/** A shop of nothing but views, for tests in Node and in browsers. */
import type { Program, ProgramCall, ToProgram, Turn } from '../simulation/program.ts';
import { requestId, virtualMs } from '../trace/ids.ts';

const imports = "import { connections, render, sleep } from 'django';\n";

/** Each exported function `name` of the views is served at `/name/`. Their first line imports what they need. */
export function shopOf(views: string): Record<string, string> {
  return {
    'settings.ts': 'export const DATABASES = { default: {}, replica: {} };',
    'urls.ts': `import { path } from 'django';
import * as views from './views';
export const urlpatterns = Object.entries(views).map(([name, view]) => path(\`/\${name}/\`, view as never));`,
    'views.ts': imports + views,
  };
}

export const visit = (view: string, id = 1): ToProgram => ({
  kind: 'request',
  request: { requestId: requestId(id), person: 'Ana', method: 'GET', path: `/${view}/`, form: {}, cookies: {} },
});

/** Delivers, and lets no virtual time pass for statements and as much as is asked for pauses, until a request is
 * answered. Gives all turns. */
export async function serve(program: Program, view: string): Promise<Turn[]> {
  const turns = [await program.deliver(visit(view), virtualMs(0))];
  let now = 0;
  const waiting: ProgramCall[] = [...turns[0]!.calls];
  for (let call = waiting.shift(); call; call = waiting.shift()) {
    const id = requestId(1);
    if (call.kind === 'sleep') now += call.ms;
    else if (call.kind !== 'query') continue;
    const message: ToProgram =
      call.kind === 'sleep'
        ? { kind: 'woken', callId: call.callId, requestId: id }
        : { kind: 'answer', callId: call.callId, requestId: id, reply: { kind: 'ok', results: [emptyResult] } };
    const turn = await program.deliver(message, virtualMs(now));
    turns.push(turn);
    waiting.push(...turn.calls);
  }
  return turns;
}

const emptyResult = { tag: 'SELECT 0', fields: [], rows: [] };

/** The template's context of the page that the request was answered with. @throws Error when it was not, or badly */
export function pageOf(turns: readonly Turn[]): unknown {
  const responses = turns.flatMap(({ calls }) => calls).filter((call) => call.kind === 'respond');
  if (responses.length !== 1) throw new Error(`One response was expected, not ${JSON.stringify(turns)}`);
  const { status, context, error } = responses[0]!.response;
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(error)}`);
  return context;
}

export const logsOf = (turns: readonly Turn[]): string[] =>
  turns.flatMap(({ calls }) => calls).flatMap((call) => (call.kind === 'log' ? [call.text] : []));

/** What only a browser, or only Node, has. None of it may be left. */
export const hostGlobals = `fetch XMLHttpRequest WebSocket WebSocketStream EventSource WebTransport importScripts Worker
  SharedWorker indexedDB caches navigator location process require module Buffer global setImmediate postMessage close
  MessageChannel BroadcastChannel Blob FileReader OffscreenCanvas WebAssembly SharedArrayBuffer Atomics
  FinalizationRegistry WeakRef AbortSignal ReadableStream addEventListener EventTarget Temporal scheduler crossOriginIsolated
  requestAnimationFrame trustedTypes isSecureContext onmessage`.split(/\s+/);
