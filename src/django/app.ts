/** The learner's shop as a whole: settings, middleware and views, from a request to its response. */
import type { PageRequest, PageResponse } from '../trace/http.ts';
import { Http404, ImproperlyConfigured } from './errors.ts';
import { errorResponse } from './http/error-response.ts';
import { checkedResponse, withMiddleware } from './http/middleware.ts';
import { HttpRequest } from './http/request.ts';
import type { HttpResponse } from './http/response.ts';
import { sessionMiddleware } from './http/session.ts';
import { UrlPattern } from './http/urls.ts';
import { forgetRequest } from './per-request.ts';
import { installSettings } from './settings.ts';

/** What the learner's files export; anything, until it has been looked at. */
export interface Project {
  /** The exports of `settings.ts`. */
  readonly settings: unknown;
  /** `urlpatterns` of `urls.ts`. */
  readonly urlpatterns: unknown;
}

/** Answers one request. Never rejects for what a view did: that becomes a page with status 500. */
export type Handle = (page: PageRequest) => Promise<PageResponse>;

/** The app, as a function of requests. @throws ImproperlyConfigured when the settings or the routes are not what they must be */
export function createApp({ settings, urlpatterns }: Project): Handle {
  const { middleware } = installSettings(settings);
  const routes = checkedRoutes(urlpatterns);
  const getResponse = withMiddleware((request) => callView(request, routes), [sessionMiddleware, ...middleware]);
  return async (page) => {
    try {
      const response = await getResponse(new HttpRequest(page));
      return pageOf(response);
    } finally {
      forgetRequest(page.requestId);
    }
  };
}

function checkedRoutes(urlpatterns: unknown): readonly UrlPattern[] {
  if (!Array.isArray(urlpatterns)) throw new ImproperlyConfigured('urls.ts must export a list named urlpatterns.');
  return urlpatterns.map((pattern: unknown) => {
    if (pattern instanceof UrlPattern) return pattern;
    throw new ImproperlyConfigured('urlpatterns lists something that path() has not made.');
  });
}

/** A response whose fields have become something that no browser can take is an error as well. */
function pageOf(response: HttpResponse): PageResponse {
  try {
    return response.page();
  } catch (error) {
    return errorResponse(error).page();
  }
}

/** The first route that fits the address answers. */
async function callView(request: HttpRequest, routes: readonly UrlPattern[]): Promise<HttpResponse> {
  for (const route of routes) {
    const params = route.match(request.path);
    if (!params) continue;
    const found = Object.assign(request, { params });
    // A function by itself: a learner's stack need not say whose it is here.
    const { view } = route;
    // `path` has seen to it that the view takes what its route finds.
    return checkedResponse(`The view ${view.name || 'without a name'}`, await view(found as never));
  }
  throw new Http404(`The current path, ${request.path}, didn't match any of the urlpatterns.`);
}
