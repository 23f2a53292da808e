/** What each person has in front of them at a moment of a run. */
import type { EventOf, Trace, TraceEvent } from './events.ts';
import type { PageResponse } from './http.ts';
import type { RequestId } from './ids.ts';

export interface PageView {
  readonly requestId: RequestId;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly response: PageResponse;
  /** Indices in the trace of the replica's answers behind this page that the primary would not have given. */
  readonly staleReads: readonly number[];
  /** The path whose answer sent the person here. */
  readonly redirectedFrom: string | null;
}

export interface PersonView {
  readonly name: string;
  /** What the address bar says; empty before the first request. */
  readonly address: string;
  /** The request that is under way, if one is. */
  readonly waitingFor: { readonly method: 'GET' | 'POST'; readonly path: string } | null;
  /** The page in front of them: the last answer that was not a redirect. */
  readonly page: PageView | null;
  readonly cookies: Readonly<Record<string, string>>;
}

interface Browser {
  readonly request: EventOf<'request started'>;
  readonly answered: boolean;
  readonly page: PageView | null;
  /** Set while a redirect has been answered and not yet followed to its end. */
  readonly redirectedFrom: string | null;
  readonly cookies: Readonly<Record<string, string>>;
}

/** What is known of everyone after some events. Never changed: a later one is a new one. */
export interface PeopleState {
  readonly browsers: ReadonlyMap<string, Browser>;
  readonly staleReads: ReadonlyMap<RequestId, readonly number[]>;
}

export const nobodyYet: PeopleState = { browsers: new Map(), staleReads: new Map() };

/** `index` is the event's in its trace. */
export function peopleAfter(state: PeopleState, event: TraceEvent, index: number): PeopleState {
  const { browsers, staleReads } = state;
  if (event.type === 'query ran' && event.client.kind === 'request') {
    if (event.staleness?.difference.kind !== 'differs') return state;
    const { requestId } = event.client;
    return { browsers, staleReads: withEntry(staleReads, requestId, [...(staleReads.get(requestId) ?? []), index]) };
  }
  if (event.type === 'request started') {
    return { browsers: withEntry(browsers, event.person, opened(browsers.get(event.person), event)), staleReads };
  }
  if (event.type === 'request responded' && !event.superseded) {
    const browser = browsers.get(event.person);
    if (!browser) return state;
    const page = answered(browser, event, staleReads.get(event.requestId) ?? []);
    return { browsers: withEntry(browsers, event.person, page), staleReads };
  }
  return state;
}

const withEntry = <Key, Value>(map: ReadonlyMap<Key, Value>, key: Key, value: Value): ReadonlyMap<Key, Value> =>
  new Map(map).set(key, value);

/** Everyone who asks for something anywhere in a trace, in order of arrival. */
export const namesIn = (trace: Trace): readonly string[] => [
  ...new Set(trace.flatMap((event) => (event.type === 'request started' ? [event.person] : []))),
];

export const peopleView = ({ browsers }: PeopleState, names: readonly string[]): readonly PersonView[] =>
  names.map((name) => personView(name, browsers.get(name)));

function opened(before: Browser | undefined, request: EventOf<'request started'>): Browser {
  return {
    request,
    answered: false,
    page: before?.page ?? null,
    redirectedFrom: before?.redirectedFrom ?? null,
    cookies: { ...before?.cookies, ...request.cookies },
  };
}

function answered(
  { request, page, redirectedFrom, cookies }: Browser,
  { requestId, response }: EventOf<'request responded'>,
  staleReads: readonly number[],
): Browser {
  const jar = { ...cookies, ...response.cookies };
  if (response.redirect !== undefined) {
    return { request, answered: true, page, redirectedFrom: request.path, cookies: jar };
  }
  const { method, path } = request;
  return {
    request,
    answered: true,
    page: { requestId, method, path, response, staleReads, redirectedFrom },
    redirectedFrom: null,
    cookies: jar,
  };
}

function personView(name: string, browser: Browser | undefined): PersonView {
  if (!browser) return { name, address: '', waitingFor: null, page: null, cookies: {} };
  const { method, path } = browser.request;
  return {
    name,
    address: path,
    waitingFor: browser.answered && browser.redirectedFrom === null ? null : { method, path },
    page: browser.page,
    cookies: browser.cookies,
  };
}
