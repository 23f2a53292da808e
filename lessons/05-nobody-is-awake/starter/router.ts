/** All that the shop asks, it asks the server that takes orders. */
export class DbRouter {
  dbForRead() {
    return 'default';
  }

  dbForWrite() {
    return 'default';
  }
}
