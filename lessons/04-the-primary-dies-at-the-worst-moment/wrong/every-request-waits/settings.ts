import type { Middleware } from 'django';
import { connection, transaction } from 'django';

const durable: Middleware = (getResponse) => async (request) =>
  await transaction.atomic(async () => {
    await connection.cursor().execute('set local synchronous_commit = on');
    return await getResponse(request);
  });

/** One database on two servers: whichever of them takes writes when a connection is made. */
export const DATABASES = {
  default: { HOST: 'primary,replica', OPTIONS: { target_session_attrs: 'read-write' } },
};

export const DATABASE_ROUTERS = [];

export const MIDDLEWARE = [durable];
