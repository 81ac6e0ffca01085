import type { AnsweredExchange, Check, JudgedCase } from '../../../src/checks/check.ts';
import { conflictingMember } from '../../../src/checks/conflicting-member.ts';
import { contentType } from '../../../src/checks/content-type.ts';
import { fault } from '../../../src/checks/fault.ts';
import { inexactIntegers } from '../../../src/checks/inexact-integer.ts';
import { type Invariant, invariantInput, invariantsCheck } from '../../../src/checks/invariants.ts';
import { responseHeaders } from '../../../src/checks/response-headers.ts';
import { stackTraceDisclosure } from '../../../src/checks/stack-trace-disclosure.ts';
import { statusCode } from '../../../src/checks/status-code.ts';
import { tokenDisclosure } from '../../../src/checks/token-disclosure.ts';
import type { Json } from '../../../src/model/json.ts';
import type { DocumentedResponse } from '../../../src/openapi/operations.ts';
import type { Violation } from '../../../src/openapi/violations.ts';
import { answered, judgedCase } from '../../support/exchanges.ts';
import { operationOf, responseOf } from '../../support/runs.ts';

/** What checks say, on documents made for it. */

const found = (
  check: Check,
  exchange: AnsweredExchange,
  documented: Partial<DocumentedResponse> = {},
  judged: Partial<JudgedCase> = {},
) => {
  const { status } = exchange.response;
  const operation = operationOf({ responses: new Map([responseOf(status, documented), responseOf(404)]) });
  return check.run(exchange, operation, judgedCase(status, judged));
};

describe('the status', () => {
  const said = (
    status: number,
    different: Partial<JudgedCase>,
    documented: Partial<DocumentedResponse> = {},
  ) => {
    const operation = operationOf({ responses: new Map([responseOf(400, documented), responseOf(404)]) });
    return statusCode.run(answered({ status }), operation, judgedCase(400, different));
  };

  test.each<[number, Partial<DocumentedResponse>, string]>([
    [404, {}, 'Expected 400, received 404.'],
    [404, { reason: 'The request is wrong' }, 'Expected 400 (The request is wrong), received 404.'],
    [500, {}, 'Expected 400, received 500, which the operation does not document.'],
    [
      301,
      {},
      'Expected 400, received 301, which the operation does not document. Redirects are not followed.',
    ],
  ])('%i, %j', (status, documented, message) => {
    expect(said(status, {}, documented)).toMatchObject([{ message, severity: 'deviation' }]);
  });

  test.each<[readonly string[], object]>([
    [['SHOULD'], { requirement: 'SHOULD' }],
    [[], {}],
  ])('that only advice is against, of a case with the requirements %j', (requirements, named) => {
    expect(said(404, { alternatives: [404], requirements })).toStrictEqual([
      {
        check: 'status_code_conformance',
        severity: 'warning',
        ...named,
        location: 'status',
        expected: '400',
        actual: '404',
        message: 'Expected 400, received 404. Only a should asks for it.',
      },
    ]);
  });
});

test('a wrong media type names those that are documented', () => {
  const exchange = answered({ status: 200, headers: [['Content-Type', 'text/html']], body: 'x' });
  expect(found(contentType, exchange, { mediaTypes: ['application/json', 'application/xml'] })).toMatchObject(
    [
      {
        expected: 'application/json or application/xml',
        actual: 'text/html',
        message: 'The body does not have the documented media type.',
      },
    ],
  );
});

describe('a fault', () => {
  const violation = (pointer: string, keyword: string): Violation => ({
    pointer,
    keyword,
    expected: 'something',
    advisory: false,
  });
  const messages = (...violations: readonly Violation[]) =>
    found(fault, answered({ status: 400, body: { badRequest: { code: 1 } } }), {
      fault: 'badRequest',
      validate: () => violations,
    }).map(({ message }) => message);

  const misnamed = 'A fault with status 400 must be named "badRequest".';
  const inside = '/badRequest has an undocumented member.';

  test.each<[string, readonly Violation[], readonly string[]]>([
    ['under another name', [violation('', 'required'), violation('', 'additionalProperties')], [misnamed]],
    [
      'under another name, wrong inside as well',
      [violation('', 'required'), violation('/badRequest', 'additionalProperties'), violation('', 'type')],
      [misnamed, inside, 'The body is not as documented.'],
    ],
    [
      'with another member beside',
      [violation('', 'additionalProperties')],
      ['The body has a member beside the fault "badRequest".'],
    ],
    ['with another member inside', [violation('/badRequest', 'additionalProperties')], [inside]],
    [
      'with another code',
      [violation('/badRequest/code', 'const')],
      ["The fault's code is not the HTTP status 400."],
    ],
    [
      'with a code of another kind, and another constant',
      [violation('/badRequest/code', 'type'), violation('/badRequest/kind', 'const')],
      ['/badRequest/code is not as documented.', '/badRequest/kind is not as documented.'],
    ],
  ])('%s', (_name, violations, said) => {
    expect(messages(...violations)).toEqual(said);
  });
});

