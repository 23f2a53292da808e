import { environ } from 'django';
import { DbRouter, WarehouseRouter } from './routers';

const replica = environ.get('REPLICA_HOST');

/** There is an alias `replica` only where there is a replica. The router has to know that, too. */
export const DATABASES = {
  default: { HOST: environ['PRIMARY_HOST'] },
  warehouse: { HOST: environ['WAREHOUSE_HOST'] },
  ...(replica && { replica: { HOST: replica } }),
};

export const DATABASE_ROUTERS = [new WarehouseRouter(), new DbRouter(replica ? 'replica' : 'default')];
