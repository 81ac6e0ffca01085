import { flavorReference } from '../flavors/flavors.ts';
import type { InstanceStatus } from '../life-cycle.ts';
import { type LinkBase, linksTo } from '../links.ts';
import { type Account, type Instance, replicasOf } from '../store.ts';

/** Dates have seconds and a zone (general page "Date and time format"). */
const formatDate = (date: Date) => date.toISOString().replace(/\.\d+Z$/, 'Z');

/** An instance as in the list of instances. */
export function instanceSummary(instance: Instance, account: Account, place: LinkBase) {
  const { id, name, status, datastore, flavor, volumeSize, replicaOf } = instance;
  const replicas = replicasOf(account, instance);
  const linked = (to: string) => ({ id: to, links: linksTo(place, `instances/${to}`) });
  return {
    id,
    name,
    status,
    hostname: `${id}.clouddb.example`,
    datastore: { type: datastore.type, version: datastore.version },
    flavor: flavorReference(flavor, place),
    volume: { size: volumeSize },
    links: linksTo(place, `instances/${id}`),
    ...(replicaOf !== null && { replica_of: linked(replicaOf) }),
    ...(replicas.length > 0 && {
      replicas: replicas.map((replica) => ({ ...linked(replica.id), name: replica.name })),
    }),
  };
}

/** In these, the answer does not say how much of the volume is used (page "List database instance status and details"). */
const withoutUse: readonly InstanceStatus[] = ['BUILD', 'REBOOT', 'RESIZE', 'ERROR'];

/** An instance as in the answers that are about it alone. */
export function instanceDetails(instance: Instance, account: Account, place: LinkBase) {
  const { status, created, updated, volumeSize, configuration } = instance;
  return {
    ...instanceSummary(instance, account, place),
    created: formatDate(created),
    updated: formatDate(updated),
    volume: { size: volumeSize, ...(!withoutUse.includes(status) && { used: 0.16 }) },
    ...(configuration && {
      configuration: {
        id: configuration.id,
        name: configuration.name,
        links: linksTo(place, `configurations/${configuration.id}`),
      },
    }),
  };
}

/** A new instance as in the answer to an upgrade. */
export function upgradedInstance(instance: Instance, account: Account, place: LinkBase) {
  const details = instanceDetails(instance, account, place);
  const { name, ram } = instance.flavor;
  return {
    ...details,
    flavor: { ...details.flavor, name, ram },
    schedule: { enabled: false },
    // No page says what an entry of `upgrades` looks like.
    available_upgrades: { current_version: 'UNKNOWN', upgrades: [] },
  };
}