describe('an invariant', () => {
  const invariant = (different: Partial<Invariant>): Invariant => ({
    operationId: 'renewLoan',
    status: 200,
    requirement: 'R',
    severity: 'warning',
    pointer: '/a',
    statement: 'It is so.',
    compare: () => ({ expected: 'x', actual: 'y' }),
    ...different,
  });

  test.each<[string, Partial<Invariant>, number]>([
    ['of the operation and status', {}, 1],
    ['of another operation', { operationId: 'other' }, 0],
    ['of another status', { status: 202 }, 0],
    ['that holds', { compare: () => undefined }, 0],
  ])('%s', (_name, different, count) => {
    const check = invariantsCheck([invariant(different)]);
    expect(found(check, answered({ status: 200, body: { a: 1 } }))).toHaveLength(count);
  });
});

test.each<[what: string, url: string, query: Readonly<Record<string, string>>]>([
  ['none', 'http://target/things', {}],
  ['an empty one', 'http://target/things?', {}],
  ['several parameters', 'http://target/things?limit=2&marker=a%20b%2Fc', { limit: '2', marker: 'a b/c' }],
  ['one without a value', 'http://target/things?deleted', { deleted: '' }],
  ['two with one name', 'http://target/things?a=1&a=2', { a: '2' }],
  ['the name of a method', 'http://target/things?__proto__=1', Object.fromEntries([['__proto__', '1']])],
])('an invariant sees the query, the values and the body of the request: %s', (_, url, query) => {
  const values = { version: 'v1.0', accountId: '7' };
  const exchange = answered({ url, values, asked: { name: 'a' } });
  expect(invariantInput(exchange, [1])).toEqual({ answer: [1], request: { name: 'a' }, query, values });
});

test('a token in the body is named without it', () => {
  const exchange = answered({ body: 'a token-of-the-user b', values: { token: 'token-of-the-user' } });
  expect(found(tokenDisclosure, exchange)).toMatchObject([
    { message: 'The body repeats the token of the request.' },
  ]);
});

test('a malformed header of no requirement names none', () => {
  const violated = { pointer: '', keyword: 'pattern', expected: 'a number', advisory: false };
  const headers = [{ name: 'X-Left', required: true, validate: () => [violated] }];
  const exchange = answered({ status: 200, headers: [['X-Left', 'many']] });
  expect(found(responseHeaders, exchange, { headers })).toStrictEqual([
    {
      check: 'response_headers_conformance',
      severity: 'deviation',
      location: 'header X-Left',
      expected: 'a number',
      actual: '"many"',
      message: 'The header X-Left is malformed.',
    },
  ]);
});

describe('a stack trace', () => {
  const trace = 'Traceback (most recent call last)';
  const diagnostics = [['error', 'details', 'trace'], ['debug']];

  test.each<[string, Json, number]>([
    ['where the document has one, three levels down', { error: { details: { trace } } }, 0],
    ['where it has another', { debug: trace }, 0],
    ['beside null and numbers', { debug: trace, none: null, count: 1, list: [null, 'x'] }, 0],
    ['in both places', { debug: trace, error: { details: { trace } } }, 0],
    ['one level too high', { error: { trace }, details: null }, 1],
    ['under the same name elsewhere', { debug: 'x', other: { debug: trace } }, 1],
    ['in a list', { list: ['x', trace] }, 1],
    ['as a name', { [trace]: 1 }, 1],
    ['where it may be, and elsewhere', { debug: trace, other: trace }, 1],
  ])('%s', (_name, body, count) => {
    expect(found(stackTraceDisclosure, answered({ status: 200, body }), { diagnostics })).toHaveLength(count);
  });

  test('in a body that is no JSON', () => {
    const exchange = answered({ status: 200, body: `{${trace}` });
    expect(found(stackTraceDisclosure, exchange, { diagnostics })).toHaveLength(1);
  });
});

describe('numbers that only some parsers read as integers', () => {
  test.each<[string, string | undefined]>([
    ['4503599627370496.1', '0.5'],
    ['4503599627370495.9', '0.5'],
    ['7.0000000000000000001', '7.5'],
    ['7.0', undefined],
    ['7e0', undefined],
    ['70e-1', undefined],
    ['7e2', undefined],
    ['7.5', undefined],
    ['7', undefined],
  ])('%s', (text, exact) => {
    expect(inexactIntegers(text)?.exact).toBe(exact);
  });
});

test.each<[string, string | undefined]>([
  ['{"list":[1],"b":1,"b":2}', 'b'],
  ['{"list":[{"b":1}],"b":2}', undefined],
  ['{"a":{"b":1},"b":2}', undefined],
  ['{"b": 1 ,"b":1}', undefined],
  ['{"b":[1, 2],"b":[1,2]}', undefined],
])('the member of %s with two values is %s', (text, name) => {
  expect(conflictingMember(text)).toBe(name);
});
