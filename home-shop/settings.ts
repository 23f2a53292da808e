import { DbRouter } from './router';

export const DATABASES = {
  default: { HOST: 'primary' },
  replica: { HOST: 'replica' },
};

export const DATABASE_ROUTERS = [DbRouter];
