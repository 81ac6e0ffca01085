import type { Account, Instance } from './store.ts';

/** What links are built from. */
export interface LinkBase {
  /** Scheme and authority of the request. */
  readonly origin: string;
  readonly version: string;
  readonly account: Account;
}

/** Dates have seconds and a zone (general page "Date and time format"). */
const formatDate = (date: Date) => date.toISOString().replace(/\.\d+Z$/, 'Z');

const links = ({ origin, version, account }: LinkBase, path: string) => [
  { rel: 'self', href: `${origin}/${version}/${encodeURIComponent(account.id)}/${path}` },
  { rel: 'bookmark', href: `${origin}/${path}` },
];

/** An instance as in the response example of the page. */
export function instanceBody(instance: Instance, place: LinkBase) {
  const { id, name, status, datastore, created, updated, replicaOf } = instance;
  return {
    id,
    name,
    status,
    created: formatDate(created),
    updated: formatDate(updated),
    hostname: `${id}.clouddb.example`,
    datastore: { type: datastore.type, version: datastore.version },
    flavor: { id: '1', name: '512MB Instance', ram: 512, links: links(place, 'flavors/1') },
    volume: { size: 1 },
    schedule: { enabled: false },
    links: links(place, `instances/${id}`),
    ...(replicaOf !== null && {
      replica_of: { id: replicaOf, links: links(place, `instances/${replicaOf}`) },
    }),
    // Only for a new instance, as in the example. No page says what an entry of `upgrades` looks like.
    ...(status === 'BUILD' && { available_upgrades: { current_version: 'UNKNOWN', upgrades: [] } }),
  };
}
