import { bodyValidator, isExpected } from '../../../src/checks/check.ts';
import { contentType } from '../../../src/checks/content-type.ts';
import { fault } from '../../../src/checks/fault.ts';
import { invariantInput, invariantsCheck } from '../../../src/checks/invariants.ts';
import { responseHeaders } from '../../../src/checks/response-headers.ts';
import { stackTraceDisclosure } from '../../../src/checks/stack-trace-disclosure.ts';
import { statusCode } from '../../../src/checks/status-code.ts';
import type { DocumentedResponse, ResponseHeader } from '../../../src/openapi/operations.ts';
import type { Violation } from '../../../src/openapi/violations.ts';
import { type Answer, answered, json, judgedCase } from '../../support/exchanges.ts';
import { operationOf, responseOf } from '../../support/runs.ts';

/** Checks by a document of a few lines, which has what the one that ships has not. */

const operationWith = (status: number, documented: Partial<DocumentedResponse>) =>
  operationOf({ responses: new Map([responseOf(status, documented)]) });

const typed = (mediaType: string) => [['Content-Type', mediaType]] as const;

test.each<[number, string | undefined, boolean]>([
  [400, undefined, true],
  [404, undefined, false],
  [404, '4XX', true],
  [499, '4XX', true],
  [500, '4XX', false],
])('where 400 is expected, %i is as well if the document has the range %s: %s', (status, range, expected) =>
  expect(isExpected({ expect: 400, ...(range !== undefined && { range }) }, status)).toBe(expected),
);

describe('the body is judged by', () => {
  const violation: Violation = { pointer: '', keyword: 'type', expected: 'other', advisory: false };
  const [ofJson, ofAll] = [() => [violation], () => []];
  const mediaTypes = ['application/json', 'application/*', 'text/plain', 'text/json'];
  const several: Partial<DocumentedResponse> = {
    mediaTypes,
    contents: new Map([
      ['application/json', { validate: ofJson }],
      ['application/*', {}],
      ['text/plain', { validate: ofJson }],
    ]),
    validate: ofAll,
  };
  const alone = { ...several, mediaTypes: ['application/json'] };
  const judgedBy = (documented: Partial<DocumentedResponse>, answer: Answer) => {
    const [status, response] = responseOf(answer.status ?? 200, documented);
    return bodyValidator(answered({ body: '{}', ...answer, status }), response);
  };

  test.each<[what: string, documented: Partial<DocumentedResponse>, answer: Answer, by: unknown]>([
    ['the schema of its type', several, { headers: json }, ofJson],
    ['that of JSON, if it says nothing and JSON alone is documented', alone, { headers: [] }, ofAll],
    ['that of JSON, if its type is another', alone, { headers: typed('text/html') }, ofAll],
    ['nothing, if it says nothing and more is documented', several, { headers: [] }, undefined],
    ['nothing, if its type is not documented', several, { headers: typed('image/png') }, undefined],
    ['nothing, if its type is not JSON', several, { headers: typed('text/plain') }, undefined],
    [
      'nothing, if it is empty, of a range without a schema',
      several,
      { headers: typed('application/x+json'), body: '' },
      undefined,
    ],
    ['nothing, if the status has none', alone, { status: 204, headers: [], body: '' }, undefined],
    ['the schema all the same, if it is there', alone, { status: 204, headers: [], body: '1' }, ofAll],
    ['the schema, if another status lacks it', alone, { headers: [], body: '' }, ofAll],
  ])('%s', (_what, documented, answer, by) => expect(judgedBy(documented, answer)).toBe(by));

  test.each(['application/x+json', 'text/json'])('being JSON at all, in %s without a schema', (mediaType) =>
    expect(judgedBy(several, { headers: typed(mediaType) })?.({})).toEqual([]),
  );
});

describe('a media type', () => {
  const of = (mediaTypes: string[], answer: Answer) =>
    contentType.run(answered({ body: 'x', ...answer }), operationWith(202, { mediaTypes }), judgedCase(202));

  test('is one of several', () =>
    expect(of(['application/json', 'text/plain'], { headers: typed('text/plain') })).toEqual([]));

  test('may be unsaid where any is documented', () => {
    expect(of(['*/*'], { headers: [] })).toEqual([]);
    expect(of(['text/*'], { headers: [] })).toMatchObject([{ actual: 'no Content-Type' }]);
  });
});

test('a fault in another documented format is not compared with the schema of JSON', () => {
  const mediaTypes = ['application/json', 'text/plain'];
  const operation = operationWith(400, { fault: 'badRequest', mediaTypes, validate: () => [] });
  const said = (mediaType: string) =>
    fault.run(answered({ status: 400, body: 'No.', headers: typed(mediaType) }), operation, judgedCase(400));
  expect(said('text/plain')).toEqual([]);
  expect(said('application/json')).toMatchObject([{ message: 'The body is not JSON.' }]);
});

describe('a header field', () => {
  const seen: unknown[] = [];
  const header: ResponseHeader = {
    name: 'X-Shelf',
    required: true,
    validate: (value) => {
      seen.push(value);
      return [];
    },
  };
  const findings = (different: Partial<ResponseHeader>, ...values: string[]) =>
    responseHeaders.run(
      answered({ headers: values.map((value) => ['X-Shelf', value] as const) }),
      operationWith(202, { headers: [{ ...header, ...different }] }),
      judgedCase(202),
    );

  test.each([
    [true, ['1, 2']],
    [false, ['1', '2']],
  ])('on several lines is one list, if it is a list: %s', (isList, values) => {
    seen.splice(0);
    findings({ isList }, '1', '2');
    expect(seen).toEqual(values);
  });

  test('that is absent is reported without a requirement, if it has none', () =>
    expect(findings({})).toStrictEqual([
      {
        check: 'response_headers_conformance',
        severity: 'deviation',
        location: 'header X-Shelf',
        expected: 'a header X-Shelf',
        actual: 'none',
        message: 'The answer has no X-Shelf.',
      },
    ]));
});

test('a status outside the expected range is reported with that range', () =>
  expect(
    statusCode.run(
      answered({ status: 500 }),
      operationOf({ responses: new Map() }),
      judgedCase(400, { range: '4XX' }),
    ),
  ).toMatchObject([
    {
      expected: '400 or another 4XX',
      message: 'Expected 4XX, received 500, which the operation does not document.',
    },
  ]));

test('a stack trace in an answer of which nothing is documented is reported', () =>
  expect(
    stackTraceDisclosure.run(
      answered({ status: 418, body: { details: 'goroutine 1 [running]' } }),
      operationWith(500, { diagnostics: [['details']] }),
      judgedCase(400),
    ),
  ).toHaveLength(1));

describe('an invariant', () => {
  const compare = () => ({ expected: 'a', actual: 'b' });
  const invariant = {
    operationId: 'renewLoan',
    status: 202,
    requirement: 'R',
    pointer: '/a',
    statement: 's',
  };
  const check = invariantsCheck([{ ...invariant, severity: 'warning', compare }]);
  const found = (body: string) => check.run(answered({ body }), operationOf(), judgedCase(202));

  test('is compared in JSON alone', () => {
    expect(found('{}')).toHaveLength(1);
    expect(found('{')).toEqual([]);
  });

  test('sees no request where nothing was sent, or no JSON', () => {
    expect(invariantInput(answered({}), {}).request).toBeUndefined();
    expect(invariantInput(answered({ asked: '{' }), {}).request).toBeUndefined();
    expect(invariantInput(answered({ asked: { a: 1 } }), {}).request).toEqual({ a: 1 });
  });
});
