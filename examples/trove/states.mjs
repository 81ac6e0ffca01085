/**
 * Provider states for OpenStack Trove, for `--states module:states.mjs`.
 *
 * What Trove's API cannot do, such as an instance that is ACTIVE at once, is written into its database. TROVE_SQL is a
 * program that takes SQL on standard input and prints rows with `|` between the columns: `sqlite3 trove.sqlite`, or
 * `mysql --batch --skip-column-names trove` with another separator given in TROVE_SQL_SEPARATOR.
 * Use it on a Trove that nobody needs: each set-up writes rows, and each teardown marks them as deleted.
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';

const {
  TROVE_SQL = '',
  TROVE_SQL_SEPARATOR = '|',
  TROVE_ACCOUNT = '',
  TROVE_FLAVOR = '1',
  TROVE_OTHER_ACCOUNT,
  TROVE_READER_TOKEN,
  OS_AUTH_URL,
  OS_USERNAME,
  OS_PASSWORD,
  OS_PROJECT_ID = TROVE_ACCOUNT,
} = process.env;

/** Rows of the answer, each a list of columns. */
function sql(text, signal) {
  const child = spawn(TROVE_SQL, { shell: true, signal, stdio: ['pipe', 'pipe', 'pipe'] });
  const chunks = { stdout: [], stderr: [] };
  for (const name of Object.keys(chunks)) child[name].on('data', (chunk) => chunks[name].push(chunk));
  const textOf = (name) => Buffer.concat(chunks[name]).toString().trim();
  const done = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0
        ? resolve(
            textOf('stdout')
              .split('\n')
              .filter(Boolean)
              .map((row) => row.split(TROVE_SQL_SEPARATOR)),
          )
        : reject(new Error(`TROVE_SQL ended with ${code}: ${textOf('stderr')}`)),
    );
  });
  // A program that ends without reading says why by its code.
  child.stdin.on('error', () => {});
  child.stdin.end(text);
  return done;
}

const quoted = (value) => (value === null ? 'NULL' : `'${String(value).replaceAll("'", "''")}'`);

/** The row of a datastore version: the one that is asked for, or the first. */
async function versionOf({ type, version }, signal) {
  const wanted = [
    type === undefined ? '' : `AND d.name = ${quoted(type)}`,
    version === undefined ? '' : `AND v.name = ${quoted(version)}`,
  ].join(' ');
  const [row] = await sql(
    `SELECT v.id, v.name, d.id, d.name FROM datastore_versions v JOIN datastores d ON v.datastore_id = d.id
     WHERE v.active = 1 ${wanted} ORDER BY d.name, v.name LIMIT 1;`,
    signal,
  );
  if (!row) return undefined;
  const [versionId, versionName, datastoreId, datastoreType] = row;
  return { versionId, versionName, datastoreId, datastoreType };
}

/** What Trove calls the statuses of the reference: its task, and what its guest agent last reported. */
const statuses = {
  ACTIVE: { task: 1, service: 33 },
  BUILD: { task: 5, service: 9 },
  RESIZE: { task: 4, service: 33 },
  REBOOT: { task: 3, service: 33 },
  SHUTDOWN: { task: 1, service: 4 },
  FAILED: { task: 1, service: 8 },
};

/** Long after now, so that the agent's report never looks old. */
const ahead = () =>
  new Date(Date.now() + 365 * 24 * 3600 * 1000).toISOString().replace('T', ' ').slice(0, 19);
const now = () => new Date().toISOString().replace('T', ' ').slice(0, 19);

/** A new instance; its values, or why there can be none. */
async function newInstance(
  params,
  signal,
  { account = TROVE_ACCOUNT, status = 'ACTIVE', source = null } = {},
) {
  const known = statuses[status];
  if (!known) return { notSupported: `Trove has no status that the reference calls ${status}` };
  const found = await versionOf(params, signal);
  if (!found) return { notSupported: `Trove does not have ${params.type} ${params.version}` };
  const id = randomUUID();
  await sql(
    `INSERT INTO instances (id, created, updated, name, hostname, compute_instance_id, task_id, task_description,
       flavor_id, volume_size, tenant_id, server_status, deleted, datastore_version_id, slave_of_id)
     VALUES (${quoted(id)}, ${quoted(now())}, ${quoted(now())}, 'conformance', 'conformance.example',
       ${quoted(`a0${id.slice(2)}`)}, ${known.task}, 'conformance', ${quoted(TROVE_FLAVOR)}, 2, ${quoted(account)},
       'ACTIVE', 0, ${quoted(found.versionId)}, ${quoted(source)});
     INSERT INTO service_statuses (id, instance_id, status_id, status_description, updated_at)
     VALUES (${quoted(randomUUID())}, ${quoted(id)}, ${known.service}, 'conformance', ${quoted(ahead())});`,
    signal,
  );
  return { accountId: account, instanceId: id };
}

