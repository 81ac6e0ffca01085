import { bytesOf, json, type RequestTemplate, repeated, text } from '../../../src/catalogue/case.ts';
import { buildRequest } from '../../../src/runner/request.ts';

const template: RequestTemplate = {
  method: 'PUT',
  path: '/branches/{branch}/loans/{loanId}',
  parameters: {},
  credential: 'valid',
  credentialPlace: { in: 'header', name: 'X-Card', form: 'plain' },
  accept: 'application/json',
  contentType: 'application/json',
  body: json({ days: 14 }),
};
const values = { branch: 'north', loanId: '7', token: 'good-token' };

const build = (
  different: Partial<RequestTemplate> = {},
  given: Readonly<Record<string, string>> = values,
  target = 'http://t',
) => buildRequest({ request: { ...template, ...different } }, target, given, 'suite/1');

const request = (...args: Parameters<typeof build>) => {
  const built = build(...args);
  if (built.kind !== 'request') throw new Error(`missing ${built.names.join()}`);
  return built.request;
};

test('a request has the values, and headers in this order', () =>
  expect(request()).toEqual({
    method: 'PUT',
    url: 'http://t/branches/north/loans/7',
    headers: [
      ['User-Agent', 'suite/1'],
      ['Accept', 'application/json'],
      ['X-Card', 'good-token'],
      ['Content-Type', 'application/json'],
    ],
    body: Buffer.from('{"days":14}'),
    values,
  }));

test.each<[string, Partial<RequestTemplate>, string | undefined, string | undefined]>([
  ['none', { credential: 'absent' }, undefined, undefined],
  ['an empty one', { credential: { literal: '' } }, '', ''],
  ['a wrong one', { credential: { literal: 'x' } }, 'x', 'x'],
  ['the one that the state invalidated', { credential: 'expired' }, 'good-token', 'good-token'],
  ['none where the operation asks for none', { credentialPlace: null }, undefined, undefined],
])('the credential may be %s', (_name, different, header, value) => {
  const { headers, values: sent } = request(different);
  expect(headers.find(([name]) => name === 'X-Card')?.[1]).toBe(header);
  expect(sent.token).toBe(value);
});

test('what the template does not have is not sent', () => {
  const { headers, body } = request({ accept: null, contentType: null, body: null });
  expect(headers.map(([name]) => name)).toEqual(['User-Agent', 'X-Card']);
  expect(body).toBeNull();
});

test('a body in chunks has no length', () =>
  expect(request({ framing: 'chunked' }).headers.at(-1)).toEqual(['Transfer-Encoding', 'chunked']));

test.each([
  ["1' or '1'='1", "1'%20or%20'1'%3D'1"],
  ['a/b?c#d', 'a%2Fb%3Fc%23d'],
  ['../x', '..%2Fx'],
  ['ü', '%C3%BC'],
  ['$&', '%24%26'],
])('a path parameter %s is escaped, and takes the place of the run’s own', (loanId, escaped) => {
  const built = request({ parameters: { loanId } });
  expect(built.url).toBe(`http://t/branches/north/loans/${escaped}`);
  expect(built.values.loanId).toBe(loanId);
});

test.each([
  ['http://t/', 'http://t/branches/north/loans/7'],
  ['http://t/api//', 'http://t/api/branches/north/loans/7'],
])('the root %s may end in slashes', (target, url) => expect(request({}, values, target).url).toBe(url));

test.each<[string, Partial<RequestTemplate>, Readonly<Record<string, string>>, string[]]>([
  ['a parameter', {}, { branch: 'north', token: 't' }, ['loanId']],
  ['the credential', {}, { branch: 'north', loanId: '7' }, ['token']],
  ['everything', {}, {}, ['branch', 'loanId', 'token']],
  ['a parameter that the case gives', { parameters: { loanId: '1' } }, { token: 't' }, ['branch']],
  [
    'the credential that a state was to invalidate',
    { credential: 'expired' },
    { branch: 'n', loanId: '7' },
    ['token'],
  ],
])('what lacks is named: %s', (_name, different, given, names) =>
  expect(build(different, given)).toEqual({ kind: 'missing', names }),
);

test('a wrong or absent credential needs no good one', () => {
  const { token: _, ...others } = values;
  expect(build({ credential: 'absent' }, others).kind).toBe('request');
  expect(build({ credential: { literal: 'x' } }, others).kind).toBe('request');
});

test.each([
  ['text', text('ä'), [0xc3, 0xa4]],
  ['base64', { kind: 'base64', base64: '/wA=' } as const, [0xff, 0]],
  ['repeated', repeated('[', '1,', 2, '1]'), [...Buffer.from('[1,1,1]')]],
])('the bytes of a payload: %s', (_kind, payload, bytes) => expect([...bytesOf(payload)]).toEqual(bytes));

describe('the fields of a request', () => {
  const query = [
    { name: 'sort', written: 'sort=title' },
    { name: 'page', written: null },
  ];
  const given = { ...values, page: '1&2' };

  test('stand where they belong, with the values that are given', () => {
    const { url, headers } = request(
      {
        query,
        headers: [{ name: 'X-Page', written: 'all' }],
        cookies: [
          { name: 'page', written: null },
          { name: 'shelf', written: 'shelf=a' },
        ],
      },
      { ...given, 'X-Page': '1&2' },
    );
    expect(url).toBe('http://t/branches/north/loans/7?sort=title&page=1%262');
    expect(headers).toContainEqual(['X-Page', '1&2']);
    expect(headers).toContainEqual(['Cookie', 'page=1%262; shelf=a']);
  });

  test('keep what a case is about, and never take the credential', () => {
    const fixed = { query: [{ name: 'page', written: 'page=x', fixed: true } as const] };
    expect(request(fixed, given).url).toMatch(/\?page=x$/);
    const token = { query: [{ name: 'token', written: 'token=x' }] };
    expect(request(token, given).url).toMatch(/\?token=x$/);
  });

  test.each<[string, Partial<RequestTemplate>]>([
    ['the query', { query: [{ name: 'shelf', written: null }] }],
    ['a header field', { headers: [{ name: 'shelf', written: null }] }],
    ['a cookie', { cookies: [{ name: 'shelf', written: null }] }],
  ])('of %s are named where nothing gives their value', (_place, different) =>
    expect(build(different)).toEqual({ kind: 'missing', names: ['shelf'] }),
  );

  test('that are none leave no trace', () => {
    const { url, headers } = request();
    expect(url).not.toContain('?');
    expect(headers.map(([name]) => name)).not.toContain('Cookie');
  });
});

describe('what the document shows for a path', () => {
  const documented = { loanId: 'a%20b' };

  test('is sent where nothing else gives it', () => {
    const { loanId: _, ...others } = values;
    expect(build({ documented }, others)).toMatchObject({
      request: { url: 'http://t/branches/north/loans/a%20b' },
    });
  });

  test('gives way to a value that is given', () =>
    expect(build({ documented })).toMatchObject({
      request: { url: 'http://t/branches/north/loans/7' },
    }));
});
