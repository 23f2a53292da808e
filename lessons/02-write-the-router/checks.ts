import type { Check } from '../../src/course/lesson.ts';
import { judgeNoReplica } from './check-no-replica.ts';
import { judgeOrders } from './check-orders.ts';
import { judgeRelations } from './check-relations.ts';
import { judgeReplicaReads } from './check-replica-reads.ts';
import { judgeWarehouse } from './check-warehouse.ts';

export const checks: readonly Check[] = [
  {
    id: 'pages-on-replica',
    title: 'The catalogue and the pages of the juices are read from the replica, where there is one.',
    judge: judgeReplicaReads,
  },
  {
    id: 'orders-on-primary',
    title: 'Every order is placed on the primary, for the juice that was asked for, and its page shows it.',
    judge: judgeOrders,
  },
  {
    id: 'warehouse-on-its-own',
    title: 'The rows of the warehouse are read and written on its own server, and nowhere else.',
    judge: judgeWarehouse,
  },
  {
    id: 'no-relation-across',
    title: 'No order refers to a shelf: an id means nothing on another server.',
    judge: judgeRelations,
  },
  {
    id: 'runs-without-replica',
    title: 'Where the deployment has no replica, the shop runs on the primary alone.',
    judge: judgeNoReplica,
  },
];
