import { Local, connections } from 'django';
import type { Middleware } from 'django';

/** Which database the request at hand reads from. */
export const reading = new Local<{ alias: string }>();

/**
 * Whoever has written reads from the primary until the replica has replayed their write. The session remembers the
 * primary's position in the write-ahead log after the write, and the replica is asked how far it is.
 */
export const middleware: Middleware = (getResponse) => async (request) => {
  const written = request.session.writtenLsn;
  if (written !== undefined) {
    if (await hasReplayed(String(written))) delete request.session.writtenLsn;
    else reading.alias = 'default';
  }
  const response = await getResponse(request);
  if (request.method === 'POST') request.session.writtenLsn = await currentLsn();
  return response;
};

async function hasReplayed(lsn: string) {
  const cursor = connections['replica'].cursor();
  await cursor.execute('select pg_last_wal_replay_lsn() >= %s::pg_lsn', [lsn]);
  const row = await cursor.fetchone();
  return row?.[0] === true;
}

async function currentLsn() {
  const cursor = connections['default'].cursor();
  await cursor.execute('select pg_current_wal_lsn()::text');
  const row = await cursor.fetchone();
  return String(row?.[0]);
}
