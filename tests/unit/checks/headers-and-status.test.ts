import type { HeaderList } from '../../../src/model/exchange.ts';
import { json } from '../../support/exchanges.ts';
import { briefs, findings, loadOperation } from './support.ts';

beforeAll(loadOperation);

describe('the status', () => {
  const tolerates = [{ status: 400, ambiguity: 'AMB-UNDOCUMENTED-UPGRADE' }];
  const of = (status: number) => findings({ status }, 'status_code_conformance', { expect: 422, tolerates });

  test('may be the one expected, or tolerated', () => {
    expect(of(422)).toEqual([]);
    expect(of(400)).toEqual([]);
  });

  test.each([
    [202, ', received 202.'],
    [500, ', received 500.'],
    [200, 'which the operation does not document'],
    [409, 'which the operation does not document'],
    [502, 'which the operation does not document'],
  ])('may not be %i', (status, message) =>
    expect(of(status)).toMatchObject([
      {
        severity: 'deviation',
        location: 'status',
        requirement: `STATUS-${status}`,
        expected: '422 or 400 (AMB-UNDOCUMENTED-UPGRADE)',
        actual: String(status),
        message: expect.stringContaining(message),
      },
    ]),
  );

  test.each<[number, HeaderList, string, string]>([
    [300, [], '300', ' Redirects are not followed.'],
    [301, [['location', '/elsewhere']], '301, Location: /elsewhere', ' Redirects are not followed.'],
    [399, [['Location', 'a']], '399, Location: a', ' Redirects are not followed.'],
    [
      302,
      [
        ['Location', 'a'],
        ['Location', 'b'],
      ],
      '302, Location: a, Location: b',
      ' Redirects are not followed.',
    ],
    // A place to go is said of redirects alone: elsewhere it means something else.
    [201, [['Location', '/made']], '201', ''],
    [299, [['Location', 'a']], '299', ''],
    [409, [['Location', 'a']], '409', ''],
  ])('a %i with %j', (status, headers, actual, more) =>
    expect(
      findings({ status, headers }, 'status_code_conformance', { expect: 422, requirements: [] }),
    ).toStrictEqual([
      {
        check: 'status_code_conformance',
        severity: 'deviation',
        location: 'status',
        expected: '422',
        actual,
        message: `Expected 422 (the request cannot be carried out, at least not now), received ${status}, which the operation does not document.${more}`,
      },
    ]),
  );
});

describe('Content-Type', () => {
  const of = (headers: HeaderList, body = '{}') =>
    briefs({ status: 400, headers, body }, 'content_type_conformance');

  test.each([
    'application/json',
    'application/json; charset=UTF-8',
    'application/json;charset=utf-8',
    'Application/JSON ; Charset="utf-8"; x=y',
  ])('%s is lawful', (value) => expect(of([['content-type', value]])).toEqual([]));

  test.each([
    'text/html',
    'text/plain; charset=utf-8',
    'application/problem+json',
    'application/vnd.x+json',
    'application/jsonp',
    'text/json',
    'json',
    '',
  ])('%s deviates', (value) =>
    expect(of([['Content-Type', value]])).toEqual(['deviation | none | header Content-Type']),
  );

  test.each<[string, HeaderList, string]>([
    ['none', [], 'no Content-Type'],
    [
      'two',
      [
        ['Content-Type', 'application/json'],
        ['content-type', 'text/html'],
      ],
      'application/json, text/html',
    ],
  ])('%s deviates', (_name, headers, actual) =>
    expect(findings({ status: 400, headers, body: '{}' }, 'content_type_conformance')).toMatchObject([
      { severity: 'deviation', expected: 'application/json', actual },
    ]),
  );

  test('is required in every documented answer, also a 202', () =>
    expect(briefs({ status: 202, headers: [], body: '{}' }, 'content_type_conformance')).toHaveLength(1));

  test.each([
    ['an empty body', { status: 400, headers: [], body: '' }, {}],
    ['HEAD', { status: 405, headers: [], body: 'x', method: 'HEAD' }, {}],
    ['any body allowed', { status: 501, headers: [], body: '<html>' }, { anyBody: 'AMB' }],
    ['an undocumented status', { status: 418, headers: [], body: '{}' }, {}],
  ])('is not checked with %s', (_name, answer, judged) =>
    expect(briefs(answer, 'content_type_conformance', judged)).toEqual([]),
  );
});

