import { classNameOf, textOf } from '../describe.ts';
import { ImproperlyConfigured, ValueError } from '../errors.ts';
import { errorResponse } from './error-response.ts';
import type { HttpRequest } from './request.ts';
import { HttpResponse } from './response.ts';

/** What a middleware calls to have the rest of the work done: the next middleware, and in the end the view. It always
 * answers, since an error becomes the response with its page. */
export type GetResponse = (request: HttpRequest) => Promise<HttpResponse>;

/**
 * Stands around every view. It is given what comes next, once, and returns what is done for each request.
 *
 *     export const marking: Middleware = (getResponse) => async (request) => {
 *       const response = await getResponse(request);
 *       if (request.method === 'POST') response.setCookie('wrote', 'yes');
 *       return response;
 *     };
 *
 * Django: [Middleware](https://docs.djangoproject.com/en/5.2/topics/http/middleware/).
 */
export type Middleware = (getResponse: GetResponse) => (request: HttpRequest) => Promise<HttpResponse> | HttpResponse;

/** The view in all its middleware. As in Django, an error becomes a response before the next one out sees it. */
export function withMiddleware(view: GetResponse, middleware: readonly Middleware[]): GetResponse {
  return middleware.reduceRight<GetResponse>((next, layer) => {
    const handle = layer(next);
    const name = layer.name || 'without a name';
    if (typeof handle !== 'function') {
      throw new ImproperlyConfigured(`Middleware ${name} must return a function: (request) => response.`);
    }
    return alwaysAnswering(async (request) => checkedResponse(`The middleware ${name}`, await handle(request)));
  }, alwaysAnswering(view));
}

function alwaysAnswering(handle: GetResponse): GetResponse {
  return async (request) => {
    try {
      return await handle(request);
    } catch (error) {
      return errorResponse(error);
    }
  };
}

/** What the learner's function returned may be anything. @throws ValueError when it is no response */
export function checkedResponse(who: string, response: unknown): HttpResponse {
  if (response instanceof HttpResponse) return response;
  const what = typeof response === 'object' && response !== null ? classNameOf(response) : textOf(response);
  throw new ValueError(`${who} didn't return an HttpResponse object. It returned ${what} instead.`);
}
