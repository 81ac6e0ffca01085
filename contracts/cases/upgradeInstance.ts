import { type CaseDefinition, json, type Payload, repeated, text } from '../../src/catalogue/case.ts';
import type { Rows } from '../../src/catalogue/catalogue.ts';
import type { Json, Value } from '../../src/model/json.ts';
import { busyStatuses } from '../instance-statuses.ts';
import type { StateName } from '../provider-states.ts';
import { tolerating } from './with-member.ts';

/**
 * What only the reference can state about upgrading an instance. The documented upgrades themselves are the named
 * request examples of `spec/openapi.yaml`.
 */

const upgradeTo = (type: Json, version: Json): Payload =>
  json({ upgrade: { datastore_type: type, datastore_version: version } });

const inState = (name: StateName, params: Readonly<Record<string, string>>) => ({ state: { name, params } });

type Datastore = readonly [type: string, version: string];

/** Upgrades between known datastores that the page does not list. */
const undocumentedUpgrades: readonly (readonly [slug: string, from: Datastore, to: Datastore])[] = [
  ['same-version-mysql-5.7', ['mysql', '5.7'], ['mysql', '5.7']],
  ['same-version-mysql-5.6', ['mysql', '5.6'], ['mysql', '5.6']],
  ['same-version-mariadb-10.4', ['mariadb', '10.4'], ['mariadb', '10.4']],
  ['downgrade-mysql-5.7-to-5.6', ['mysql', '5.7'], ['mysql', '5.6']],
  ['downgrade-mysql-5.6-to-5.1', ['mysql', '5.6'], ['mysql', '5.1']],
  ['downgrade-mariadb-10.4-to-10.1', ['mariadb', '10.4'], ['mariadb', '10.1']],
  ['downgrade-mariadb-10.4enc-to-10.4', ['mariadb', '10.4enc'], ['mariadb', '10.4']],
  ['mysql-5.1-to-5.6', ['mysql', '5.1'], ['mysql', '5.6']],
  ['mysql-5.6-to-8.0', ['mysql', '5.6'], ['mysql', '8.0']],
  ['mysql-5.7-to-8.0', ['mysql', '5.7'], ['mysql', '8.0']],
  ['mysql-5.1-to-mariadb-10.4', ['mysql', '5.1'], ['mariadb', '10.4']],
  ['mysql-5.1-to-mariadb-10.4enc', ['mysql', '5.1'], ['mariadb', '10.4enc']],
  ['mysql-5.6-to-mariadb-10.4', ['mysql', '5.6'], ['mariadb', '10.4']],
  ['mysql-5.7-to-mariadb-10.4enc', ['mysql', '5.7'], ['mariadb', '10.4enc']],
  ['mysql-5.6-to-percona-5.7', ['mysql', '5.6'], ['percona', '5.7']],
  ['percona-5.6-to-5.7', ['percona', '5.6'], ['percona', '5.7']],
  ['percona-5.6-to-mysql-5.7', ['percona', '5.6'], ['mysql', '5.7']],
  ['mariadb-10-to-10.1', ['mariadb', '10'], ['mariadb', '10.1']],
  ['mariadb-10-to-10.4enc', ['mariadb', '10'], ['mariadb', '10.4enc']],
  ['mariadb-10.1-to-10.4enc', ['mariadb', '10.1'], ['mariadb', '10.4enc']],
  ['mariadb-10.4-to-mysql-5.7', ['mariadb', '10.4'], ['mysql', '5.7']],
];

/** Datastores that no release of the reference names. Each is requested for the base request's instance. */
const unknownDatastores: readonly (readonly [slug: string, what: string, type: string, version: string])[] = [
  ['unknown-type', 'a datastore type that does not exist', 'no-such-datastore', '5.7'],
  ['unknown-version', 'a datastore version that does not exist', 'mysql', '99.9'],
  ['version-of-another-type', 'a version that only another type has', 'mysql', '10.4enc'],
  ['version-as-words', 'a version that is not a number', 'mysql', 'the latest one'],
];

/** The base request's text without its last brace, so that more members can follow. */
const open = (value: Value | undefined): string => JSON.stringify(value).slice(0, -1);

