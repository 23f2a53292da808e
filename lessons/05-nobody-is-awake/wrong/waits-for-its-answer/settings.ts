import { DbRouter } from './router';

/** Two servers, and an alias for each. */
export const DATABASES = {
  default: { HOST: 'primary', OPTIONS: { connect_timeout: 2 } },
  replica: { HOST: 'replica' },
};

export const DATABASE_ROUTERS = [DbRouter];
