import { versionOf } from '../datastores/datastores.ts';
import { type Creation, configurationFor } from '../instances/create.ts';
import { endingIn } from '../life-cycle.ts';
import { bad } from '../members.ts';
import { absent, refuseUnless, unprocessable } from '../refusals.ts';
import type { Backend } from '../route.ts';
import { type Account, type Instance, replicasOf } from '../store.ts';

/** The most replicas of one source, and the least memory of both (general page "Replication", limitations). */
const mostReplicas = 2;
const leastRam = 1024;

/** The attributes of a replica, whose source is known. */
export interface ReplicaCreation extends Creation {
  readonly replicaOf: string;
}

/** @throws Fault 404, 400, 413, 500 or 422, before anything has changed */
export function createReplica(
  { store, times }: Backend,
  account: Account,
  creation: ReplicaCreation,
): Instance {
  const source = account.instances.get(creation.replicaOf);
  if (!source) throw absent('instance to replicate');
  const { datastore } = creation;
  if (
    datastore &&
    (datastore.type !== source.datastore.type || datastore.version !== source.datastore.version)
  )
    throw bad('A replica runs the datastore of its source.');
  const configuration = configurationFor(account, creation);
  refuseUnreplicable(account, source, creation);
  const now = store.now().getTime();
  const replica = store.addInstance(account, {
    name: creation.name ?? `${source.name}_replica`,
    datastore: source.datastore,
    flavor: creation.flavor,
    volumeSize: creation.volumeSize,
    configuration,
    replicaOf: source.id,
    status: 'BUILD',
    due: endingIn(now, times.build, { status: 'ACTIVE' }),
  });
  // The page "Create replica" warns that the source restarts.
  store.setStatus(source, 'RESTART', endingIn(now, times.restart, { status: 'ACTIVE' }));
  return replica;
}

/** The limitations of the general page "Replication". That a replica has no replicas of its own is our reading. */
function refuseUnreplicable(account: Account, source: Instance, { flavor }: ReplicaCreation): void {
  refuseUnless(source, 'ACTIVE');
  if (source.replicaOf !== null) throw unprocessable('A replica cannot be replicated.');
  if (!versionOf(source.datastore)?.replication)
    throw unprocessable('The datastore version of the source cannot be replicated.');
  if (source.flavor.ram < leastRam || flavor.ram < leastRam)
    throw unprocessable('Source and replica need a flavor of 1 GB or more.');
  if (replicasOf(account, source).length >= mostReplicas)
    throw unprocessable(`A source has at most ${mostReplicas} replicas.`);
}
