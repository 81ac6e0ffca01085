import type { Account, Instance } from './store.ts';

/** What links are made from. */
export interface LinkBase {
  /** Scheme and authority the request came to. */
  readonly origin: string;
  readonly version: string;
  readonly account: Account;
}

/** Dates have seconds and a zone (general page "Date and time format"). */
const written = (date: Date) => date.toISOString().replace(/\.\d+Z$/, 'Z');

const links = ({ origin, version, account }: LinkBase, path: string) => [
  { rel: 'self', href: `${origin}/${version}/${encodeURIComponent(account.id)}/${path}` },
  { rel: 'bookmark', href: `${origin}/${path}` },
];

/** An instance as the page's response example shows one. */
export function instanceBody(instance: Instance, place: LinkBase) {
  const { id, name, status, datastore, created, updated, replicaOf } = instance;
  return {
    id,
    name,
    status,
    created: written(created),
    updated: written(updated),
    hostname: `${id}.clouddb.example`,
    datastore: { type: datastore.type, version: datastore.version },
    flavor: { id: '1', name: '512MB Instance', ram: 512, links: links(place, 'flavors/1') },
    volume: { size: 1 },
    schedule: { enabled: false },
    links: links(place, `instances/${id}`),
    ...(replicaOf !== null && {
      replica_of: { id: replicaOf, links: links(place, `instances/${replicaOf}`) },
    }),
    // Only what the example shows of it: a new instance. What an entry of `upgrades` looks like, no page says.
    ...(status === 'BUILD' && { available_upgrades: { current_version: 'UNKNOWN', upgrades: [] } }),
  };
}
