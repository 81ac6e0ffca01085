import fc from 'fast-check';
import { relations } from '../../../contracts/relations/index.ts';
import type { Relation } from '../../../src/checks/relations.ts';
import { pointerNames } from '../../../src/util/json-pointer.ts';
import { found } from '../../support/apis.ts';
import { changedAt, datastore, datastoreVersion, flavor, ids, instanceOf, values } from './answers.ts';

const one = instanceOf(ids.first);

/** By relation and operation, an answer that shows the same as the others. */
const answers: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'INSTANCE-SHOWN-ALIKE': {
    listInstances: { instances: [instanceOf(ids.second), one] },
    listReplicas: { instances: [one] },
    getInstance: { instance: { ...one, hostname: 'orders.db.test' } },
  },
  'FLAVOR-BODY': {
    listFlavors: { flavors: [{ ...flavor, id: 1 }, flavor] },
    listFlavorsForDatastoreVersion: { flavors: [flavor] },
    getFlavor: { flavor: { ...flavor, id: '2' } },
  },
  'DATASTORE-BODY': {
    listDatastores: { datastores: [datastore] },
    getDatastore: { datastore },
  },
  'DATASTORE-VERSION-BODY': {
    listDatastoreVersions: { versions: [datastoreVersion] },
    getDatastoreVersion: { version: datastoreVersion },
    getDatastore: { datastore },
    listDatastores: { datastores: [datastore] },
  },
};

const changes: readonly (readonly [
  requirement: string,
  operationId: string,
  pointer: string,
  to: unknown,
])[] = [
  ...(
    [
      ['name', 'others'],
      ['flavor/id', '3'],
      ['volume/size', 3],
      ['datastore/type', 'mariadb'],
      ['datastore/version', '5.6'],
    ] as const
  ).flatMap(([member, to]) =>
    [
      ['listInstances', 'instances/1'],
      ['listReplicas', 'instances/0'],
      ['getInstance', 'instance'],
    ].map(
      ([operationId = '', thing]) =>
        ['INSTANCE-SHOWN-ALIKE', operationId, `/${thing}/${member}`, to] as const,
    ),
  ),
  ['FLAVOR-BODY', 'listFlavors', '/flavors/1/ram', 2048],
  ['FLAVOR-BODY', 'listFlavorsForDatastoreVersion', '/flavors/0/name', 'another'],
  ['FLAVOR-BODY', 'getFlavor', '/flavor/ram', 2048],
  ['DATASTORE-BODY', 'listDatastores', '/datastores/0/name', 'another'],
  ['DATASTORE-BODY', 'getDatastore', '/datastore/name', 'another'],
  ['DATASTORE-VERSION-BODY', 'listDatastoreVersions', '/versions/0/name', 'another'],
  ['DATASTORE-VERSION-BODY', 'getDatastoreVersion', '/version/name', 'another'],
  ['DATASTORE-VERSION-BODY', 'getDatastore', '/datastore/versions/0/name', 'another'],
  ['DATASTORE-VERSION-BODY', 'listDatastores', '/datastores/0/versions/0/name', 'another'],
];

const relationOf = (requirement: string): Relation =>
  found(relations.find((relation) => relation.requirement === requirement));

/** What the answer shows of each item, as far as it shows it. */
const shownBy = (requirement: string, operationId: string, answer: unknown): [string, unknown][] => {
  const { select } = found(
    relationOf(requirement).between.find((compared) => compared.operationId === operationId),
  );
  const items = select({ answer, request: undefined, query: {}, values });
  return [...items].map(([id, members]) => [id, JSON.parse(JSON.stringify(members))]);
};

test('every relation is between answers that the tables below have', () =>
  expect(
    relations.map(({ requirement, between }) => [requirement, between.map((one) => one.operationId)]),
  ).toEqual(Object.entries(answers).map(([requirement, shown]) => [requirement, Object.keys(shown)])));

test.each(relations)('$requirement holds for answers that show the same', ({ requirement, between }) => {
  const sames = between.map(
    ({ operationId }) => new Map(shownBy(requirement, operationId, answers[requirement]?.[operationId])),
  );
  const [first, ...others] = sames;
  const [id] = [...(first?.keys() ?? [])].filter((key) => others.every((items) => items.has(key)));
  expect(id).toEqual(expect.any(String));
  for (const items of others) expect(items.get(found(id))).toEqual(first?.get(found(id)));
});

test.each(changes)('%s: %s with another %s is seen', (requirement, operationId, pointer, to) => {
  const answer = answers[requirement]?.[operationId];
  const changed = changedAt(answer, pointerNames(pointer), to);
  const [before, after] = [answer, changed].map((body) => shownBy(requirement, operationId, body));
  expect(after).not.toEqual(before);
  expect(after?.map(([id]) => id)).toEqual(before?.map(([id]) => id));
});

test('what changes by itself is not compared', () => {
  const shown = (more: object) =>
    shownBy('INSTANCE-SHOWN-ALIKE', 'getInstance', { instance: { ...one, ...more } });
  const later = { status: 'BACKUP', updated: '2031-05-02T10:00:00Z', volume: { size: 2, used: 0.2 } };
  expect(shown(later)).toEqual(shown({}));
});

test('an answer of any form is compared or left to the schema, never a failure', () =>
  fc.assert(
    fc.property(
      fc.constantFrom(...relations.flatMap(({ between }) => between)),
      fc.jsonValue(),
      (one, value) => {
        for (const name of ['instances', 'flavors', 'datastores', 'versions', 'instance', 'datastore'])
          for (const answer of [value, { [name]: value }, { [name]: [value] }])
            expect(one.select({ answer, request: undefined, query: {}, values })).toBeInstanceOf(Map);
      },
    ),
  ));
