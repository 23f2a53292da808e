/** Sessions that live in a cookie, as with Django's `signed_cookies`. Nothing here is secret, so nothing is signed. */
import type { JsonValue } from '../db/postgres-text.ts';
import { decodeBase64Url, encodeBase64Url } from './base64-url.ts';
import type { Middleware } from './middleware.ts';

/**
 * What the shop remembers of a person from page to page: anything that JSON can say. It is kept when it has changed, at
 * whatever depth.
 *
 *     request.session.lastOrder = order.id;
 *     delete request.session.cart;
 *
 * Django: [sessions](https://docs.djangoproject.com/en/5.2/topics/http/sessions/).
 */
export type Session = Record<string, JsonValue | undefined>;

const cookieName = 'sessionid';

/** The session that the cookies carry. A cookie that cannot be read is a session that has ended, as in Django. */
export function openSession(cookies: Readonly<Record<string, string>>): Session {
  const json = decodeBase64Url(cookies[cookieName] ?? '');
  if (!json) return {};
  try {
    const session: unknown = JSON.parse(json);
    return typeof session === 'object' && session !== null && !Array.isArray(session) ? (session as Session) : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

/** Sends the session back to the browser when it is another than the one that came in. Empty, it takes the cookie back. */
export const sessionMiddleware: Middleware = (getResponse) => async (request) => {
  const response = await getResponse(request);
  const json = JSON.stringify(request.session);
  if (json !== JSON.stringify(openSession(request.COOKIES))) {
    response.setCookie(cookieName, json === '{}' ? '' : encodeBase64Url(json));
  }
  return response;
};
