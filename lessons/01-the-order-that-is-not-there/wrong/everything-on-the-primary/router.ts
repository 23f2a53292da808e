import type { Hints, ModelClass } from 'django';

/** Nothing is ever stale on the primary. */
export class DbRouter {
  dbForRead(model: ModelClass, hints: Hints) {
    return 'default';
  }

  dbForWrite(model: ModelClass, hints: Hints) {
    return 'default';
  }
}
