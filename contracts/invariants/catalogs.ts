import type { Invariant, InvariantInput, Mismatch } from '../../src/checks/invariants.ts';
import { atPath } from '../../src/util/json-pointer.ts';
import { difference, firstOf, hasList, idAt, listAt, otherId, otherSelfLink, stringAt } from './reading.ts';

/** Relations that answers about flavors, datastores and versions must keep. */

type Row = readonly [
  operationId: string,
  status: number,
  requirement: string,
  pointer: string,
  statement: string,
  compare: (input: InvariantInput) => Mismatch | undefined,
];

const otherFlavor = 'The answer shows another flavor than the one in the path.';
const flavorLink = 'The self link of a flavor does not end in its path.';
const otherDatastore = 'The answer shows another datastore than the one in the path.';
const datastoreLink = 'The self link of a datastore does not end in its path.';

/** A path may name something by its name as well as by its id. */
const neither = (asked: string | undefined, thing: unknown): Mismatch | undefined =>
  asked === stringAt(thing, 'name') ? undefined : otherId(asked, idAt(thing, 'id'));

const versionShown = 'The answer shows another version than the one in the path.';
const versionAsAsked = ({ answer, values }: InvariantInput) =>
  difference(values.version, stringAt(answer, 'version', 'id'));

const rows: readonly Row[] = [
  ...['listFlavors', 'listFlavorsForDatastoreVersion'].map(
    (operationId): Row => [
      operationId,
      200,
      'FLAVOR-SELF-LINK',
      '/flavors',
      flavorLink,
      ({ answer }) => firstOf(listAt(answer, 'flavors'), (flavor) => otherSelfLink(flavor, 'flavors')),
    ],
  ),
  [
    'getFlavor',
    200,
    'FLAVOR-SELF-LINK',
    '/flavor/links',
    flavorLink,
    ({ answer }) => otherSelfLink(atPath(answer, 'flavor'), 'flavors'),
  ],
  [
    'getFlavor',
    200,
    'FLAVOR-AS-ASKED',
    '/flavor/id',
    otherFlavor,
    ({ answer, values }) => otherId(values.flavorId, idAt(answer, 'flavor', 'id')),
  ],
  [
    'listDatastores',
    200,
    'DATASTORE-SELF-LINK',
    '/datastores',
    datastoreLink,
    ({ answer }) => firstOf(listAt(answer, 'datastores'), (one) => otherSelfLink(one, 'datastores')),
  ],
  [
    'getDatastore',
    200,
    'DATASTORE-SELF-LINK',
    '/datastore/links',
    datastoreLink,
    ({ answer }) => otherSelfLink(atPath(answer, 'datastore'), 'datastores'),
  ],
  [
    'getDatastore',
    200,
    'DATASTORE-AS-ASKED',
    '/datastore/id',
    otherDatastore,
    ({ answer, values }) => neither(values.datastoreId, atPath(answer, 'datastore')),
  ],
  [
    'listDatastoreVersions',
    200,
    'DATASTORE-VERSIONS-OF',
    '/versions',
    'The list shows a version of another datastore.',
    ({ answer, values }) =>
      firstOf(listAt(answer, 'versions'), (version) =>
        otherId(values.datastoreId, stringAt(version, 'datastore')),
      ),
  ],
  [
    'listDatastoreVersions',
    200,
    'DATASTORE-VERSIONS-OF',
    '/versions',
    'The list does not show the version that the datastore is known to have.',
    ({ answer, values: { versionId } }) => {
      const ids = listAt(answer, 'versions').flatMap((version) => idAt(version, 'id') ?? []);
      if (!hasList(answer, 'versions') || versionId === undefined) return undefined;
      if (ids.some((id) => !otherId(versionId, id))) return undefined;
      return { expected: versionId, actual: `${ids.length} other versions` };
    },
  ],
  [
    'getDatastoreVersion',
    200,
    'DATASTORE-VERSION-AS-ASKED',
    '/version/id',
    versionShown,
    ({ answer, values }) => neither(values.versionId, atPath(answer, 'version')),
  ],
  // AMB-VERSION-STATUS.
  ...[202, 200].map(
    (status): Row => ['getVersion', status, 'VERSION-AS-ASKED', '/version/id', versionShown, versionAsAsked],
  ),
];

export const catalogs: readonly Invariant[] = rows.map(
  ([operationId, status, requirement, pointer, statement, compare]) => ({
    operationId,
    status,
    requirement,
    severity: 'deviation',
    pointer,
    statement,
    compare,
  }),
);
