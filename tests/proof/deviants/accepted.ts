import type { Answer } from '../proof/behaviour.ts';
import { at, bodied, headed, jsonOf, on, replacedAt, texted } from '../proof/behaviours.ts';
import { checks, type Deviant } from './deviant.ts';

/** The body of a 202: each property missing, null, of each wrong type, out of its format; each invariant broken. */

type Type = 'string' | 'integer' | 'boolean' | 'object' | 'array';

/** A property of the example's instance, and whether it is one that every answer has. */
const properties: readonly (readonly [path: string, type: Type, presence: 'always' | 'should' | 'may'])[] = [
  ['id', 'string', 'always'],
  ['name', 'string', 'should'],
  ['status', 'string', 'always'],
  ['created', 'string', 'always'],
  ['updated', 'string', 'always'],
  ['hostname', 'string', 'may'],
  ['flavor', 'object', 'always'],
  ['flavor.id', 'string', 'always'],
  ['flavor.ram', 'integer', 'always'],
  ['flavor.name', 'string', 'may'],
  ['flavor.links', 'array', 'always'],
  ['flavor.links.0.href', 'string', 'always'],
  ['flavor.links.0.rel', 'string', 'always'],
  ['volume', 'object', 'always'],
  ['volume.size', 'integer', 'always'],
  ['datastore', 'object', 'always'],
  ['datastore.type', 'string', 'always'],
  ['datastore.version', 'string', 'always'],
  ['replica_of', 'object', 'may'],
  ['replica_of.id', 'string', 'always'],
  ['replica_of.links', 'array', 'always'],
  ['replica_of.links.0.href', 'string', 'always'],
  ['replica_of.links.0.rel', 'string', 'always'],
  ['schedule', 'object', 'may'],
  ['schedule.enabled', 'boolean', 'always'],
  ['available_upgrades', 'object', 'may'],
  ['available_upgrades.current_version', 'string', 'always'],
  ['available_upgrades.upgrades', 'array', 'always'],
  ['links', 'array', 'always'],
  ['links.0.href', 'string', 'always'],
  ['links.0.rel', 'string', 'always'],
];

/** A value of each type of JSON, and the types of the table that it is one of. */
const samples: readonly (readonly [noun: string, value: unknown, of: readonly Type[]])[] = [
  ['null', null, []],
  ['a number', 5.7, []],
  ['an integer', 57, ['integer']],
  ['a text', 'text', ['string']],
  ['a boolean', true, ['boolean']],
  ['an array', [{ rel: 'self' }], ['array']],
  ['an object', { member: 1 }, ['object']],
];

const slugOf = (text: string) => text.replace(/^an? /, '').replaceAll(/[^a-z0-9]+/g, '-');

const changed =
  (path: string, value: (old: unknown) => unknown) =>
  (answer: Answer): Answer => {
    const names = ['instance', ...path.split('.')];
    const body = jsonOf(answer);
    return bodied(answer, replacedAt(body, names, value(at(body, names))));
  };

const schemaRow = (slug: string, sentence: string, change: (answer: Answer) => Answer): Deviant => ({
  name: `accepted-${slug}`,
  sentence: `With 202, ${sentence}.`,
  status: 202,
  check: checks.schema,
  ...on(202, change),
});

const missing = properties
  .filter(([, , presence]) => presence !== 'may')
  .map(
    ([path, , presence]): Deviant => ({
      ...schemaRow(
        `${slugOf(path)}-missing`,
        `has no ${path}`,
        changed(path, () => undefined),
      ),
      ...(presence === 'should' && { as: 'warning' as const }),
    }),
  );

const wrongTypes = properties.flatMap(([path, type]) =>
  samples
    .filter(([, , of]) => !of.includes(type))
    .map(([noun, value]) =>
      schemaRow(
        `${slugOf(path)}-${slugOf(noun)}`,
        `has ${noun} for ${path}`,
        changed(path, () => value),
      ),
    ),
);

const timestamps = ['created', 'updated'].flatMap((path) =>
  (
    [
      ['without-zone', '2026-11-23T10:00:00'],
      ['with-blank', '2026-11-23 10:00:00Z'],
      ['date-only', '2026-11-23'],
      ['impossible', '2026-13-45T10:00:00Z'],
      ['rfc-1123', 'Mon, 23 Nov 2026 10:00:00 GMT'],
      ['empty', ''],
    ] as const
  ).map(([slug, value]) =>
    schemaRow(
      `${path}-${slug}`,
      `has ${JSON.stringify(value)} for ${path}`,
      changed(path, () => value),
    ),
  ),
);

const formats: readonly (readonly [slug: string, path: string, value: unknown])[] = [
  ['id-empty', 'id', ''],
  ['status-lower-case', 'status', 'build'],
  ['status-capitalised', 'status', 'Build'],
  ['status-empty', 'status', ''],
  ['ram-zero', 'flavor.ram', 0],
  ['ram-negative', 'flavor.ram', -2048],
  ['size-zero', 'volume.size', 0],
  ['flavor-id-empty', 'flavor.id', ''],
  ['datastore-type-empty', 'datastore.type', ''],
  ['datastore-version-empty', 'datastore.version', ''],
  ['links-empty', 'links', []],
  ['link-relative', 'links.0.href', '/v1.0/1234/instances/1'],
  ['link-without-scheme', 'links.1.href', 'db.example/instances/1'],
  ['link-host-and-port', 'links.1.href', 'db.example:8080/instances/1'],
  ['link-rel-empty', 'links.0.rel', ''],
  ['flavor-link-relative', 'flavor.links.0.href', '/v1.0/1234/flavors/1'],
  ['replica-link-relative', 'replica_of.links.0.href', '/v1.0/1234/instances/1'],
  ['replica-id-empty', 'replica_of.id', ''],
  ['no-self-link', 'links.0.rel', 'other'],
  ['no-bookmark-link', 'links.1.rel', 'other'],
];

