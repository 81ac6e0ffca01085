import { createReference } from '../../../src/reference/index.ts';
import { faultMembers } from '../../support/answers.ts';
import { type Change, good, inState, send, upgradeTo } from './support.ts';

interface Row {
  readonly title: string;
  readonly status: number;
  readonly change?: Change;
  readonly state?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  /** A header that has to match. */
  readonly header?: readonly [string, RegExp];
}

const body = (title: string, value: unknown): Row => ({
  title: `body ${title}`,
  status: 400,
  change: { body: value },
});
const refused = (from: readonly [string, string], to: readonly [string, string]): Row => ({
  title: `upgrade ${from.join(' ')} to ${to.join(' ')}`,
  status: 422,
  state: 'an instance runs a datastore',
  params: { type: from[0], version: from[1] },
  change: { body: upgradeTo(...to) },
});

const rows: readonly Row[] = [
  body('missing', null),
  body('empty', ''),
  body('no JSON', '{"upgrade":'),
  body('with trailing bytes', `${JSON.stringify(good)}}`),
  body('no UTF-8', Uint8Array.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])),
  body('null', 'null'),
  body('an array', [good]),
  body('text', '"upgrade"'),
  body('without an action', {}),
  body('with an unknown action', { promote: good.upgrade }),
  body('with a second action', { ...good, restart: {} }),
  body('with an action null', { upgrade: null }),
  body('with an action that is an array', { upgrade: [] }),
  body('with an empty action', { upgrade: {} }),
  body('without a type', { upgrade: { datastore_version: '5.7' } }),
  body('without a version', { upgrade: { datastore_type: 'mysql' } }),
  body('with an unknown element', { upgrade: { ...good.upgrade, force: true } }),
  ...[null, 5.7, true, '', [], {}].flatMap((value) => [
    body(`with type ${JSON.stringify(value)}`, upgradeTo(value, '5.7')),
    body(`with version ${JSON.stringify(value)}`, upgradeTo('mysql', value)),
  ]),
  body('with an unknown type', upgradeTo('oracle', '5.7')),
  body('with a type every object has', upgradeTo('constructor', 'length')),
  body('with an unknown version', upgradeTo('mysql', '5.8')),
  body("with another type's version", upgradeTo('mysql', '10.4')),
  body('with NUL in the version', upgradeTo('mysql', '5.7\0')),
  body('with a lone surrogate', '{"upgrade":{"datastore_type":"\\ud800","datastore_version":"5.7"}}'),
  body('with an action twice', `{"upgrade":${JSON.stringify(good.upgrade)},"\\u0075pgrade":{}}`),
  body(
    'with an element twice',
    '{"upgrade":{"datastore_type":"mysql","datastore_version":"8.0","datastore_version":"5.7"}}',
  ),
  body('nested deeply', '['.repeat(30_000) + ']'.repeat(30_000)),
  body(
    'nested deeply in an element',
    `{"upgrade":{"datastore_type":${'['.repeat(9000)}${']'.repeat(9000)}}}`,
  ),
  body('with 2 MB', upgradeTo('mysql', '5'.repeat(2_000_000))),
  {
    title: 'no token',
    status: 401,
    change: { token: null },
    header: ['WWW-Authenticate', /^[\w-]+ realm=/],
  },
  { title: 'empty token', status: 401, change: { token: '' } },
  { title: 'unknown token', status: 401, change: { token: 'nobody' } },
  { title: 'expired token', status: 401, state: 'the token has expired' },
  { title: 'another account', status: 403, change: { accountId: 'another' } },
  { title: "another account's instance", status: 403, state: 'the instance belongs to another account' },
  { title: 'observer', status: 403, state: 'the token may only read' },
  { title: 'absent instance', status: 404, state: 'no such instance' },
  { title: 'malformed instance id', status: 404, change: { instanceId: 'no%20uuid%00%' } },
  { title: 'absent version', status: 404, change: { version: 'v9.9' } },
  { title: 'unknown route', status: 404, change: { suffix: '/actions' } },
  ...['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].map(
    (method): Row => ({ title: method, status: 405, change: { method }, header: ['Allow', /^POST$/] }),
  ),
  {
    title: 'POST on an instance',
    status: 405,
    change: { suffix: '' },
    header: ['Allow', /^GET, HEAD, PATCH, PUT, DELETE$/],
  },
  {
    title: 'over the limit',
    status: 413,
    state: 'the account is over its limit',
    header: ['Retry-After', /^[1-9]\d*$/],
  },
  ...[null, '', 'text/plain', 'application/xml', 'application/jsonp', 'multipart/form-data; boundary=x'].map(
    (contentType): Row => ({ title: `Content-Type ${contentType}`, status: 415, change: { contentType } }),
  ),
  { title: 'charset', status: 415, change: { contentType: 'application/json; charset=utf-16' } },
  { title: 'content coding', status: 415, change: { headers: { 'Content-Encoding': 'gzip' } } },
  ...['BUILD', 'BACKUP', 'RESTART', 'SHUTDOWN', 'ERROR', 'VERIFY_UPGRADE'].map(
    (status): Row => ({ title: status, status: 422, state: 'the instance is busy', params: { status } }),
  ),
  ...['source', 'replica'].map(
    (role): Row => ({ title: role, status: 422, state: 'the instance is replicated', params: { role } }),
  ),
  refused(['mysql', '5.6'], ['mysql', '5.6']),
  refused(['mysql', '5.7'], ['mysql', '5.6']),
  refused(['mysql', '5.7'], ['mysql', '8.0']),
  refused(['mysql', '5.1'], ['mariadb', '10.4']),
  refused(['mysql', '5.6'], ['percona', '5.7']),
  refused(['mariadb', '10'], ['mariadb', '10.4enc']),
  refused(['percona', '5.6'], ['percona', '5.7']),
  { title: 'fault', status: 500, state: 'the instance has a fault' },
  { title: 'no upgrades', status: 501, state: 'upgrades are not implemented' },
  ...['PROPFIND', 'MKCOL', 'LINK'].map(
    (method): Row => ({ title: `unrecognised method ${method}`, status: 501, change: { method } }),
  ),
  {
    title: 'unavailable',
    status: 503,
    state: 'the service is unavailable',
    header: ['Retry-After', /^[1-9]\d*$/],
  },
];

