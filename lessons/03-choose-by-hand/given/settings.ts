/** Two Postgres servers with the same tables. Writes are possible on the first alone. */
export const DATABASES = {
  default: { HOST: 'primary' },
  replica: { HOST: 'replica' },
};

/** There is no router: what names no database goes to `default`. */
export const DATABASE_ROUTERS = [];
