import { invariants } from '../../../contracts/invariants/index.ts';
import type { Invariant, InvariantInput } from '../../../src/checks/invariants.ts';

/** For each invariant an answer that keeps it, and one that does not, in nothing else. */

type Input = { -readonly [K in keyof InvariantInput]: InvariantInput[K] };

const [first, second, third] = ['1111', '2222', '3333'].map(
  (end) => `00000000-0000-4000-8000-00000000${end}`,
);
const links = (path: string) => [{ rel: 'self', href: `https://db.example/v1.0/7/${path}` }];
const next = (query: string) => [{ rel: 'next', href: `https://db.example/v1.0/7/instances?${query}` }];
const instance = (id: string | undefined, more: object = {}) => ({
  id,
  links: links(`instances/${id}`),
  ...more,
});
const flavor = (id: number, more: object = {}) => ({ id, links: links(`flavors/${id}`), ...more });
const datastore = (more: object = {}) => ({
  id: 'd-1',
  name: 'mysql',
  links: links('datastores/d-1'),
  ...more,
});
const values = {
  ...{ version: 'v1.0', instanceId: first ?? '', flavorId: '2' },
  ...{ datastoreId: 'd-1', datastoreType: 'mysql', versionId: 'v-1' },
};

const made = {
  name: 'orders',
  flavor: { id: '2' },
  volume: { size: 2 },
  replica_of: { id: first },
  datastore: { type: 'MySQL', version: '5.7' },
};
const newOf = (change: object = {}) => ({ instance: instance(second, { ...made, ...change }) });
const asked = (flavorRef: unknown) => ({
  instance: { name: 'orders', flavorRef, volume: { size: 2 }, replica_of: first?.toUpperCase() },
});

interface Row {
  readonly operationId: string;
  readonly keeps: Partial<Input>;
  /** Requirement and pointer of the one invariant that each breaks. */
  readonly breaks: Readonly<Record<string, Partial<Input>>>;
}

const list = (...instances: readonly unknown[]) => ({ instances });
const creation = (operationId: string): Row => ({
  operationId,
  keeps: { request: asked('https://db.example/v1.0/7/flavors/2'), answer: newOf() },
  breaks: {
    'CREATE-AS-ASKED /instance/name': { answer: newOf({ name: 'invoices' }) },
    'CREATE-AS-ASKED /instance/flavor/id': { answer: newOf({ flavor: { id: 3 } }) },
    'CREATE-AS-ASKED /instance/volume/size': { answer: newOf({ volume: { size: 3 } }) },
    'BODY-SELF-LINK ': { answer: newOf({ links: links(`instances/${first}`) }) },
    ...(operationId === 'createReplica' && {
      'REPLICA-OF-ASKED /instance/replica_of/id': { answer: newOf({ replica_of: { id: third } }) },
    }),
  },
});

