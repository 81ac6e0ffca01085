import { isPlainObject } from '../../../src/util/plain-object.ts';

/** Parts of answers that fit each other, for what `contracts/` states about several answers. */

export const ids = {
  first: '11111111-1111-4111-8111-111111111111',
  second: '22222222-2222-4222-8222-222222222222',
  datastore: 'd0000000-0000-4000-8000-000000000000',
  version: 'e0000000-0000-4000-8000-000000000000',
} as const;

/** What requests are made with. */
export const values = {
  version: 'v1.0',
  accountId: '1234',
  instanceId: ids.first,
  flavorId: '2',
  datastoreId: ids.datastore,
  datastoreType: 'mysql',
  versionId: ids.version,
} as const;

const linksTo = (path: string) => [
  { rel: 'self', href: `https://db.test/v1.0/1234/${path}` },
  { rel: 'bookmark', href: `https://db.test/${path}` },
];

export const instanceOf = (id: string, more: object = {}) => ({
  id,
  name: 'orders',
  status: 'ACTIVE',
  flavor: { id: '2', links: linksTo('flavors/2') },
  volume: { size: 2 },
  datastore: { type: 'mysql', version: '5.7' },
  links: linksTo(`instances/${id}`),
  ...more,
});

export const flavor = { id: 2, name: '1GB Instance', ram: 1024, links: linksTo('flavors/2') };

export const datastoreVersion = {
  id: ids.version,
  name: '5.7',
  datastore: ids.datastore,
  links: linksTo(`datastores/${ids.datastore}/versions/${ids.version}`),
};

export const datastore = {
  id: ids.datastore,
  name: 'mysql',
  links: linksTo(`datastores/${ids.datastore}`),
  versions: [datastoreVersion],
};

/** The value with another one at a path of names; undefined takes the member away. */
export function changedAt(value: unknown, [name, ...rest]: readonly string[], to: unknown): unknown {
  if (name === undefined) return to;
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === name ? changedAt(item, rest, to) : item));
  const members = isPlainObject(value) ? value : {};
  const { [name]: old, ...others } = members;
  const changed = changedAt(old, rest, to);
  return changed === undefined ? others : { ...others, [name]: changed };
}
