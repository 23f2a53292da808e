/** What each person has in front of them at a moment of a run. */
import type { EventOf, Trace } from './events.ts';
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

/** Everyone who asks for something anywhere in `trace`, as they are after the event at `cursor`. In order of arrival. */
export function peopleAt(trace: Trace, cursor: number): readonly PersonView[] {
  const staleReads = new Map<RequestId, number[]>();
  const browsers = new Map<string, Browser>();
  for (const [index, event] of trace.slice(0, cursor + 1).entries()) {
    if (event.type === 'query ran' && event.client.kind === 'request') {
      if (event.staleness?.difference.kind !== 'differs') continue;
      const { requestId } = event.client;
      staleReads.set(requestId, [...(staleReads.get(requestId) ?? []), index]);
    } else if (event.type === 'request started') {
      browsers.set(event.person, opened(browsers.get(event.person), event));
    } else if (event.type === 'request responded' && !event.superseded) {
      const browser = browsers.get(event.person);
      if (browser) browsers.set(event.person, answered(browser, event, staleReads.get(event.requestId) ?? []));
    }
  }
  const names = trace.flatMap((event) => (event.type === 'request started' ? [event.person] : []));
  return [...new Set(names)].map((name) => personView(name, browsers.get(name)));
}

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
