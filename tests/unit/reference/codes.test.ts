import { createReference } from '../../../src/reference/index.ts';
import { faultMembers } from '../../support/answers.ts';
import { type Call, calling } from './call.ts';
import { type Operation, operations } from './operations.ts';

interface Row {
  readonly name: string;
  readonly status: number;
  readonly title: string;
  readonly call: Call;
  readonly state?: string | undefined;
  readonly params?: Readonly<Record<string, unknown>> | undefined;
}

const withoutAccount = ['listVersions', 'getVersion'];
const isRead = ({ call }: Operation) => call.method === undefined;
const changesInstance = ({ call: { method, path } }: Operation) =>
  method !== undefined && path?.startsWith('/instances/') === true;

/** The requests and states that exercise every documented code of an operation. */
function rowsOf(operation: Operation): Row[] {
  const { name, success, call, state = 'an instance runs a datastore', params } = operation;
  const row = (status: number, title: string, change: Call = {}, set: Partial<Row> = {}): Row => ({
    name,
    status,
    title,
    call: { ...call, ...change },
    state,
    params,
    ...set,
  });
  const inState = (status: number, given: string) => row(status, given, {}, { state: given, params: {} });
  const { bad, absent, unprocessable } = operation;
  return [
    row(success, 'a valid request'),
    ...(bad ? [row(400, 'a bad request', bad)] : []),
    ...(call.body === undefined
      ? []
      : [
          row(400, 'no body', { body: '' }),
          row(400, 'damaged JSON', { body: '{' }),
          row(400, 'a list', { body: '[]' }),
          row(400, 'another member', { body: { ...Object(call.body), other: 1 } }),
          operation.documents415
            ? row(415, 'another media type', { contentType: 'text/plain' })
            : row(400, 'another media type', { contentType: 'text/plain' }),
        ]),
    row(401, 'no token', { token: null }),
    row(401, 'an unknown token', { token: 'nobody' }),
    inState(401, 'the token has expired'),
    ...(withoutAccount.includes(name) ? [] : [row(403, 'another account', { accountId: 'another' })]),
    ...(isRead(operation) ? [] : [inState(403, 'the token may only read')]),
    ...(call.method === 'DELETE' ? [inState(403, 'the token may not delete')] : []),
    ...(absent ? [row(404, 'absent', absent)] : []),
    ...(withoutAccount.includes(name) ? [] : [row(404, 'another contract version', { version: 'v9.9' })]),
    row(405, 'another method', { method: 'OPTIONS' }),
    inState(413, 'the account is over its limit'),
    ...(name.startsWith('create') ? [inState(413, 'the instance quota is used up')] : []),
    ...(unprocessable ? [row(422, 'unprocessable', unprocessable, { state, params, ...unprocessable })] : []),
    ...(changesInstance(operation) ? [inState(500, 'the instance has a fault')] : []),
    inState(500, 'the service has a fault'),
    inState(501, 'no operation is implemented'),
    ...(name === 'upgradeInstance' ? [inState(501, 'upgrades are not implemented')] : []),
    inState(503, 'the service is unavailable'),
  ];
}

const rows = operations.flatMap(rowsOf);

test.each(rows)('$name answers $status to $title', async ({ status, call, state = '', params }) => {
  const { send, values } = calling(state, params);
  // Ids that only the state of the valid request gives; here the request is refused before they count.
  const given = { flavorId: '2', datastoreId: 'mysql', datastoreType: 'mysql', versionId: '5.7', ...values };
  const answer = await send(call, given);
  expect([answer.status, answer.body]).toEqual([status, expect.anything()]);
  if (status < 400) return;
  const fault = { code: status, message: expect.stringMatching(/./) };
  expect(answer.body).toEqual({ [faultMembers[status] ?? '']: expect.objectContaining(fault) });
  expect(answer.headers.has('Retry-After')).toBe(
    status === 503 || (status === 413 && state === 'the account is over its limit'),
  );
});

/** Rows of the pages that say nothing about the operation: no request and no state exercises them. */
const excluded: Readonly<Record<number, readonly string[]>> = {
  400: [
    'getInstance',
    'deleteInstance',
    'listReplicas',
    'listFlavors',
    'listFlavorsForDatastoreVersion',
    'listDatastores',
    'getDatastore',
    'listDatastoreVersions',
    'getDatastoreVersion',
    'listVersions',
    'getVersion',
  ],
  403: withoutAccount,
  404: ['listVersions'],
  422: operations.filter(isRead).map(({ name }) => name),
};

test('each documented code of each operation is answered, or excluded', () => {
  for (const { name, success, documents415 } of operations) {
    const documented = [
      success,
      400,
      401,
      403,
      404,
      405,
      413,
      ...(documents415 ? [415] : []),
      422,
      500,
      501,
      503,
    ];
    const answered = new Set(rows.flatMap((row) => (row.name === name ? row.status : [])));
    const left = documented.filter((code) => !answered.has(code));
    expect([name, left]).toEqual([name, documented.filter((code) => excluded[code]?.includes(name))]);
    expect([name, [...answered].filter((code) => !documented.includes(code))]).toEqual([name, []]);
  }
});

test('the table has every operation that is served', () => {
  expect(operations.map(({ name }) => name).sort()).toEqual(
    createReference()
      .operations.map(({ name }) => name)
      .sort(),
  );
});
