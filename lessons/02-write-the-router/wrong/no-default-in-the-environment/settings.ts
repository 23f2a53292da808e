import { environ } from 'django';
import { DbRouter, WarehouseRouter } from './routers';

/**
 * Which server an alias is. Whoever deploys the shop sets the environment:
 * PRIMARY_HOST and WAREHOUSE_HOST always, REPLICA_HOST only where there is a replica.
 */
export const DATABASES = {
  default: { HOST: environ.get('PRIMARY_HOST', 'primary') },
  replica: { HOST: environ['REPLICA_HOST'] },
  warehouse: { HOST: environ.get('WAREHOUSE_HOST', 'standalone') },
};

/** Asked in this order for every query that names no database. DbRouter has an answer for every model, so it is last. */
export const DATABASE_ROUTERS = [WarehouseRouter, DbRouter];
