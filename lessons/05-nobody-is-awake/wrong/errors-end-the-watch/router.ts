import { leader } from './failover';

/** All that the shop asks, it asks the server that takes orders, whichever that is. */
export class DbRouter {
  dbForRead() {
    return leader.alias;
  }

  dbForWrite() {
    return leader.alias;
  }
}