describe('other header fields', () => {
  test('a 413 for another reason than the rate needs no Retry-After, but a well-formed one', () => {
    const of = (...headers: [string, string][]) =>
      briefs({ status: 413, headers: [...json, ...headers] }, 'response_headers_conformance', {
        notThrottled: true,
      });
    expect(of()).toEqual([]);
    expect(of(['Retry-After', '60'])).toEqual([]);
    expect(of(['Retry-After', 'soon'])).toEqual(['deviation | HTTP-RETRY-AFTER | header Retry-After']);
  });

  const of = (status: number, ...headers: [string, string][]) =>
    briefs({ status, headers: [...json, ...headers] }, 'response_headers_conformance');

  test.each<[number, [string, string][], string[]]>([
    [405, [['Allow', 'POST']], []],
    [405, [['allow', '']], []],
    [405, [], ['warning | HTTP-ALLOW | header Allow']],
    [401, [['www-authenticate', 'Keystone uri="https://id.example"']], []],
    [401, [], ['warning | HTTP-WWW-AUTHENTICATE | header WWW-Authenticate']],
    // Good practice alone asks for it, so neither its absence nor its form can deviate.
    [401, [['WWW-Authenticate', '']], ['warning | HTTP-WWW-AUTHENTICATE | header WWW-Authenticate']],
    [413, [['Retry-After', '60']], []],
    [413, [['Retry-After', '0']], []],
    [413, [['RETRY-AFTER', 'Fri, 31 Dec 2027 23:59:59 GMT']], []],
    [413, [], ['warning | LIMIT-RETRY-AFTER | header Retry-After']],
    [413, [['Retry-After', 'soon']], ['deviation | HTTP-RETRY-AFTER | header Retry-After']],
    [413, [['Retry-After', '-1']], ['deviation | HTTP-RETRY-AFTER | header Retry-After']],
    [413, [['Retry-After', '2027-12-31T23:59:59Z']], ['deviation | HTTP-RETRY-AFTER | header Retry-After']],
    [
      413,
      [
        ['Retry-After', '60'],
        ['Retry-After', 'soon'],
      ],
      ['deviation | HTTP-RETRY-AFTER | header Retry-After'],
    ],
    [503, [], []],
    [503, [['Retry-After', '60']], []],
    [503, [['Retry-After', '1.5']], ['deviation | HTTP-RETRY-AFTER | header Retry-After']],
    [400, [['Retry-After', 'soon']], []],
    [418, [['Retry-After', 'soon']], []],
  ])('a %i with %j', (status, headers, expected) => expect(of(status, ...headers)).toEqual(expected));
});

test.each<[string, HeaderList, object]>([
  [
    'absent',
    [],
    {
      severity: 'warning',
      expected: 'a header Retry-After',
      actual: 'none',
      message: 'The answer has no Retry-After.',
    },
  ],
  [
    'malformed',
    [['Retry-After', 'soon']],
    { severity: 'deviation', actual: '"soon"', message: 'The header Retry-After is malformed.' },
  ],
])('a header that is %s is described in words', (_name, headers, said) =>
  expect(findings({ status: 413, headers }, 'response_headers_conformance')).toMatchObject([said]),
);

describe('a 413 on a case that is about something else, and tolerates it', () => {
  const of = (headers: HeaderList) =>
    briefs({ status: 413, headers: [...json, ...headers] }, 'response_headers_conformance', {
      expect: 400,
      tolerates: [{ status: 413, ambiguity: 'AMB-OVERSIZED' }],
    });

  test('is not about a rate, and needs no Retry-After', () => expect(of([])).toEqual([]));

  test('may not have a malformed one', () =>
    expect(of([['Retry-After', 'soon']])).toEqual(['deviation | HTTP-RETRY-AFTER | header Retry-After']));
});

test('header fields of an answer to HEAD are not checked', () =>
  expect(briefs({ status: 405, headers: [], method: 'HEAD' })).toEqual([]));

test.each([
  ['HEAD', '', []],
  ['HEAD', '{}', ['deviation | none | body']],
  ['GET', '{}', []],
])('the answer to %s with the body "%s"', (method, body, expected) =>
  expect(briefs({ status: 405, method, body }, 'head_body_absence')).toEqual(expected),
);

test('the body of an answer to HEAD is reported with its length', () =>
  expect(findings({ status: 405, method: 'HEAD', body: '{"é":1}' }, 'head_body_absence')).toMatchObject([
    { expected: 'no body', actual: '8 bytes', message: 'The answer to HEAD has a body.' },
  ]));
