import type { Middleware } from 'django';
import { sleep } from 'django';

/** A payment that a server has failed is tried again as a whole, since its key makes that harmless. By the time that a middleware sees
 * an error it has become a page with status 500. */
const retryingPayments: Middleware = (getResponse) => async (request) => {
  let response = await getResponse(request);
  for (let left = 30; left > 0 && request.path === '/pay/' && response.statusCode === 500; left--) {
    await sleep(100);
    response = await getResponse(request);
  }
  return response;
};

export const DATABASES = {
  default: { HOST: 'primary,replica', OPTIONS: { target_session_attrs: 'read-write' } },
};

export const DATABASE_ROUTERS = [];

export const MIDDLEWARE = [retryingPayments];
