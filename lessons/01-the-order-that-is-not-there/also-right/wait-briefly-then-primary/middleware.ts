import { Local, connections, sleep } from 'django';
import type { DatabaseAlias, Middleware } from 'django';

/** Which database the request at hand reads from. */
export const reading = new Local<{ alias: string }>();

/** The replica gets 100 ms to arrive at this person's last write. If it does not, the primary answers. */
export const middleware: Middleware = (getResponse) => async (request) => {
  const written = request.session.writtenLsn;
  reading.alias = written === undefined || (await arrives(String(written))) ? 'replica' : 'default';
  const response = await getResponse(request);
  if (request.method === 'POST') {
    const [lsn] = await ask('default', 'select pg_current_wal_lsn()::text', []);
    request.session.writtenLsn = String(lsn);
  }
  return response;
};

async function arrives(lsn: string) {
  for (let tries = 0; tries < 5; tries++) {
    const [hasIt] = await ask('replica', 'select pg_last_wal_replay_lsn() >= %s::pg_lsn', [lsn]);
    if (hasIt) return true;
    await sleep(20);
  }
  return false;
}

async function ask(alias: DatabaseAlias, sql: string, params: string[]) {
  const cursor = connections[alias].cursor();
  await cursor.execute(sql, params);
  return (await cursor.fetchone()) ?? [];
}
