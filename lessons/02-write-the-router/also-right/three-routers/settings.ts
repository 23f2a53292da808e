import { environ } from 'django';
import { DbRouter, RelationRouter, WarehouseRouter } from './routers';

export const DATABASES = {
  default: { HOST: environ.get('PRIMARY_HOST', 'primary') },
  replica: { HOST: environ.get('REPLICA_HOST') ?? environ.get('PRIMARY_HOST', 'primary') },
  warehouse: { HOST: environ.get('WAREHOUSE_HOST', 'standalone') },
};

/** The shop's router leaves all other models alone, so their order does not matter. */
export const DATABASE_ROUTERS = [DbRouter, RelationRouter, WarehouseRouter];
