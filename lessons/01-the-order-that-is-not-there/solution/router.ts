import type { Hints, ModelClass } from 'django';
import { Order } from './models';

/** Orders are read where they are written, so that nobody misses their own. All the rest comes from the replica. */
export class DbRouter {
  dbForRead(model: ModelClass, hints: Hints) {
    return model === Order ? 'default' : 'replica';
  }

  dbForWrite(model: ModelClass, hints: Hints) {
    return 'default';
  }
}