/** Requests that are unusual in form. The upgrade in each is the one of the base request. */
const robustness: readonly (readonly [
  slug: string,
  what: string,
  body: (value: Value | undefined) => Payload,
])[] = [
  [
    'unknown-member',
    'an unknown member beside the action',
    (value) => text(`${open(value)},"unknown":true}`),
  ],
  [
    'unknown-inner-member',
    'an unknown member inside the action',
    (value) => text(`${open(value).slice(0, -1)},"unknown":true}}`),
  ],
  [
    'duplicate-member',
    'the action given twice',
    (value) => text(`${open(value)},${JSON.stringify(value).slice(1)}`),
  ],
  [
    'deep-nesting',
    'a member nested 5,000 deep',
    (value) => repeated(`${open(value)},"unknown":`, '[', 5000, `${']'.repeat(5000)}}`),
  ],
  [
    'long-string',
    'an unknown member of 20,000 characters',
    (value) => repeated(`${open(value)},"unknown":"`, 'x', 20_000, '"}'),
  ],
  [
    'nul-escape',
    'an escaped NUL in an unknown member',
    (value) => text(`${open(value)},"unknown":"\\u0000"}`),
  ],
  [
    'raw-control-character',
    'a raw control character in a string',
    (value) => text(`${open(value)},"unknown":"\u0001"}`),
  ],
  [
    'lone-surrogate-escape',
    'an escaped lone surrogate in an unknown member',
    (value) => text(`${open(value)},"unknown":"\\ud800"}`),
  ],
  [
    'invalid-utf-8',
    'bytes that are not UTF-8 in an unknown member',
    (value) => ({
      kind: 'base64',
      base64: Buffer.concat([
        Buffer.from(`${open(value)},"unknown":"`),
        Buffer.from([0xed, 0xa0, 0x80, 0xff]),
        Buffer.from('"}'),
      ]).toString('base64'),
    }),
  ],
  ['trailing-bytes', 'bytes after the JSON text', (value) => text(`${JSON.stringify(value)} trailing`)],
  ['two-texts', 'two JSON texts', (value) => text(`${JSON.stringify(value)}${JSON.stringify(value)}`)],
  [
    'byte-order-mark',
    'a byte order mark before the JSON text',
    (value) => text(`\ufeff${JSON.stringify(value)}`),
  ],
  ['trailing-comma', 'a comma after the last member', (value) => text(`${open(value)},}`)],
];

const notServerErrors = [202, 401, 403, 404, 405, 413, 415, 422];

/** Upgrades to datastores that the page does not list. */
const datastoreRows: readonly CaseDefinition[] = [
  ...undocumentedUpgrades.map(
    ([slug, [type, version], to]): CaseDefinition => ({
      slug: `undocumented-${slug}`,
      title: `An upgrade that the page does not list is refused: ${type} ${version} to ${to.join(' ')}`,
      subject: 'an upgrade that the page does not list',
      status: 422,
      tolerates: tolerating('AMB-UNDOCUMENTED-UPGRADE', 400),
      requirements: ['UPGRADE-OTHERS'],
      ...inState('an instance runs a datastore', { type, version }),
      request: { body: upgradeTo(...to) },
    }),
  ),
  ...unknownDatastores.map(
    ([slug, what, type, version]): CaseDefinition => ({
      slug: `datastore-${slug}`,
      title: `An upgrade to ${what} is refused`,
      subject: 'an upgrade to an unknown datastore',
      status: 400,
      tolerates: tolerating('AMB-UNKNOWN-DATASTORE', 404, 422),
      requirements: ['UPGRADE-UNKNOWN-DATASTORE'],
      request: { body: upgradeTo(type, version) },
    }),
  ),
];

