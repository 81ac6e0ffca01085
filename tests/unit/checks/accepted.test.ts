import type { Json } from '../../../src/model/json.ts';
import { acceptedInstance, altered, ids, upgradeAsked } from '../../support/exchanges.ts';
import { briefs, findings, loadOperation } from './support.ts';

beforeAll(loadOperation);

/** Findings on a 202 answer in which a member of the instance is another, or missing when undefined. */
const withMember = (path: string, value: Json | undefined) =>
  ofInstance(altered(acceptedInstance(), path, value));

const ofInstance = (instance: Json) => ofBody({ instance });

const ofBody = (body: Json) =>
  briefs({ status: 202, body, asked: upgradeAsked, values: { instanceId: ids.upgraded } });

test('the complete instance conforms, and so does the minimal one', () => {
  expect(ofInstance(acceptedInstance())).toEqual([]);
  const { id, status, created, updated, flavor, volume, datastore, links = [] } = acceptedInstance();
  const least = { id, status, created, updated, flavor, volume, datastore, links };
  expect(ofBody(JSON.parse(JSON.stringify({ instance: least })))).toEqual([
    'warning | BODY-INSTANCE | body /instance',
  ]);
});

/** The text of a body whose instance has one more member, or another volume. */
function spliced(member: string): string {
  const { volume: _, ...others } = acceptedInstance();
  const whole = member.includes('"volume"') ? others : acceptedInstance();
  return `{"instance":${JSON.stringify(whole).slice(0, -1)},${member}}}`;
}

/** Members whose form a general page states, but which only the example shows to be there. */
const shownByExampleAlone: Readonly<Record<string, string>> = {
  status: 'BODY-STATUS-SHOWN',
  created: 'BODY-CREATED',
  updated: 'BODY-UPDATED',
};

/** Every member: its requirement, whether it is required, and values of wrong types. */
const members: readonly (readonly [
  path: string,
  requirement: string,
  required: boolean,
  wrong: readonly Json[],
])[] = [
  ['id', 'BODY-ID', true, [7, null, '', {}]],
  ['status', 'BODY-STATUS', true, [7, null, '', 'build', 'Build', 'BUILD 1']],
  ['created', 'DATE-FORMAT', true, [7, null, '']],
  ['updated', 'DATE-FORMAT', true, [7, null, '']],
  ['hostname', 'BODY-HOSTNAME', false, [7, null, {}]],
  ['flavor', 'BODY-FLAVOR', true, ['3', null, []]],
  ['flavor.id', 'BODY-FLAVOR', true, [3, null, '']],
  ['flavor.ram', 'BODY-FLAVOR', true, ['2048', null, 0, -1, 1.5]],
  ['flavor.name', 'BODY-FLAVOR', false, [7, null]],
  ['flavor.links', 'BODY-FLAVOR', true, ['x', null, {}]],
  ['volume', 'BODY-VOLUME', true, [1, null, []]],
  ['volume.size', 'BODY-VOLUME', true, ['1', null, 0, -1, 1.5]],
  ['datastore', 'BODY-DATASTORE', true, ['mysql', null]],
  ['datastore.type', 'BODY-DATASTORE', true, [7, null]],
  ['datastore.version', 'BODY-DATASTORE', true, [5.7, null]],
  ['replica_of', 'BODY-REPLICA-OF', false, ['x', null]],
  ['replica_of.id', 'BODY-REPLICA-OF', true, [7, null, '']],
  ['replica_of.links', 'BODY-REPLICA-OF', true, ['x', null]],
  ['schedule', 'BODY-SCHEDULE', false, [false, null]],
  ['schedule.enabled', 'BODY-SCHEDULE', true, ['false', 0, null]],
  ['available_upgrades', 'BODY-AVAILABLE-UPGRADES', false, [[], null]],
  ['available_upgrades.current_version', 'BODY-AVAILABLE-UPGRADES', true, [7, null]],
  ['available_upgrades.upgrades', 'BODY-AVAILABLE-UPGRADES', true, ['x', null, {}]],
  ['links', 'BODY-LINKS', true, ['x', null, {}]],
  [
    'links.0.href',
    'BODY-LINKS',
    true,
    [7, null, '/v1.0/instances/x', 'x', '//db.example/instances/x', 'db.example:8080/instances/x', 'https:x'],
  ],
  ['links.0.rel', 'BODY-LINKS', true, [7, null, '']],
];

