import type { Answer, Asked, Make } from '../../proof/behaviour.ts';
import { always, at, bodied, jsonOf, replacedAt } from '../../proof/behaviours.ts';
import type { Subject } from '../../proof/operations.ts';
import { checks, type Deviant } from '../deviant.ts';

/** Two operations show the same thing differently. */

type Row = readonly [
  slug: string,
  what: string,
  requirement: string,
  operations: readonly string[],
  /** Where one of them shows it. */
  shownAt: RegExp,
  path: string,
];

const rows: readonly Row[] = [
  [
    'instance',
    'an instance in the list',
    'INSTANCE-SHOWN-ALIKE',
    ['listInstances', 'getInstance'],
    /\/instances$/,
    'instances.0.name',
  ],
  ['flavor', 'a flavor in the list', 'FLAVOR-BODY', ['listFlavors', 'getFlavor'], /\/flavors$/, 'flavors'],
  [
    'datastore',
    'a datastore in the list',
    'DATASTORE-BODY',
    ['listDatastores', 'getDatastore'],
    /\/datastores$/,
    'datastores',
  ],
  [
    'version',
    'a version in the list',
    'DATASTORE-VERSION-BODY',
    ['listDatastoreVersions', 'getDatastoreVersion'],
    /\/versions$/,
    'versions',
  ],
];

const otherwise = (path: string, body: unknown): unknown => {
  const names = path.split('.');
  const shown = at(body, names);
  const value = Array.isArray(shown)
    ? shown.map((item) => ({ ...Object(item), name: 'another' }))
    : 'another';
  return shown === undefined ? body : replacedAt(body, names, value);
};

const showing = (shownAt: RegExp, path: string): Make =>
  always({
    answer: (answer: Answer, asked: Asked) =>
      asked.method === 'GET' && answer.status === 200 && shownAt.test(asked.path)
        ? bodied(answer, otherwise(path, jsonOf(answer)))
        : answer,
  });

export const relationDeviants = (subjects: readonly Subject[]): Deviant[] =>
  rows.map(([slug, what, requirement, operations, shownAt, path]) => ({
    name: `shown-otherwise-${slug}`,
    sentence: `Shows ${what} by another name than alone.`,
    status: 200,
    check: checks.relations,
    requirement,
    operations,
    cases: subjects
      .filter(({ operation }) => operations.includes(operation.id))
      .flatMap(({ cases }) => cases.filter(({ status }) => status === 200))
      .map(({ id }) => id),
    make: showing(shownAt, path),
  }));
