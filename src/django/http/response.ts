import type { PageResponse, ProgramError } from '../../trace/http.ts';

/**
 * What a view answers: a text with a status. Most views answer with `render` or `redirect`.
 *
 *     return new HttpResponse('Sold out.', { status: 409 });
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
    this.content = content;
    this.statusCode = options.status ?? 200;
  }

  /** Gives the browser a cookie, which it sends with every request from then on. */
  setCookie(name: string, value: string): void {
    this.cookies[name] = value;
  }

  /** Takes a cookie back: it is empty from then on. */
  deleteCookie(name: string): void {
    this.cookies[name] = '';
  }

  /**
   * What the browser receives, beside status and cookies.
   * @internal
   */
  body(): Omit<PageResponse, 'status' | 'cookies'> {
    return this.content === '' ? {} : { context: { content: this.content } };
  }
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
    this.url = url;
  }

  /** @internal */
  override body(): Omit<PageResponse, 'status' | 'cookies'> {
    return { redirect: this.url };
  }
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
