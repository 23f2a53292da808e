import type { EventOf } from './events.ts';

/** Whether an answer told the person that all went well: a page or a redirect, not an error, and not to a browser that no
 * longer waited for it. */
export const toldOk = ({ response, superseded }: EventOf<'request responded'>): boolean =>
  response.status < 400 && !superseded;
