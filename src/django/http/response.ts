import type { PageResponse, ProgramError } from '../../trace/http.ts';
import { kindOf } from '../describe.ts';
import { ValueError } from '../errors.ts';

/**
 * What a view answers: a text with a status. Most views answer with `render` or `redirect`.
 *
 *     return new HttpResponse('Sold out.', { status: 409 });
 *
 * @throws TypeError for a content that is no text, and no number or boolean either
 * @throws ValueError for a status that there is not
 *
 * Django: [HttpResponse](https://docs.djangoproject.com/en/5.2/ref/request-response/#httpresponse-objects).
 */
export class HttpResponse {
  /** 200, 302, 404, ... */
  statusCode: number;
  /** The text, which is empty where a template or an address stands in its place. */
  readonly content: string;
  /** The cookies that the browser is given. */
  readonly cookies: Record<string, string> = {};

  constructor(content = '', options: { readonly status?: number } = {}) {
    this.content = responseText('The content of a response', content);
    this.statusCode = checkedStatus(options.status ?? 200);
  }

  /** Gives the browser a cookie, which it sends with every request from then on. */
  setCookie(name: string, value: string): void {
    this.cookies[name] = responseText(`The cookie '${name}'`, value);
  }

  /** Takes a cookie back: it is empty from then on. */
  deleteCookie(name: string): void {
    this.cookies[name] = '';
  }

  /**
   * All that the browser receives. The fields are the learner's to write: they are checked again.
   * @internal
   */
  page(): PageResponse {
    const cookies = Object.entries(this.cookies ?? {}).map(
      ([name, value]) => [name, responseText(`The cookie '${name}'`, value)] as const,
    );
    return { status: checkedStatus(this.statusCode), cookies: Object.fromEntries(cookies), ...this.body() };
  }

  /**
   * What the browser receives, beside status and cookies.
   * @internal
   */
  body(): Omit<PageResponse, 'status' | 'cookies'> {
    const content = responseText('The content of a response', this.content);
    return content === '' ? {} : { context: { content } };
  }
}

/** As Django, which writes numbers and booleans as text. */
function responseText(what: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (['number', 'bigint', 'boolean'].includes(typeof value)) return String(value);
  throw new TypeError(`${what} must be a text, not ${kindOf(value)}.`);
}

function checkedStatus(status: unknown): number {
  if (!Number.isInteger(status)) throw new TypeError('HTTP status code must be an integer.');
  const code = status as number;
  if (code < 100 || code > 599) throw new ValueError('HTTP status code must be an integer from 100 to 599.');
  return code;
}

/**
 * Sends the browser to another page. Made by `redirect`.
 *
 * Django: [HttpResponseRedirect](https://docs.djangoproject.com/en/5.2/ref/request-response/#django.http.HttpResponseRedirect).
 */
export class HttpResponseRedirect extends HttpResponse {
  /** Where to: `/orders/7/`. */
  readonly url: string;

  constructor(url: string) {
    super('', { status: 302 });
    this.url = checkedAddress(url);
  }

  /** @internal */
  override body(): Omit<PageResponse, 'status' | 'cookies'> {
    return { redirect: checkedAddress(this.url) };
  }
}

function checkedAddress(url: unknown): string {
  if (typeof url === 'string') return url;
  throw new TypeError(`A redirect needs an address such as '/orders/', not ${kindOf(url)}.`);
}

/**
 * A template with what it shows. Made by `render`.
 *
 * Django: [TemplateResponse](https://docs.djangoproject.com/en/5.2/ref/template-response/#templateresponse-objects).
 */
export class TemplateResponse extends HttpResponse {
  /** The template's name. */
  readonly template: string;
  /** Plain JSON. */
  readonly context: unknown;

  constructor(template: string, context: unknown) {
    super();
    this.template = template;
    this.context = context;
  }

  /** @internal */
  override body(): Omit<PageResponse, 'status' | 'cookies'> {
    return { template: this.template, context: this.context };
  }
}

/** The page that stands for an error. */
export class ErrorResponse extends HttpResponse {
  readonly error: ProgramError;

  constructor(status: number, error: ProgramError) {
    super('', { status });
    this.error = error;
  }

  override body(): Omit<PageResponse, 'status' | 'cookies'> {
    return { error: this.error };
  }
}