describe.each(members)('the member %s', (path, requirement, required, wrong) => {
  const place = `body /instance/${path.replaceAll('.', '/')}`;
  const parent = place.slice(0, place.lastIndexOf('/'));

  test(required ? 'is required' : 'may be absent', () => {
    const said = withMember(path, undefined);
    const presence = shownByExampleAlone[path] ?? requirement;
    if (required) expect(said).toContain(`deviation | ${presence} | ${parent}`);
    else expect(said).toEqual([]);
  });

  test.each(wrong.map((value) => JSON.stringify(value)))('may not be %s', (value) => {
    expect(withMember(path, JSON.parse(value))).toContain(`deviation | ${requirement} | ${place}`);
  });
});

describe('lawful variants of a member', () => {
  test.each<[string, Json]>([
    ['status', 'ACTIVE'],
    ['status', 'VERIFY_UPGRADE'],
    ['created', '2026-11-23T10:00:00.123Z'],
    ['created', '2026-11-23T10:00:00+05:30'],
    ['created', '2026-11-23T10:00:00-0600'],
    ['created', '2026-11-23T10:00:00+00'],
    ['updated', '2026-11-23T10:00:00.123456+00:00'],
    ['datastore.type', 'MySQL'],
    ['datastore.name', 'beside'],
    ['region', 'beside'],
    ['hostname', ''],
    ['flavor.links', []],
    ['available_upgrades.upgrades', [{ version: '8.0' }]],
    ['available_upgrades.upgrades', ['8.0']],
    ['links.2', { rel: 'next', href: 'http://[2001:db8::1]:8080/x?y=%20' }],
    ['volume.used', 0.2],
  ])('%s: %j', (path, value) => expect(withMember(path, value)).toEqual([]));

  // RFC 8259 §6 sets no limit to the digits of a number; only an integer that was asked for can be lost in them.
  test.each(['"used":1.00000000000000000001', '"a":{"b":[-7.00000000000000000001e0,1e-400]}'])(
    'a number of many digits beside: %s',
    (member) => expect(ofBody(spliced(member))).toEqual([]),
  );

  test('a member beside the instance', () =>
    expect(ofBody({ instance: acceptedInstance(), request_id: 'x' })).toEqual([]));
});

test('an inexact integer deviates where an integer is documented, and is quoted as written', () => {
  const body = spliced('"used":7.00000000000000000001,"volume":{"size":20.00000000000000000001}');
  expect(findings({ body, asked: upgradeAsked, values: { instanceId: ids.upgraded } })).toMatchObject([
    { severity: 'deviation', location: 'body /instance/volume/size', actual: '20.00000000000000000001' },
  ]);
});

describe('dates', () => {
  test.each([
    '2026-11-23',
    '2026-11-23T10:00:00',
    '2026-11-23 10:00:00Z',
    '2026-11-23T10:00Z',
    '2026-11-23t10:00:00z',
    'Mon, 23 Nov 2026 10:00:00 GMT',
    '2026-13-23T10:00:00Z',
    '2026-02-30T10:00:00Z',
    '2026-11-23T25:00:00Z',
    '1795428000',
  ])('%s is not a date', (date) =>
    expect(withMember('updated', date)).toEqual(['deviation | DATE-FORMAT | body /instance/updated']),
  );
});

describe('the links', () => {
  const self = { rel: 'self', href: `https://db.example/v1.0/7/instances/${ids.made}` };
  const bookmark = { rel: 'bookmark', href: `https://db.example/instances/${ids.made}` };

  test.each<[string, Json, string[]]>([
    ['in another order', [bookmark, self], []],
    ['without self', [bookmark], ['deviation | BODY-LINKS | body /instance/links']],
    ['without bookmark', [self], ['deviation | BODY-LINKS | body /instance/links']],
    ['of nothing', [], Array(2).fill('deviation | BODY-LINKS | body /instance/links')],
    ['that are no objects', [self, bookmark, 'x'], ['deviation | BODY-LINKS | body /instance/links/2']],
    [
      'with self to another instance',
      [{ ...self, href: 'https://db.example/v1.0/7/instances/other' }, bookmark],
      ['deviation | BODY-SELF-LINK | body /instance/links'],
    ],
    [
      'with two selves, one of them to another instance',
      [self, bookmark, { ...self, href: 'https://db.example/v1.0/7/instances/other' }],
      ['deviation | BODY-SELF-LINK | body /instance/links'],
    ],
    [
      'with two selves',
      [self, bookmark, { ...self, href: `http://other.example/instances/${ids.made}` }],
      [],
    ],
    [
      'with self to an id that only ends so',
      [{ ...self, href: `https://db.example/v1.0/7/instances/x${ids.made}` }, bookmark],
      ['deviation | BODY-SELF-LINK | body /instance/links'],
    ],
  ])('%s', (_name, links, expected) => expect(withMember('links', links)).toEqual(expected));
});

