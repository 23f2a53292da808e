import type { Hints, ModelClass } from 'django';
import { reading } from './middleware';

/** Reads go where the middleware has decided for this request, writes to the primary. */
export class DbRouter {
  dbForRead(model: ModelClass, hints: Hints) {
    return reading.alias ?? 'replica';
  }

  dbForWrite(model: ModelClass, hints: Hints) {
    return 'default';
  }
}