/** A source with its replica; the values of the one that the role names. */
async function replicated(role, params, signal) {
  const source = await newInstance(params, signal);
  if (source.notSupported) return source;
  const replica = await newInstance(params, signal, { source: source.instanceId });
  return role === 'source' ? source : replica;
}

/** A flavor that the instance does not have, and a size that its volume may grow to. */
const sizes = { flavorId: TROVE_FLAVOR === '1' ? '2' : '1', volumeSize: '3' };

/** Removes the instances of a set-up, and what requests made in it. */
async function remove({ values, created }, { signal }) {
  const ids = [values.instanceId, ...created].filter(Boolean).map(quoted).join(', ');
  if (ids !== '')
    await sql(
      `UPDATE instances SET deleted = 1, deleted_at = ${quoted(now())}, slave_of_id = NULL
       WHERE id IN (${ids}) OR slave_of_id IN (${ids});`,
      signal,
    );
}

const onInstance = (setup) => ({ setup, teardown: remove });

/** A token that the identity service has revoked. */
async function revokedToken({ signal }) {
  const url = `${OS_AUTH_URL}/auth/tokens`;
  const user = { name: OS_USERNAME, password: OS_PASSWORD, domain: { id: 'default' } };
  const auth = {
    identity: { methods: ['password'], password: { user } },
    scope: { project: { id: OS_PROJECT_ID } },
  };
  const issued = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ auth }),
    signal,
  });
  const token = issued.headers.get('X-Subject-Token');
  if (!token) throw new Error(`The identity service gave no token (${issued.status}).`);
  const headers = { 'X-Auth-Token': token, 'X-Subject-Token': token };
  const revoked = await fetch(url, { method: 'DELETE', headers, signal });
  if (revoked.status !== 204) throw new Error(`The token was not revoked (${revoked.status}).`);
  return token;
}

/** @type {import('clouddb-conformance').StateHandlers} */
export default {
  'an instance runs a datastore': onInstance(async (params, { signal }) => ({
    ...(await newInstance(params, signal)),
    ...sizes,
  })),
  'no such instance': () => ({ instanceId: randomUUID() }),
  'the instance is busy': onInstance(({ status, ...params }, { signal }) =>
    newInstance(params, signal, { status }),
  ),
  'the instance is replicated': onInstance(({ role, ...params }, { signal }) =>
    replicated(role, params, signal),
  ),
  'the instance belongs to another account': onInstance(async (params, { signal }) =>
    TROVE_OTHER_ACCOUNT === undefined
      ? { notSupported: 'TROVE_OTHER_ACCOUNT is not set' }
      : newInstance(params, signal, { account: TROVE_OTHER_ACCOUNT }),
  ),
  'the token may only read': onInstance(async ({ role, ...params }, { signal }) => {
    if (TROVE_READER_TOKEN === undefined) return { notSupported: 'TROVE_READER_TOKEN is not set' };
    const instance =
      role === undefined ? await newInstance(params, signal) : await replicated(role, params, signal);
    return { ...instance, ...sizes, token: TROVE_READER_TOKEN };
  }),
  'the token has expired': onInstance(async (params, context) => {
    if (OS_AUTH_URL === undefined) return { notSupported: 'OS_AUTH_URL is not set' };
    const token = await revokedToken(context);
    return { ...(await newInstance(params, context.signal)), ...sizes, token };
  }),
  'a flavor exists': () => ({ accountId: TROVE_ACCOUNT, flavorId: TROVE_FLAVOR }),
  'a datastore version exists': async (params, { signal }) => {
    const found = await versionOf(params, signal);
    if (!found) return { notSupported: `Trove does not have ${params.type} ${params.version}` };
    const { versionId, datastoreId, datastoreType } = found;
    return { accountId: TROVE_ACCOUNT, versionId, datastoreId, datastoreType, flavorId: TROVE_FLAVOR };
  },
  'a configuration group exists': onInstance(async (params, { signal }) => {
    const found = await versionOf(params, signal);
    const instance = await newInstance(params, signal);
    if (!found || instance.notSupported) return instance;
    const id = randomUUID();
    await sql(
      `INSERT INTO configurations (id, name, tenant_id, datastore_version_id, deleted, created, updated)
       VALUES (${quoted(id)}, 'conformance', ${quoted(TROVE_ACCOUNT)}, ${quoted(found.versionId)}, 0,
         ${quoted(now())}, ${quoted(now())});`,
      signal,
    );
    return { ...instance, configurationId: id };
  }),
};
