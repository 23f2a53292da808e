/** Two Postgres servers with the same tables. Writes are possible on the first alone. */
export const DATABASES = {
  default: { HOST: 'primary' },
  replica: { HOST: 'replica' },
};

export const DATABASE_ROUTERS = [];