const rows: readonly Row[] = [
  {
    operationId: 'upgradeInstance',
    keeps: {
      request: { upgrade: { datastore_type: 'mysql', datastore_version: '5.7' } },
      answer: newOf(),
    },
    breaks: {
      'BODY-DATASTORE-ASKED /instance/datastore/type': {
        answer: newOf({ datastore: { type: 'mariadb', version: '5.7' } }),
      },
      'BODY-DATASTORE-ASKED /instance/datastore/version': {
        answer: newOf({ datastore: { type: 'mysql', version: '5.6' } }),
      },
      'BODY-SELF-LINK /instance/links': { answer: newOf({ links: links(`instances/${first}`) }) },
      'BODY-REPLICA-OF-ASKED /instance/replica_of/id': { answer: newOf({ replica_of: { id: third } }) },
    },
  },
  {
    operationId: 'listInstances',
    keeps: { answer: list(instance(first), instance(second)) },
    breaks: {
      'LIST-SHOWS-INSTANCE /instances': { answer: list(instance(second), instance(third)) },
      'LIST-LIMIT /instances': {
        query: { limit: '2' },
        answer: list(instance(first), instance(second), instance(third)),
      },
      'LIST-MARKER /instances': {
        query: { marker: second ?? '' },
        answer: list(instance(second), instance(third)),
      },
      'LIST-ORDER /instances': { answer: list(instance(second), instance(first)) },
      'LIST-NEXT /links': {
        answer: { ...list(instance(first), instance(second)), links: next(`limit=2&marker=${first}`) },
      },
      'LIST-NEXT /links without a link': { query: { limit: '1' }, answer: list(instance(first)) },
      'LIST-REPLICAS /instances': {
        query: { include_replicas: 'false' },
        answer: list(instance(first), instance(second, { replica_of: { id: first } })),
      },
      'LIST-REPLICAS /instances with them': {
        query: { include_replicas: 'true' },
        answer: list(instance(first)),
      },
      'BODY-SELF-LINK ': {
        answer: list(instance(first), { ...instance(second), links: links('instances/x') }),
      },
    },
  },
  {
    operationId: 'listReplicas',
    keeps: { answer: list(instance(second, { replica_of: { id: first?.toUpperCase() } })) },
    breaks: {
      'BODY-SELF-LINK ': { answer: list({ ...instance(second), links: links('instances/x') }) },
      'REPLICAS-OF-SOURCE /instances': { answer: list(instance(second, { replica_of: { id: third } })) },
    },
  },
  {
    operationId: 'getInstance',
    keeps: { answer: { instance: instance(first) } },
    breaks: {
      'GET-AS-ASKED /instance/id': { answer: { instance: instance(second) } },
      'BODY-SELF-LINK ': { answer: { instance: { ...instance(first), links: links('instances/x') } } },
    },
  },
  creation('createInstance'),
  creation('createReplica'),
  ...['listFlavors', 'listFlavorsForDatastoreVersion'].map((operationId) => ({
    operationId,
    keeps: { answer: { flavors: [flavor(1), flavor(2)] } },
    breaks: {
      'FLAVOR-SELF-LINK /flavors': {
        answer: { flavors: [flavor(1), flavor(2, { links: links('flavors/1') })] },
      },
    },
  })),
  {
    operationId: 'getFlavor',
    keeps: { answer: { flavor: flavor(2) } },
    breaks: {
      'FLAVOR-SELF-LINK /flavor/links': { answer: { flavor: flavor(2, { links: links('flavors/1') }) } },
      'FLAVOR-AS-ASKED /flavor/id': { answer: { flavor: flavor(1) } },
    },
  },
  {
    operationId: 'listDatastores',
    keeps: { answer: { datastores: [datastore()] } },
    breaks: {
      'DATASTORE-SELF-LINK /datastores': {
        answer: { datastores: [datastore({ links: links('datastores/x') })] },
      },
    },
  },
  {
    operationId: 'getDatastore',
    keeps: { answer: { datastore: datastore() } },
    breaks: {
      'DATASTORE-SELF-LINK /datastore/links': {
        answer: { datastore: datastore({ links: links('datastores/x') }) },
      },
      'DATASTORE-AS-ASKED /datastore/id': {
        answer: { datastore: datastore({ id: 'd-2', links: links('datastores/d-2') }) },
      },
    },
  },
  {
    operationId: 'listDatastoreVersions',
    keeps: { answer: { versions: [{ id: 'v-0' }, { id: 'v-1', datastore: 'd-1' }] } },
    breaks: {
      'DATASTORE-VERSIONS-OF /versions': { answer: { versions: [{ id: 'v-1', datastore: 'd-2' }] } },
      'DATASTORE-VERSIONS-OF /versions without one': { answer: { versions: [{ id: 'v-0' }] } },
    },
  },
  {
    operationId: 'getDatastoreVersion',
    keeps: { answer: { version: { id: 'v-1', name: '5.7' } } },
    breaks: { 'DATASTORE-VERSION-AS-ASKED /version/id': { answer: { version: { id: 'v-2', name: '5.6' } } } },
  },
  {
    operationId: 'getVersion',
    keeps: { answer: { version: { id: 'v1.0' } } },
    breaks: { 'VERSION-AS-ASKED /version/id': { answer: { version: { id: 'v2.0' } } } },
  },
];