/** Instances that are in no state to be upgraded. */
const instanceRows: readonly CaseDefinition[] = [
  ...busyStatuses.map(
    (status): CaseDefinition => ({
      slug: `busy-${status.toLowerCase().replaceAll('_', '-')}`,
      title: `An instance in status ${status} cannot be upgraded`,
      subject: 'an upgrade of a busy instance',
      status: 422,
      tolerates: tolerating('AMB-BUSY-INSTANCE', 400, 404, 202),
      requirements: ['UPGRADE-BUSY'],
      ...inState('the instance is busy', { status }),
    }),
  ),
  {
    slug: 'verify-upgrade',
    title: 'An instance whose last upgrade is not yet verified cannot be upgraded',
    subject: 'an upgrade before the last one is verified',
    status: 422,
    tolerates: tolerating('AMB-REPLICATED', 400, 403),
    requirements: ['UPGRADE-VERIFY'],
    ...inState('the instance is busy', { status: 'VERIFY_UPGRADE' }),
  },
  ...['source', 'replica'].map(
    (role): CaseDefinition => ({
      slug: `replicated-${role}`,
      title: `An instance that is a ${role} in replication cannot be upgraded`,
      subject: 'an upgrade of a replicated instance',
      status: 422,
      tolerates: tolerating('AMB-REPLICATED', 400, 403),
      requirements: ['UPGRADE-REPLICATED'],
      ...inState('the instance is replicated', { role }),
    }),
  ),
];

const unknown = { subject: 'an unknown action', unknownAction: true } as const;

/** Actions that the service does not have. `value` is the body of the base request. */
const actionRows = (value: Value | undefined): CaseDefinition[] => [
  {
    slug: 'action-unknown',
    title: 'An action that the service does not have is refused',
    ...unknown,
    status: 400,
    tolerates: tolerating('AMB-UNKNOWN-ACTION', 422, 501),
    requirements: ['REQUEST-UNKNOWN-ACTION'],
    request: { body: json({ frobnicate: {} }) },
  },
  {
    slug: 'action-unknown-with-members',
    title: 'An unknown action with the members of an upgrade is refused',
    ...unknown,
    status: 400,
    tolerates: tolerating('AMB-UNKNOWN-ACTION', 422, 501),
    requirements: ['REQUEST-UNKNOWN-ACTION'],
    request: { body: text(JSON.stringify(value).replace('"upgrade"', '"frobnicate"')) },
  },
  // Some JSON libraries match member names without regard to case.
  {
    slug: 'unusual-upper-case-action',
    title: 'The name of the action in upper case is an unknown action, which is refused',
    subject: unknown.subject,
    status: 400,
    tolerates: tolerating('AMB-UNKNOWN-ACTION', 422, 501),
    requirements: ['REQUEST-UNKNOWN-ACTION'],
    request: { body: text(JSON.stringify(value).replace('"upgrade"', '"UPGRADE"')) },
  },
];

/** Bodies that are too large, or unusual in form. */
const bodyRows = (value: Value | undefined): CaseDefinition[] => [
  ...(['datastore_type', 'datastore_version'] as const).map(
    (member): CaseDefinition => ({
      slug: `oversized-${member.replace('_', '-')}`,
      title: `A ${member} of two megabytes is refused`,
      subject: 'a value of two megabytes',
      status: 400,
      tolerates: tolerating('AMB-OVERSIZED', 413, 422),
      // HTTP's own 413 comes from a front end that knows nothing of faults.
      anyBody: 'AMB-OVERSIZED',
      anyBodyWith: [413],
      requirements: [
        'STATUS-400',
        member === 'datastore_type' ? 'REQUEST-DATASTORE-TYPE' : 'REQUEST-DATASTORE-VERSION',
      ],
      request: {
        body:
          member === 'datastore_type'
            ? repeated('{"upgrade":{"datastore_type":"', 'x', 2_000_000, '","datastore_version":"5.7"}}')
            : repeated('{"upgrade":{"datastore_type":"mysql","datastore_version":"', '9', 2_000_000, '"}}'),
      },
    }),
  ),
  ...robustness.map(
    ([slug, what, body]): CaseDefinition => ({
      slug: `unusual-${slug}`,
      title: `A request with ${what} is refused`,
      subject: `a request with ${what}`,
      status: 400,
      tolerates: tolerating('AMB-ROBUSTNESS', ...notServerErrors),
      requirements: ['REQUEST-ROBUST'],
      request: { body: body(value) },
    }),
  ),
];

const rows: Rows['rows'] = ({ value }) => [
  ...datastoreRows,
  ...instanceRows,
  ...actionRows(value),
  ...bodyRows(value),
];

export const upgradeInstance: Rows = { operationId: 'upgradeInstance', rows };
