import fc from 'fast-check';
import type { OpenAPIV3_1 } from 'openapi-types';
import { readResponses } from '../../../src/openapi/read-messages.ts';
import { documentedCodes, documentedFor, responseFor } from '../../../src/openapi/responses.ts';
import { validatorOf } from '../../../src/openapi/schema.ts';

const schemas = { definitions: {}, validatorOf };
const place = { where: 'here', schemas, namesCreated: () => false };
const read = (codes: readonly string[]) =>
  readResponses(Object.fromEntries(codes.map((code) => [code, { description: code }])), place);

const status = fc.integer({ min: 100, max: 599 });
const code = fc.oneof(status.map(String), fc.constantFrom('1XX', '2XX', '4xx', '5XX', 'default', 'x-other'));

test('a code comes before its range, and that before default', () =>
  fc.assert(
    fc.property(fc.uniqueArray(code), status, (codes, received) => {
      const responses = read(codes);
      const range = codes.find((one) => one.toUpperCase() === `${String(received)[0]}XX`);
      const expected = codes.find((one) => one === String(received)) ?? range;
      const lawful = expected ?? codes.find((one) => one === 'default');
      expect(responseFor(responses, received)?.reason).toBe(lawful);
      expect(responseFor(responses, received)?.status).toBe(lawful === undefined ? undefined : received);
      expect(documentedFor(responses, received)).toBe(expected?.toUpperCase());
      expect(documentedCodes(responses).includes(received)).toBe(lawful !== undefined);
    }),
  ));

describe('a header field', () => {
  const header = (more: object) => {
    const headers: OpenAPIV3_1.ResponseObject['headers'] = { 'X-Of': more };
    const { responses } = readResponses({ 200: { description: '', headers } }, place);
    return responses.get(200)?.headers[0];
  };
  const list = { type: 'array', items: { type: ['integer', 'null'] } };
  const object = { type: 'object', properties: { R: { type: 'integer' } }, required: ['R'] };

  test.each<[string, object, string, boolean]>([
    ['a list', { schema: list }, '1,2, 3', true],
    ['a list with another type in it', { schema: list }, '1,b', false],
    ['an empty list', { schema: { ...list, minItems: 1 } }, '', false],
    ['an object', { schema: object }, 'R,100,G,x', true],
    ['an object that is exploded', { schema: object, explode: true }, 'R=100', true],
    ['an object that lacks a member', { schema: object }, 'G,100', false],
    ['JSON', { content: { 'application/json': { schema: object } } }, '{"R": 1}', true],
    ['other JSON', { content: { 'application/json': { schema: object } } }, '{}', false],
    ['no JSON', { content: { 'application/json': { schema: object } } }, 'R', false],
    ['another content', { content: { 'text/csv': { schema: object } } }, 'R', true],
    ['a number by its value alone', { schema: { enum: [1] } }, '1', true],
    ['a text of digits', { schema: { type: 'string' } }, '1', true],
    ['a truth value', { schema: { type: 'boolean' } }, 'true', true],
    ['another truth value', { schema: { type: 'boolean' } }, 'yes', false],
    ['null', { schema: { type: ['null', 'integer'] } }, '', true],
    ['a number with an exponent', { schema: { type: 'number' } }, '1e3', true],
    ['one of several types', { schema: { oneOf: [{ type: 'integer' }, { const: 'none' }] } }, 'none', true],
    ['none of several types', { schema: { oneOf: [{ type: 'integer' }, { const: 'none' }] } }, 'some', false],
  ])('is %s', (_, more, text, fits) => {
    expect((header(more)?.validate(text) ?? []).length === 0).toBe(fits);
  });

  test('is one list, on however many lines', () => {
    expect(header({ schema: list })?.isList).toBe(true);
    expect(header({ schema: object })?.isList).toBeUndefined();
  });

  test('refers to a schema of the document', () => {
    const definitions = { 'response.N': { type: 'integer', minimum: 5 } };
    const schema = { $ref: '#/components/schemas/response.N' };
    const headers = { 'X-Of': { schema } };
    const { responses } = readResponses(
      { 200: { description: '', headers } },
      {
        ...place,
        schemas: { definitions, validatorOf },
      },
    );
    const validate = responses.get(200)?.headers[0]?.validate;
    expect(validate?.('5')).toEqual([]);
    expect(validate?.('4')).toHaveLength(1);
  });
});

test('a state of a range says which code it leads to', () => {
  const states = (more: object) => {
    const extension = { 'x-provider-states': [{ slug: 'a', title: 'A', name: 'a', ...more }] };
    return readResponses({ '5XX': { description: '', ...extension } }, place);
  };
  expect(() => states({})).toThrow('a state of several codes needs a status');
  expect(states({ status: 503 }).otherResponses?.get('5XX')?.states).toHaveLength(1);
});
