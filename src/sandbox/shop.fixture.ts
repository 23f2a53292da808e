/** A shop of nothing but views, for tests in Node and in browsers. */
import type { Program, ProgramCall, ToProgram, Turn } from '../simulation/program.ts';
import { requestId, virtualMs } from '../trace/ids.ts';

const imports = "import { connections, HttpResponse, powerOff, redirect, render, sleep } from 'django';\n";

/** Each exported function `name` of the views is served at `/name/`. Their first line imports what they need. */
export function shopOf(views: string): Record<string, string> {
  return {
    'settings.ts': "export const DATABASES = { default: { HOST: 'primary' }, replica: { HOST: 'replica' } };",
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

const noLocales = ['', 'undefined', '[]', "'tlh'", "['tlh', 'tlh']"];

/** Expressions that leave the time zone or the language open, in every way there is, and what each must give. */
export const leftOpen: readonly { readonly expressions: readonly string[]; readonly value: string }[] = [
  {
    expressions: [
      "new Intl.DateTimeFormat('en', { timeZone: undefined })",
      "Intl.DateTimeFormat('en', Object.create({ timeZone: undefined }))",
      "new Intl.DateTimeFormat([], { asked: 0, get timeZone() { return ['UTC', undefined][this.asked++] } })",
      'new (class extends Intl.DateTimeFormat {})([], {})',
      'new (new Intl.DateTimeFormat().constructor)()',
    ].map((format) => `(${format}).resolvedOptions().timeZone`),
    value: 'UTC',
  },
  {
    expressions: ['undefined', '[]', "'tlh'"].flatMap((locales) => [
      `new Intl.DateTimeFormat(${locales}, { dateStyle: 'short', timeStyle: 'short', timeZone: undefined }).format(0)`,
      `new Date(0).toLocaleString(${locales}, { dateStyle: 'short', timeStyle: 'short', timeZone: undefined })`,
      `new Date(0).toLocaleDateString(${locales}, { dateStyle: 'short', timeZone: undefined }) + ', ' +
       new Date(0).toLocaleTimeString(${locales}, { timeStyle: 'short', timeZone: undefined })`,
    ]),
    value: '1/1/70, 12:00 AM',
  },
  {
    expressions: noLocales.flatMap((locales) =>
      [
        ...['Collator', 'DateTimeFormat', 'ListFormat', 'NumberFormat', 'RelativeTimeFormat', 'Segmenter'].map(
          (name) => `new Intl.${name}(${locales})`,
        ),
        `new Intl.DisplayNames(${locales || undefined}, { type: 'region' })`,
      ].map((format) => `(${format}).resolvedOptions().locale`),
    ),
    value: 'en-US',
  },
  {
    expressions: noLocales.flatMap((locales) => [
      `(1234.5).toLocaleString(${locales})`,
      `[1234.5].toLocaleString(${locales})`,
      `new Float64Array([1234.5]).toLocaleString(${locales})`,
      `1234n.toLocaleString(${locales}) + '.5'`,
    ]),
    value: '1,234.5',
  },
  {
    expressions: noLocales.flatMap((locales) => [
      `'i'.toLocaleUpperCase(${locales}) + 'I'.toLocaleLowerCase(${locales})`,
      `new Intl.PluralRules(${locales}).resolvedOptions().locale.replace(/^en$/, 'Ii')`,
      `['z', 'ä'].sort((a, b) => a.localeCompare(b, ${locales || undefined}))[0].replace('ä', 'Ii')`,
    ]),
    value: 'Ii',
  },
];
