/** Writes go to the primary and reads to the replica: the mistake that the course begins with. */
export class DbRouter {
  dbForRead() {
    return 'replica';
  }

  dbForWrite() {
    return 'default';
  }
}
