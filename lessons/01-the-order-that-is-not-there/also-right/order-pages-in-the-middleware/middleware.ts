import { Local } from 'django';
import type { Middleware } from 'django';

/** Which database the request at hand reads from. */
export const reading = new Local<{ alias: string }>();

/** The pages of orders and of nothing else are made from the primary. */
export const middleware: Middleware = (getResponse) => async (request) => {
  reading.alias = request.path.startsWith('/orders/') ? 'default' : 'replica';
  return getResponse(request);
};
