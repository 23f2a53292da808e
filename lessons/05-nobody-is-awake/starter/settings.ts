import { DbRouter } from './router';

/** Two servers, and an alias for each. */
export const DATABASES = {
  default: { HOST: 'primary' },
  replica: { HOST: 'replica' },
};

export const DATABASE_ROUTERS = [DbRouter];
