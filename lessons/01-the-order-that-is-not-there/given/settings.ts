import { middleware } from './middleware';
import { DbRouter } from './router';

/** Two Postgres servers with the same tables. Writes are possible on the first alone. */
export const DATABASES = {
  default: { HOST: 'primary' },
  replica: { HOST: 'replica' },
};

/** Asked in this order for every query that names no database. */
export const DATABASE_ROUTERS = [DbRouter];

export const MIDDLEWARE = [middleware];