const nameOf = ({ requirement, pointer }: Invariant) => `${requirement} ${pointer}`;
const of = (operationId: string) => invariants.filter((one) => one.operationId === operationId);
const inputOf = (...parts: readonly Partial<Input>[]): InvariantInput =>
  Object.assign({ answer: {}, request: undefined, query: {}, values }, ...parts);
const broken = (operationId: string, input: InvariantInput) =>
  of(operationId).filter((invariant) => invariant.compare(input) !== undefined);

describe.each(rows)('of $operationId', ({ operationId, keeps, breaks }) => {
  test('an answer as the reference has it keeps every invariant', () => {
    expect(broken(operationId, inputOf(keeps))).toEqual([]);
  });

  test.each(Object.entries(breaks))('%s is broken, and nothing else', (name, different) => {
    const found = broken(operationId, inputOf(keeps, different));
    // A version may be shown with two statuses.
    const names = [...new Set(found.map(nameOf))];
    expect(names).toEqual([expect.any(String)]);
    expect(name.startsWith(names[0] ?? 'none')).toBe(true);
    for (const invariant of found) {
      const mismatch = invariant.compare(inputOf(keeps, different));
      expect(mismatch).toEqual({ expected: expect.any(String), actual: expect.any(String) });
      expect(mismatch?.expected).not.toBe(mismatch?.actual);
    }
  });

  test('every invariant is broken by one of these', () => {
    const inputs = Object.values(breaks).map((different) => inputOf(keeps, different));
    const unbroken = of(operationId).filter(
      (one) => !inputs.some((input) => one.compare(input) !== undefined),
    );
    expect(unbroken.map(nameOf)).toEqual([]);
  });

  test.each([
    [undefined],
    [null],
    ['text'],
    [[]],
    [{ instances: 'x', instance: [], flavors: 1, version: null }],
  ])('an answer that is %j is left to the schema', (answer) => {
    for (const query of [{}, { limit: '1' }, { include_replicas: 'true' }])
      expect(broken(operationId, inputOf({ request: answer, answer, query }))).toEqual([]);
  });
});

test('the table has every operation with an invariant', () =>
  expect(new Set(rows.map(({ operationId }) => operationId))).toEqual(
    new Set(invariants.map(({ operationId }) => operationId)),
  ));

/** What the reference allows. */
const lawful: readonly (readonly [name: string, operationId: string, different: Partial<Input>])[] = [
  [
    'a list of no page, in which the instance may be elsewhere',
    'listInstances',
    { query: { limit: '1' }, answer: { ...list(instance(second)), links: next(`marker=${second}`) } },
  ],
  [
    'a list cut by the target itself',
    'listInstances',
    { answer: { ...list(instance(second)), links: next(`marker=${second}`) } },
  ],
  [
    'a link to the next page as OpenStack has it',
    'listInstances',
    { query: { limit: '1' }, answer: { ...list(instance(first)), instances_links: next(`marker=${first}`) } },
  ],
  [
    'a limit that is no number',
    'listInstances',
    { query: { limit: 'x' }, answer: list(instance(first), instance(second)) },
  ],
  [
    'ids in capitals, in order',
    'listInstances',
    { answer: list(instance(first), instance('0000000A-0000-4000-8000-000000000000')) },
  ],
  [
    'a datastore that the path names by its name',
    'getDatastore',
    { values: { ...values, datastoreId: 'mysql' }, answer: { datastore: datastore() } },
  ],
  [
    'a version that the path names by its name',
    'getDatastoreVersion',
    { values: { ...values, versionId: '5.7' }, answer: { version: { id: 'v-1', name: '5.7' } } },
  ],
  [
    'a flavor asked for by its number',
    'createInstance',
    { request: asked(2), answer: newOf({ flavor: { id: '2' } }) },
  ],
  [
    'members that were not asked for',
    'createInstance',
    { request: { instance: { flavorRef: 2 } }, answer: newOf() },
  ],
  ['a request that is no JSON', 'createInstance', { request: undefined, answer: newOf() }],
];

test.each(lawful)('%s breaks nothing', (_name, operationId, different) =>
  expect(broken(operationId, inputOf(different))).toEqual([]),
);
