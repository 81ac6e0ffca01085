import type { Answer, Behaviour, Make } from '../../proof/behaviour.ts';
import { always, at, bodied, jsonOf, replacedAt } from '../../proof/behaviours.ts';
import { answering, type Subject } from '../../proof/operations.ts';
import { checks, type Deviant } from '../deviant.ts';

/** Each relation between an answer and its request, or within an answer, broken alone. */

type Body = (body: unknown, query: string) => unknown;

/** `body` changes each success; `ask` changes the requests. */
type Change = { readonly body: Body; readonly status?: number } | { readonly ask: Behaviour['ask'] };

type Row = readonly [slug: string, sentence: string, requirement: string, change: Change];

const other = 'd4603f69-ec7e-4e9b-803f-600b9205576f';
const linkTo = (path: string) => `https://db.example/v1.0/1/${path}`;

/** Puts values at paths that the body has. */
const put =
  (values: Readonly<Record<string, unknown>>): Body =>
  (body) =>
    Object.entries(values).reduce((changed, [name, value]) => {
      const path = name.split('.');
      return at(body, path) === undefined ? changed : replacedAt(changed, path, value);
    }, body);

const items = (body: unknown): readonly unknown[] => {
  const list = at(body, ['instances']);
  return Array.isArray(list) ? list : [];
};

const without = (name: string): Change => ({
  ask: (asked) => ({ ...asked, path: asked.path.replace(new RegExp(`[?&]${name}=[^&]*`), '') }),
});

const isPart = (body: unknown) => at(body, ['links']) !== undefined;

const list: readonly Row[] = [
  [
    'without-the-instance',
    'Lists no instance.',
    'LIST-SHOWS-INSTANCE',
    { body: (body, query) => (query !== '' || isPart(body) ? body : put({ instances: [] })(body, query)) },
  ],
  ['over-the-limit', 'Lists more than it is asked for.', 'LIST-LIMIT', without('limit')],
  ['from-the-start', 'Begins every list at its start.', 'LIST-MARKER', without('marker')],
  [
    'with-every-replica',
    'Lists replicas that are to be left out.',
    'LIST-REPLICAS',
    without('include_replicas'),
  ],
  [
    'without-replicas',
    'Leaves replicas out of every list.',
    'LIST-REPLICAS',
    {
      body: (body) =>
        replacedAt(
          body,
          ['instances'],
          items(body).filter((item) => at(item, ['replica_of']) === undefined),
        ),
    },
  ],
  [
    'out-of-order',
    'Lists instances against their order.',
    'LIST-ORDER',
    { body: (body) => (isPart(body) ? body : { ...Object(body), instances: items(body).toReversed() }) },
  ],
  [
    'next-elsewhere',
    'Links to the part behind another instance.',
    'LIST-NEXT',
    { body: put({ 'links.0.href': linkTo(`instances?marker=${other}`) }) },
  ],
  [
    'without-next',
    'Links to no further part of a list.',
    'LIST-NEXT',
    { body: (body, query) => (query === '' ? body : replacedAt(body, ['links'], undefined)) },
  ],
];

const selfLink = (path: string, requirement: string, collection: string): Row => [
  'self-link-of-another',
  'Has the self link of another.',
  requirement,
  { body: put({ [`${path}.links.0.href`]: linkTo(`${collection}/${other}`) }) },
];

const instanceLink = selfLink('instance', 'BODY-SELF-LINK', 'instances');
const listedLink = selfLink('instances.0', 'BODY-SELF-LINK', 'instances');
const flavorLink = selfLink('flavors.0', 'FLAVOR-SELF-LINK', 'flavors');

const made: readonly Row[] = (
  [
    ['name', 'instance.name', 'another'],
    ['flavor', 'instance.flavor.id', '8'],
    ['volume', 'instance.volume.size', 7],
  ] as const
).map(([slug, path, value]) => [
  `of-another-${slug}`,
  `Makes an instance of another ${slug} than is asked for.`,
  'CREATE-AS-ASKED',
  { body: put({ [path]: value }) },
]);

/** Another thing than the one in the path, as itself. */
const another = (requirement: string, values: Readonly<Record<string, unknown>>, status?: number): Row => [
  status === undefined ? 'of-another' : `of-another-with-${status}`,
  'Shows another than the one asked for.',
  requirement,
  { body: put(values), ...(status !== undefined && { status }) },
];

const rows: Readonly<Record<string, readonly Row[]>> = {
  listInstances: [...list, listedLink],
  getInstance: [
    instanceLink,
    another('GET-AS-ASKED', { 'instance.id': other, 'instance.links.0.href': linkTo(`instances/${other}`) }),
  ],
  createInstance: [instanceLink, ...made],
  createReplica: [instanceLink, ...made, another('REPLICA-OF-ASKED', { 'instance.replica_of.id': other })],
  listReplicas: [listedLink, another('REPLICAS-OF-SOURCE', { 'instances.0.replica_of.id': other })],
  listFlavors: [flavorLink],
  listFlavorsForDatastoreVersion: [flavorLink],
  getFlavor: [
    selfLink('flavor', 'FLAVOR-SELF-LINK', 'flavors'),
    another('FLAVOR-AS-ASKED', { 'flavor.id': 77, 'flavor.links.0.href': linkTo('flavors/77') }),
  ],
  listDatastores: [selfLink('datastores.0', 'DATASTORE-SELF-LINK', 'datastores')],
  getDatastore: [
    selfLink('datastore', 'DATASTORE-SELF-LINK', 'datastores'),
    another('DATASTORE-AS-ASKED', {
      'datastore.id': other,
      'datastore.links.0.href': linkTo(`datastores/${other}`),
    }),
  ],
  listDatastoreVersions: [
    another('DATASTORE-VERSIONS-OF', { 'versions.0.datastore': other }),
    ['without-the-version', 'Lists no version.', 'DATASTORE-VERSIONS-OF', { body: put({ versions: [] }) }],
  ],
  getDatastoreVersion: [another('DATASTORE-VERSION-AS-ASKED', { 'version.id': other })],
  getVersion: [
    another('VERSION-AS-ASKED', { 'version.id': 'v9.9' }),
    another('VERSION-AS-ASKED', { 'version.id': 'v9.9' }, 200),
  ],
};

export const invariantDeviants = (subject: Subject): Deviant[] =>
  (rows[subject.operation.id] ?? []).map(([slug, sentence, requirement, change]) => ({
    name: `${subject.operation.id}-${slug}`,
    sentence,
    status: subject.success,
    check: checks.invariants,
    requirement,
    operations: [subject.operation.id],
    cases: subject.cases.filter(({ status }) => status === subject.success).map(({ id }) => id),
    make: makeOf(subject, change),
  }));

function makeOf({ operation, success }: Subject, change: Change): Make {
  if ('ask' in change) return always({ ask: (asked) => change.ask?.(asked) ?? asked });
  const { body, status = success } = change;
  return answering(operation, success, (answer, { path }): Answer => {
    const changed = body(jsonOf(answer), path.split('?')[1] ?? '');
    return { ...bodied(answer, changed), status };
  });
}
