import type { Middleware } from 'django';

/** Stands around every view. What comes before `getResponse` runs before the view, what comes after it runs after. */
export const middleware: Middleware = (getResponse) => async (request) => {
  return getResponse(request);
};
