import type { Hints, ModelClass } from 'django';

/** Says which database a query goes to: reads to the replica, writes to the primary. */
export class DbRouter {
  dbForRead(model: ModelClass, hints: Hints) {
    return 'replica';
  }

  dbForWrite(model: ModelClass, hints: Hints) {
    return 'default';
  }
}
