import { Local } from 'django';
import type { Middleware } from 'django';

/** Which database the request at hand reads from. */
export const reading = new Local<{ alias: string }>();

/** Whoever has written reads from the primary for the next two seconds. */
export const middleware: Middleware = (getResponse) => async (request) => {
  const until = Number(request.session.pinnedUntil ?? 0);
  if (Date.now() < until) reading.alias = 'default';
  const response = await getResponse(request);
  if (request.method === 'POST') request.session.pinnedUntil = Date.now() + 2_000;
  return response;
};
