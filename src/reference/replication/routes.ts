import { instanceSummary } from '../instances/representation.ts';
import { linkBase, type Route } from '../route.ts';
import { replicasOf } from '../store.ts';

/** The operation of the page "List replicas for source instance". The others share paths with instances. */
export const replicationRoutes = (version: string): readonly Route[] => [
  {
    method: 'GET',
    path: `/${version}/:accountId/instances/:instanceId/replicas`,
    operations: ['listReplicas'],
    permission: 'read',
    handle(c, backend) {
      const account = c.get('account');
      const replicas = replicasOf(account, c.get('instance'));
      const place = linkBase(c, backend);
      return c.json({ instances: replicas.map((replica) => instanceSummary(replica, account, place)) });
    },
  },
];