test.each(rows)('$status for $title', async ({ status, change, state, params, header }) => {
  const { reference, values } = state
    ? inState(state, params)
    : { reference: createReference(), values: undefined };
  const answer = await send(reference, { ...values, ...change });
  expect(answer.status).toBe(status);
  expect(answer.headers.get('Content-Type')).toBe('application/json; charset=UTF-8');
  if (header) expect(answer.headers.get(header[0])).toMatch(header[1]);
  if (change?.method === 'HEAD') {
    expect(answer.body).toBe('');
    return;
  }
  const fault = { code: status, message: expect.stringMatching(/./) };
  expect(answer.body).toEqual({
    [faultMembers[status] ?? '']: status === 413 ? { ...fault, details: expect.any(String) } : fault,
  });
});

test('a refused upgrade changes nothing', async () => {
  const { reference, values } = inState('an instance runs a datastore');
  const list = { ...values, method: 'GET', instanceId: '', suffix: '' };
  const path = `/${values.version}/${values.accountId}/instances`;
  const readAll = async () =>
    (
      await reference.fetch(
        new Request(`http://db.example${path}`, { headers: { 'X-Auth-Token': values.token ?? '' } }),
      )
    ).text();
  const before = await readAll();
  for (const { change, state } of rows) {
    if (!state) await send(reference, { ...list, method: 'POST', suffix: '', ...change });
  }
  expect(await readAll()).toBe(before);
});
