import { Local } from 'django';
import type { Middleware } from 'django';

/** Which database the request at hand reads from. */
export const reading = new Local<{ alias: string }>();

/** Whoever has written reads from the primary. */
export const middleware: Middleware = (getResponse) => async (request) => {
  if (request.session.hasWritten) reading.alias = 'default';
  const response = await getResponse(request);
  if (request.method === 'POST') request.session.hasWritten = true;
  return response;
};
