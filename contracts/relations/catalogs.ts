import type { Compared, Relation } from '../../src/checks/relations.ts';
import { atPath } from '../../src/util/json-pointer.ts';
import { idAt, listAt, stringAt } from '../invariants/reading.ts';

/** Flavors, datastores and their versions are the same wherever they are shown. */

type Things = (answer: unknown) => readonly unknown[];

const shown =
  (things: Things, members: (thing: unknown) => Readonly<Record<string, unknown>>): Compared['select'] =>
  ({ answer }) =>
    new Map(
      things(answer).flatMap((thing) => {
        const id = idAt(thing, 'id');
        return id === undefined ? [] : [[id, members(thing)] as const];
      }),
    );

const relation = (
  what: string,
  requirement: string,
  members: (thing: unknown) => Readonly<Record<string, unknown>>,
  places: readonly (readonly [operationId: string, things: Things])[],
): Relation => ({
  requirement,
  severity: 'deviation',
  statement: `Two answers show the same ${what} differently.`,
  between: places.map(([operationId, things]) => ({
    operationId,
    status: 200,
    select: shown(things, members),
  })),
});

const named = (thing: unknown) => ({ name: stringAt(thing, 'name') });

export const catalogs: readonly Relation[] = [
  relation('flavor', 'FLAVOR-BODY', (flavor) => ({ ...named(flavor), ram: idAt(flavor, 'ram') }), [
    ['listFlavors', (answer) => listAt(answer, 'flavors')],
    ['listFlavorsForDatastoreVersion', (answer) => listAt(answer, 'flavors')],
    ['getFlavor', (answer) => [atPath(answer, 'flavor')]],
  ]),
  relation('datastore', 'DATASTORE-BODY', named, [
    ['listDatastores', (answer) => listAt(answer, 'datastores')],
    ['getDatastore', (answer) => [atPath(answer, 'datastore')]],
  ]),
  relation('datastore version', 'DATASTORE-VERSION-BODY', named, [
    ['listDatastoreVersions', (answer) => listAt(answer, 'versions')],
    ['getDatastoreVersion', (answer) => [atPath(answer, 'version')]],
    ['getDatastore', (answer) => listAt(answer, 'datastore', 'versions')],
    ['listDatastores', (answer) => listAt(answer, 'datastores').flatMap((one) => listAt(one, 'versions'))],
  ]),
];
