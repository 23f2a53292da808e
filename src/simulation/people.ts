/** Simulated people with their browsers: they ask, wait for the answer, follow redirects, keep their cookies. */
import type { PageRequest, PageResponse } from '../trace/http.ts';
import { type RequestId, requestId } from '../trace/ids.ts';
import type { Settings } from '../trace/settings.ts';
import type { Recorder } from './recorder.ts';
import type { Person, PersonStep } from './scenario.ts';
import type { VirtualClock } from './virtual-clock.ts';

interface Browser {
  readonly person: Person;
  /** Index of the next step. */
  next: number;
  path: string;
  /** Whether the page that they are on is an error page. */
  hasFailed: boolean;
  cookies: Readonly<Record<string, string>>;
  /** The request whose answer it waits for: the last one that it sent. */
  awaits: RequestId | null;
}

export interface PeopleParts {
  readonly clock: VirtualClock;
  readonly recorder: Recorder;
  readonly settings: () => Settings;
  /** A request has reached the application. */
  readonly arrived: (request: PageRequest) => Promise<void>;
}

/** A browser gives up on a site that redirects for ever; so do these. */
const maxRedirects = 20;

export class People {
  readonly #parts: PeopleParts;
  readonly #asked = new Map<RequestId, { request: PageRequest; browser: Browser; redirects: number }>();
  #count = 0;

  constructor(parts: PeopleParts) {
    this.#parts = parts;
  }

  start(people: readonly Person[]): void {
    for (const person of people) {
      const browser: Browser = { person, next: 0, path: '/', hasFailed: false, cookies: {}, awaits: null };
      this.#parts.clock.after(person.startsAt, () => this.#continue(browser));
    }
  }

  /** Requests that nobody has answered. */
  get unanswered(): readonly PageRequest[] {
    return [...this.#asked.values()].map(({ request }) => request);
  }

  who(id: RequestId): string | null {
    return this.#asked.get(id)?.request.person ?? null;
  }

  /** The application has answered; the answer travels to the person. False when nobody waits for it. */
  respond(id: RequestId, response: PageResponse): boolean {
    const asked = this.#asked.get(id);
    if (!asked) return false;
    this.#asked.delete(id);
    this.#parts.clock.after(this.#oneWayMs(asked.browser), () => {
      const { browser, redirects, request } = asked;
      const { clock, recorder } = this.#parts;
      const answered = { type: 'request responded', at: clock.now, requestId: id, person: request.person } as const;
      if (browser.awaits !== id) {
        recorder.record({ ...answered, response, superseded: true });
        return;
      }
      recorder.record({ ...answered, response });
      browser.awaits = null;
      browser.cookies = { ...browser.cookies, ...response.cookies };
      browser.path = request.path;
      browser.hasFailed = response.status >= 400;
      if (response.redirect !== undefined && redirects < maxRedirects) {
        this.#ask(browser, { visit: response.redirect }, redirects + 1);
      } else this.#continue(browser);
    });
    return true;
  }

  #continue(browser: Browser): void {
    const step = browser.person.steps[browser.next++];
    if (!step) return;
    if ('wait' in step) this.#parts.clock.after(step.wait, () => this.#continue(browser));
    else if ('submit' in step && !step.submit.startsWith('/') && browser.hasFailed) this.#continue(browser);
    else this.#ask(browser, step, 0);
  }

  #ask(browser: Browser, step: Exclude<PersonStep, { wait: number }>, redirects: number): void {
    const { clock, recorder } = this.#parts;
    const request: PageRequest = {
      requestId: requestId(++this.#count),
      person: browser.person.name,
      method: 'submit' in step ? 'POST' : 'GET',
      path: resolvePath('submit' in step ? step.submit : 'visit' in step ? step.visit : '', browser.path),
      form: 'submit' in step ? step.form : {},
      cookies: browser.cookies,
    };
    recorder.record({ type: 'request started', at: clock.now, ...request });
    this.#asked.set(request.requestId, { request, browser, redirects });
    browser.awaits = request.requestId;
    clock.after(this.#oneWayMs(browser), () => this.#parts.arrived(request));
    if (!('submit' in step) || step.again === undefined) return;
    const { submit, form } = step;
    clock.after(step.again, () => {
      if (browser.awaits === request.requestId) this.#ask(browser, { submit, form }, 0);
    });
  }

  #oneWayMs({ person }: Browser): number {
    return (person.roundTripMs ?? this.#parts.settings().network.personRoundTripMs) / 2;
  }
}

/** A path as a browser resolves a link or a form's action on the page it is on; the empty one is that page. */
function resolvePath(path: string, page: string): string {
  const base = `http://shop.invalid${page}`;
  // A redirect is the learner's word. What no browser could follow is asked for as it stands, and is not found.
  if (!URL.canParse(path, base)) return path;
  const { pathname, search } = new URL(path, base);
  return pathname + search;
}