const outOfFormat = formats.map(([slug, path, value]) =>
  schemaRow(
    slug,
    `has ${JSON.stringify(value)} for ${path}`,
    changed(path, () => value),
  ),
);

const advised: readonly Deviant[] = [
  {
    ...schemaRow('id-no-uuid', 'has an id that is no UUID', (answer) =>
      changed('id', () => 'instance-1')(withSelfLink(answer, 'instance-1')),
    ),
    as: 'warning',
  },
  {
    ...schemaRow(
      'status-unknown',
      'has a status that the reference does not know',
      changed('status', () => 'UPGRADING'),
    ),
    as: 'warning',
  },
];

function withSelfLink(answer: Answer, id: string): Answer {
  return changed('links.0.href', () => `https://db.example/v1.0/1/instances/${id}`)(answer);
}

const whole: readonly Deviant[] = [
  schemaRow('instance-missing', 'has no instance', (answer) => bodied(answer, {})),
  schemaRow('instance-null', 'has null for an instance', (answer) => bodied(answer, { instance: null })),
  schemaRow('instance-array', 'has the instance in an array', (answer) =>
    bodied(answer, { instance: [at(jsonOf(answer), ['instance'])] }),
  ),
  schemaRow('without-wrapper', 'sends the instance without the member around it', (answer) =>
    bodied(answer, at(jsonOf(answer), ['instance'])),
  ),
  schemaRow('body-array', 'sends an array', (answer) => bodied(answer, [jsonOf(answer)])),
  schemaRow('body-empty', 'sends no body', (answer) => texted(headed(answer, 'Content-Type', undefined), '')),
  schemaRow('body-cut', 'sends JSON cut short', (answer) =>
    texted(answer, answer.body.toString().slice(0, -1)),
  ),
  schemaRow('body-html', 'sends a page', (answer) => texted(answer, '<p>Accepted</p>')),
  schemaRow('body-latin-1', 'sends JSON that is not UTF-8', (answer) => ({
    ...answer,
    body: Buffer.from(answer.body.toString().replace('"name":"', '"name":"caf\u00e9 '), 'latin1'),
  })),
  schemaRow('id-twice', 'names the id twice, with different values', (answer) =>
    texted(answer, answer.body.toString().replace('"id":', '"id":"another","id":')),
  ),
  schemaRow('two-texts', 'sends the JSON text twice', (answer) => ({
    ...answer,
    body: Buffer.concat([answer.body, answer.body]),
  })),
  {
    ...schemaRow('content-type-text', 'is of type text/plain', (answer) =>
      headed(answer, 'Content-Type', 'text/plain'),
    ),
    check: checks.contentType,
  },
  {
    ...schemaRow('content-type-missing', 'has no Content-Type', (answer) =>
      headed(answer, 'Content-Type', undefined),
    ),
    check: checks.contentType,
  },
  {
    ...schemaRow('content-type-twice', 'has two different Content-Types', (answer) => ({
      ...answer,
      headers: [...answer.headers, ['Content-Type', 'text/html']],
    })),
    check: checks.contentType,
  },
];

const invariantRow = (slug: string, sentence: string, path: string, value: unknown): Deviant => ({
  name: `accepted-${slug}`,
  sentence: `With 202, ${sentence}.`,
  status: 202,
  check: checks.invariants,
  ...on(
    202,
    changed(path, () => value),
  ),
});

const invariants: readonly Deviant[] = [
  invariantRow('another-type', 'shows another datastore type than asked for', 'datastore.type', 'percona'),
  invariantRow('another-version', 'shows another version than asked for', 'datastore.version', '9.9'),
  invariantRow(
    'self-link-of-another',
    'has the self link of another instance',
    'links.0.href',
    'https://db.example/v1.0/1/instances/d4603f69-ec7e-4e9b-803f-600b9205576f',
  ),
  {
    name: 'accepted-second-self-link',
    sentence: 'With 202, has a second self link, to another instance.',
    status: 202,
    check: checks.invariants,
    ...on(
      202,
      changed('links', (links) => [
        ...(Array.isArray(links) ? links : []),
        { rel: 'self', href: 'https://db.example/v1.0/1/instances/d4603f69-ec7e-4e9b-803f-600b9205576f' },
      ]),
    ),
  },
  invariantRow(
    'self-link-of-the-list',
    'has the list of instances for a self link',
    'links.0.href',
    'https://db.example/v1.0/1/instances',
  ),
  {
    ...invariantRow(
      'another-id',
      'shows another id than its self link',
      'id',
      'd4603f69-ec7e-4e9b-803f-600b9205576f',
    ),
  },
  {
    ...invariantRow(
      'replica-of-another',
      'is a replica of another instance than the one upgraded',
      'replica_of.id',
      'd4603f69-ec7e-4e9b-803f-600b9205576f',
    ),
    as: 'warning',
  },
];

export const acceptedBodies: readonly Deviant[] = [
  ...missing,
  ...wrongTypes,
  ...timestamps,
  ...outOfFormat,
  ...advised,
  ...whole,
  ...invariants,
];
