import { acceptOf } from '../../../src/catalogue/accept.ts';
import { operationOf, responseOf } from '../../support/runs.ts';

const accept = (ofSuccess: readonly string[], ofErrors: readonly string[] = []) =>
  acceptOf(
    operationOf({
      responses: new Map([
        responseOf(200, { mediaTypes: ofSuccess }),
        responseOf(400, { mediaTypes: ofErrors }),
      ]),
    }),
  );

test.each([
  ['JSON', ['text/csv', 'application/json; charset=utf-8'], [], 'application/json'],
  ['what is like JSON', ['application/vnd.b+json'], [], 'application/vnd.b+json'],
  ['what is not JSON', ['text/csv'], ['application/json'], 'text/csv, application/json'],
  ['JSON of a range', ['application/*'], ['application/xml'], 'application/json, application/*'],
  ['what errors are in, too', ['application/json'], ['text/plain'], 'application/json, text/plain'],
  ['what errors alone are in', [], ['text/plain', 'application/json'], 'application/json, text/plain'],
  [
    'JSON, and then errors in their order',
    ['application/json'],
    ['text/plain', 'application/problem+json'],
    'application/json, text/plain, application/problem+json',
  ],
  [
    'errors in their order after what is not JSON',
    ['text/csv'],
    ['text/plain', 'application/json'],
    'text/csv, text/plain, application/json',
  ],
  [
    'a type without its charset',
    ['text/csv; header=present ; charset=utf-8'],
    [],
    'text/csv; header=present',
  ],
  [
    'a type with another parameter',
    ['text/csv; Charset=utf-8; header=present;x=y'],
    [],
    'text/csv; header=present;x=y',
  ],
  ['anything, where nothing is documented', [], [], '*/*'],
])('a request asks for %s', (_, ofSuccess, ofErrors, expected) =>
  expect(accept(ofSuccess, ofErrors)).toBe(expected),
);

test('default may be what a success is like', () => {
  const [, response] = responseOf(200, { mediaTypes: ['text/csv'] });
  const otherResponses = new Map([['default', response]]);
  expect(acceptOf(operationOf({ responses: new Map(), otherResponses }))).toBe('text/csv');
});

test('ranges of codes are successes or errors, and 300 is no success', () => {
  const [, ofSuccess] = responseOf(200, { mediaTypes: ['text/csv'] });
  const [, ofErrors] = responseOf(400, { mediaTypes: ['text/plain', 'application/json'] });
  const responses = new Map([responseOf(300, { mediaTypes: ['text/html'] })]);
  const otherResponses = new Map([
    ['4XX', ofErrors],
    ['2XX', ofSuccess],
  ]);
  expect(acceptOf(operationOf({ responses, otherResponses }))).toBe(
    'text/csv, text/html, text/plain, application/json',
  );
});
