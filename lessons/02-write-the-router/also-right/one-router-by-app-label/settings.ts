import { environ } from 'django';
import { DbRouter } from './routers';

const primary = environ.get('PRIMARY_HOST', 'primary');

/**
 * Which server an alias is. Whoever deploys the shop sets the environment:
 * PRIMARY_HOST and WAREHOUSE_HOST always, REPLICA_HOST only where there is a replica.
 */
export const DATABASES = {
  default: { HOST: primary },
  replica: { HOST: environ.get('REPLICA_HOST', primary) },
  warehouse: { HOST: environ['WAREHOUSE_HOST'] },
};

export const DATABASE_ROUTERS = [DbRouter];
