import type { CaseDefinition, RequestField } from '../../src/catalogue/case.ts';
import type { Rows } from '../../src/catalogue/catalogue.ts';
import type { Value } from '../../src/model/json.ts';
import { overAnyLimit } from './actions.ts';
import { tolerating, withMember } from './with-member.ts';

/** What only the reference can state about making and changing instances, and about listing them. */

const longName = 'n'.repeat(256);

/** Names of no configuration group, flavor or instance. */
export const absentId = '00000000-0000-4000-8000-000000000000';

const field = (name: string, value: string): RequestField => ({
  name,
  written: `${name}=${value}`,
  fixed: true,
});

const source = { state: { name: 'the instance is replicated', params: { role: 'source' } } } as const;

const listed = {
  subject: 'a list of instances',
  status: 200,
} as const;

const listInstances: Rows = {
  operationId: 'listInstances',
  rows: () => [
    {
      ...listed,
      slug: 'limit-1',
      title: 'A list that is limited to one instance shows one, and links to the next',
      requirements: ['LIST-LIMIT', 'LIST-NEXT'],
      ...source,
      request: { query: [field('limit', '1')] },
    },
    {
      ...listed,
      slug: 'marker-at-the-end',
      title: 'A list that begins after every instance is empty',
      tolerates: tolerating('AMB-MARKER', 400, 404),
      requirements: ['LIST-MARKER'],
      ...source,
      request: { query: [field('marker', 'ffffffff-ffff-4fff-bfff-ffffffffffff')] },
    },
    {
      ...listed,
      slug: 'without-replicas',
      title: 'A list without replicas shows none',
      requirements: ['LIST-REPLICAS'],
      ...source,
      request: { query: [field('include_replicas', 'false')] },
    },
    {
      ...listed,
      slug: 'with-replicas',
      title: 'A list with replicas shows source and replica',
      requirements: ['LIST-REPLICAS'],
      ...source,
      request: { query: [field('include_replicas', 'true')] },
    },
    {
      ...listed,
      slug: 'long-list',
      title: 'A list of as many instances as the account may have is in order, and links on where it is cut',
      requirements: ['LIST-NEXT'],
      state: { name: 'the instance quota is used up', params: {} },
    },
  ],
};

/** What is wrong with a new instance, whether it is a replica or not. `value` is the body of the valid request. */
export const newInstanceRows = (value: Value | undefined): CaseDefinition[] => [
  {
    slug: 'long-name',
    title: 'A name of 256 characters is refused',
    subject: 'a name that is too long',
    status: 400,
    tolerates: tolerating('AMB-IMPOSSIBLE-VALUE', 422),
    requirements: ['CREATE-NAME'],
    request: withMember(value, ['instance', 'name'], longName),
  },
  {
    slug: 'unknown-flavor',
    title: 'A flavor that does not exist is refused',
    subject: 'a flavor that does not exist',
    status: 400,
    tolerates: tolerating('AMB-UNKNOWN-REFERENCE', 404, 422),
    requirements: ['CREATE-FLAVOR'],
    request: withMember(value, ['instance', 'flavorRef'], '999999'),
  },
  ...[0, -1, 2.5].map(
    (size): CaseDefinition => ({
      slug: `volume-of-${String(size).replace('-', 'minus-')}`,
      title: `A volume of ${size} gigabytes is refused`,
      subject: 'a volume of a size that is not possible',
      status: 400,
      tolerates: tolerating('AMB-IMPOSSIBLE-VALUE', 422),
      requirements: ['CREATE-VOLUME'],
      request: withMember(value, ['instance', 'volume', 'size'], size),
    }),
  ),
  {
    slug: 'volume-of-301',
    title: 'A volume of 301 gigabytes is refused',
    subject: 'a volume of a size that is not possible',
    status: 400,
    tolerates: tolerating('AMB-VOLUME', 413, 422),
    requirements: ['CREATE-VOLUME'],
    request: withMember(value, ['instance', 'volume', 'size'], 301),
  },
  {
    slug: 'volume-over-any-limit',
    title: 'A volume that is larger than any may be is refused',
    subject: 'a volume that is too large',
    status: 413,
    notThrottled: true,
    tolerates: tolerating('AMB-VOLUME', 400, 422),
    requirements: ['CREATE-VOLUME'],
    request: withMember(value, ['instance', 'volume', 'size'], overAnyLimit),
  },
  {
    slug: 'unknown-configuration',
    title: 'A configuration group that does not exist is refused',
    subject: 'a configuration group that does not exist',
    status: 404,
    tolerates: tolerating('AMB-UNKNOWN-REFERENCE', 400, 422),
    requirements: ['CREATE-CONFIGURATION'],
    request: withMember(value, ['instance', 'configuration'], absentId),
  },
];

const datastores: readonly (readonly [slug: string, what: string, type: string, version: string])[] = [
  ['type', 'type', 'no-such-datastore', '5.7'],
  ['version', 'version', 'mysql', '99.9'],
];

const createInstance: Rows = {
  operationId: 'createInstance',
  rows: ({ value }) => [
    ...newInstanceRows(value),
    ...datastores.map(
      ([slug, what, type, version]): CaseDefinition => ({
        slug: `unknown-datastore-${slug}`,
        title: `A datastore ${what} that does not exist is refused`,
        subject: 'a datastore that does not exist',
        status: 400,
        tolerates: tolerating('AMB-UNKNOWN-DATASTORE', 404, 422),
        requirements: ['CREATE-DATASTORE'],
        request: withMember(value, ['instance', 'datastore'], { type, version }),
      }),
    ),
    {
      slug: 'obsolete-datastore',
      title: 'A datastore version that is obsolete is refused',
      subject: 'an obsolete datastore version',
      status: 422,
      tolerates: tolerating('AMB-OBSOLETE-DATASTORE', 400, 404),
      requirements: ['CREATE-DATASTORE'],
      request: withMember(value, ['instance', 'datastore'], { type: 'mysql', version: '5.1' }),
    },
  ],
};

const renameInstance: Rows = {
  operationId: 'renameInstance',
  rows: ({ value }) => [
    {
      slug: 'long-name',
      title: 'A name of 256 characters is refused',
      subject: 'a name that is too long',
      status: 400,
      tolerates: tolerating('AMB-IMPOSSIBLE-VALUE', 422),
      requirements: ['RENAME-NAME'],
      request: withMember(value, ['instance', 'name'], longName),
    },
  ],
};

const updateInstance: Rows = {
  operationId: 'updateInstance',
  rows: ({ value }) => [
    {
      slug: 'unknown-configuration',
      title: 'A configuration group that does not exist is refused',
      subject: 'a configuration group that does not exist',
      status: 404,
      tolerates: tolerating('AMB-UNKNOWN-REFERENCE', 400, 422),
      requirements: ['UPDATE-CONFIGURATION'],
      request: withMember(value, ['instance', 'configuration'], absentId),
    },
  ],
};

export const instances: readonly Rows[] = [listInstances, createInstance, renameInstance, updateInstance];
