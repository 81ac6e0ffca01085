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
  ['anything, where nothing is documented', [], [], '*/*'],
])('a request asks for %s', (_, ofSuccess, ofErrors, expected) =>
  expect(accept(ofSuccess, ofErrors)).toBe(expected),
);

test('default may be what a success is like', () => {
  const [, response] = responseOf(200, { mediaTypes: ['text/csv'] });
  const otherResponses = new Map([['default', response]]);
  expect(acceptOf(operationOf({ responses: new Map(), otherResponses }))).toBe('text/csv');
});