describe('invariants and advice', () => {
  test.each<[string, string, Json | undefined, string]>([
    [
      'another datastore type',
      'datastore.type',
      'mariadb',
      'deviation | BODY-DATASTORE-ASKED | body /instance/datastore/type',
    ],
    [
      'another datastore version',
      'datastore.version',
      '5.6',
      'deviation | BODY-DATASTORE-ASKED | body /instance/datastore/version',
    ],
    [
      'a version with a suffix',
      'datastore.version',
      '5.7.44',
      'deviation | BODY-DATASTORE-ASKED | body /instance/datastore/version',
    ],
    [
      'a replica of another',
      'replica_of.id',
      'other',
      'warning | BODY-REPLICA-OF-ASKED | body /instance/replica_of/id',
    ],
    ['no name', 'name', undefined, 'warning | BODY-INSTANCE | body /instance'],
    [
      'a status that is not known',
      'status',
      'UPGRADING',
      'warning | BODY-STATUS-KNOWN | body /instance/status',
    ],
  ])('%s', (_name, path, value, expected) => expect(withMember(path, value)).toEqual([expected]));

  test('an id that is not a UUID, and is in the self link, too', () => {
    const text = JSON.stringify(acceptedInstance()).replaceAll(ids.made, '4711');
    expect(ofInstance(JSON.parse(text))).toEqual(['warning | BODY-ID | body /instance/id']);
  });

  test.each<[string, Json]>([
    ['a request that is no JSON', 'upgrade me'],
    ['a request without the action', { UPGRADE: { datastore_type: 'x', datastore_version: 'y' } }],
    ['a request of other types', { upgrade: { datastore_type: 7, datastore_version: null } }],
  ])('%s leaves nothing to compare', (_name, asked) =>
    expect(briefs({ body: { instance: acceptedInstance() }, asked }, 'invariants')).toEqual([]),
  );

  test.each<[string, Json]>([
    ['no JSON', 'accepted'],
    ['an array', []],
    ['null', 'null'],
    ['an instance that is a text', { instance: 'x' }],
    ['links that are a text', { instance: { id: 'x', links: 'x' } }],
  ])('a body that is %s is the schema’s matter', (_name, body) => {
    expect(briefs({ body, asked: upgradeAsked }, 'invariants')).toEqual([]);
    expect(briefs({ body, asked: upgradeAsked }, 'response_schema_conformance')).not.toEqual([]);
  });

  test('an invariant says what it compared', () => {
    const body = { instance: altered(acceptedInstance(), 'datastore.version', '8.0') };
    expect(findings({ body, asked: upgradeAsked }, 'invariants')).toMatchObject([
      { expected: '5.7', actual: '8.0' },
    ]);
  });

  test('a 202 on a case that may have any body, or to HEAD, is not compared', () => {
    const body = { instance: altered(acceptedInstance(), 'datastore.version', '8.0') };
    const answer = { body, asked: upgradeAsked };
    expect(briefs(answer, 'invariants', { anyBody: 'AMB' })).toEqual([]);
    expect(briefs({ ...answer, method: 'HEAD' }, 'invariants')).toEqual([]);
  });
});

describe('the body as a whole', () => {
  test.each<[string, Json | Uint8Array]>([
    ['nothing', ''],
    ['HTML', '<html>'],
    ['cut JSON', '{"instance":{'],
    ['an array', []],
    ['a number', 7],
    ['null', 'null'],
    ['an empty object', {}],
    ['the instance itself', acceptedInstance()],
    ['a null instance', { instance: null }],
    ['a list of instances', { instance: [acceptedInstance()] }],
    ['other bytes than UTF-8', Buffer.from([0xff])],
  ])('that is %s deviates', (_name, body) => {
    const said = findings({ body }, 'response_schema_conformance');
    expect(said.length).toBeGreaterThan(0);
    expect(said.every(({ severity }) => severity === 'deviation')).toBe(true);
  });
});
