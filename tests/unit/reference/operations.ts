import { randomUUID } from 'node:crypto';
import type { Call } from './call.ts';
import { good } from './support.ts';

interface InState {
  /** @default for the valid request 'an instance runs a datastore', for others that of the valid request */
  readonly state?: string;
  readonly params?: Readonly<Record<string, string>>;
}

/** An operation as its page has it: a request that is accepted, in the state that it needs. */
export interface Operation extends InState {
  readonly name: string;
  readonly success: 200 | 202;
  readonly call: Call;
  /** Whether 415 is documented. */
  readonly documents415?: true;
  /** What makes it 400, 404 and 422, where these are exercised by requests. */
  readonly bad?: Call;
  readonly absent?: Call;
  readonly unprocessable?: InState & Call;
}

const one = '/instances/{instanceId}';
const source = { state: 'the instance is replicated', params: { role: 'source' } };
const replica = { state: 'the instance is replicated', params: { role: 'replica' } };
const busy = { state: 'the instance is busy', params: { status: 'BUILD' } };
const absentInstance = (suffix = ''): Call => ({ path: `/instances/${randomUUID()}${suffix}` });
const action = (body: unknown): Call => ({ method: 'POST', path: `${one}/action`, body });
const patch = (instance: unknown): Call => ({ method: 'PATCH', path: one, body: { instance } });
const newInstance = { flavorRef: 2, volume: { size: 2 }, name: 'new' };
const create = (change: unknown): Call => ({
  method: 'POST',
  path: '/instances',
  body: { instance: Object.assign({}, newInstance, change) },
});
const actionRow = (name: string, body: unknown, bad: unknown): Operation => ({
  name,
  success: 202,
  call: action(body),
  documents415: true,
  bad: action(bad),
  absent: absentInstance('/action'),
  unprocessable: busy,
});

const datastore = { state: 'a datastore version exists' };

export const operations: readonly Operation[] = [
  actionRow('upgradeInstance', good, { upgrade: {} }),
  actionRow('restartInstance', { restart: {} }, { restart: null }),
  actionRow('resizeInstance', { resize: { flavorRef: '3' } }, { resize: { flavorRef: '99' } }),
  actionRow(
    'resizeInstanceVolume',
    { resize: { volume: { size: 4 } } },
    { resize: { volume: { size: -1 } } },
  ),
  { name: 'listInstances', success: 200, call: { path: '/instances' }, bad: { path: '/instances?limit=x' } },
  { name: 'getInstance', success: 200, call: { path: one }, absent: absentInstance() },
  {
    name: 'createInstance',
    success: 200,
    call: create({}),
    bad: create({ volume: { size: 0 } }),
    absent: create({ configuration: randomUUID() }),
    unprocessable: create({ datastore: { type: 'mysql', version: '5.6' } }),
  },
  {
    name: 'deleteInstance',
    success: 202,
    call: { method: 'DELETE', path: one },
    absent: absentInstance(),
    unprocessable: busy,
  },
  {
    name: 'renameInstance',
    success: 202,
    call: patch({ name: 'renamed' }),
    bad: patch({ name: '' }),
    absent: absentInstance(),
    unprocessable: busy,
  },
  {
    name: 'updateInstance',
    success: 200,
    call: { method: 'PUT', path: one, body: { instance: { configuration: '' } } },
    bad: { body: { instance: {} } },
    absent: absentInstance(),
    unprocessable: busy,
  },
  {
    name: 'createReplica',
    success: 200,
    call: create({ replica_of: '{instanceId}' }),
    bad: create({ replica_of: '{instanceId}', volume: {} }),
    absent: create({ replica_of: randomUUID() }),
    unprocessable: busy,
  },
  {
    name: 'listReplicas',
    success: 200,
    call: { path: `${one}/replicas` },
    ...source,
    absent: absentInstance('/replicas'),
  },
  {
    name: 'detachReplica',
    success: 202,
    call: patch({ replica_of: '' }),
    ...replica,
    bad: patch({ replica_of: null }),
    absent: absentInstance(),
    unprocessable: { state: 'an instance runs a datastore', params: {} },
  },
  { name: 'listFlavors', success: 200, call: { path: '/flavors' } },
  {
    name: 'getFlavor',
    success: 200,
    call: { path: '/flavors/{flavorId}' },
    state: 'a flavor exists',
    bad: { path: '/flavors/one' },
    absent: { path: '/flavors/99' },
  },
  {
    name: 'listFlavorsForDatastoreVersion',
    success: 200,
    call: { path: '/datastores/{datastoreType}/versions/{versionId}/flavors' },
    ...datastore,
    absent: { path: `/datastores/{datastoreType}/versions/${randomUUID()}/flavors` },
  },
  { name: 'listDatastores', success: 200, call: { path: '/datastores' } },
  {
    name: 'getDatastore',
    success: 200,
    call: { path: '/datastores/{datastoreId}' },
    ...datastore,
    absent: { path: `/datastores/${randomUUID()}` },
  },
  {
    name: 'listDatastoreVersions',
    success: 200,
    call: { path: '/datastores/{datastoreId}/versions' },
    ...datastore,
    absent: { path: `/datastores/${randomUUID()}/versions` },
  },
  {
    name: 'getDatastoreVersion',
    success: 200,
    call: { path: '/datastores/{datastoreId}/versions/{versionId}' },
    ...datastore,
    absent: { path: `/datastores/{datastoreId}/versions/${randomUUID()}` },
  },
  { name: 'listVersions', success: 200, call: { url: '/' } },
  { name: 'getVersion', success: 202, call: { url: '/{version}' }, absent: { url: '/v9.9' } },
];
