import { bodiesOf } from '../../../src/catalogue/base-body.ts';
import { bytesOf } from '../../../src/catalogue/case.ts';
import { found } from '../../support/apis.ts';
import { type Members, smallOperation } from '../../support/small-operations.ts';

/** The bodies that are known of an operation, and why there is none. */

const bodiesIn = (content: Members, required = true) =>
  bodiesOf(smallOperation({ requestBody: { required, content } }).body);
const textsIn = (content: Members) =>
  bodiesIn(content).bodies.map(({ payload }) => Buffer.from(bytesOf(payload)).toString());

test('an operation without a body has none', () =>
  expect(bodiesOf(undefined)).toEqual({ bodies: [], notes: [] }));

const none = 'there is no valid example, and none could be made from the schema';

test.each<[what: string, content: Members, why: string]>([
  ['no media type', {}, 'Its body has no media type'],
  ['no schema', { 'application/json': {} }, `No body in application/json is known: ${none}`],
  [
    'several formats',
    { 'text/csv': {}, 'application/zip': {} },
    `No body in text/csv or application/zip is known: ${none}`,
  ],
  [
    'a schema that nothing fulfils',
    { 'application/json': { schema: { type: 'number', minimum: 5, maximum: 1, 'x-should': { const: 7 } } } },
    `No body in application/json is known: ${none} (at the top, it asks for a number of at most 1)`,
  ],
  [
    'a member that nothing fulfils',
    {
      'application/json': {
        schema: {
          type: 'object',
          required: ['a'],
          properties: { a: { allOf: [{ const: 'x' }, { const: 'y' }] } },
        },
      },
    },
    `No body in application/json is known: ${none} (at /a, it asks for "x")`,
  ],
])('of %s it is said why there is none', (_, content, why) => {
  expect(bodiesIn(content)).toEqual({
    bodies: [],
    unknown: why,
    notes: [`${why}. It has no cases that need a valid request.`],
  });
  expect(bodiesIn(content, false)).toEqual({
    bodies: [],
    notes: [`${why}. Its requests are without a body.`],
  });
});

const title = { type: 'object', required: ['title'], properties: { title: { type: 'string', const: 'a' } } };
const form = 'application/x-www-form-urlencoded';
const multipart = 'multipart/form-data';

test.each<[what: string, content: Members, texts: readonly string[]]>([
  ['the first format that has one', { 'application/zip': {}, 'text/plain': { example: 'x' } }, ['x']],
  ['another format, where JSON has none', { 'application/json': {}, 'text/plain': { example: 'x' } }, ['x']],
  ['a form of the schema', { [form]: { schema: title } }, ['title=a']],
  ['a form that is shown', { [form]: { schema: title, example: { title: 'a', n: 1 } } }, ['title=a&n=1']],
  ['no form of a schema that nothing fulfils', { [form]: { schema: { not: {} } } }, []],
  ['no form of what has parts in parts', { [form]: { example: { a: { b: 1 } } } }, []],
  ['no text that is not shown', { 'text/plain': { schema: { const: 'a' } } }, []],
  ['no text of an object', { 'text/plain': { example: { a: 1 } } }, []],
  ['no text of any type', { 'text/*': { example: 'a' } }, []],
  ['a number as XML', { 'application/problem+xml': { example: 1 } }, ['1']],
  ['no bytes', { 'application/octet-stream': { example: 'a' } }, []],
  [
    'two that are shown',
    { 'text/plain': { examples: { one: { value: 'a' }, two: { value: 'b' } } } },
    ['a', 'b'],
  ],
])('%s', (_, content, texts) => expect(textsIn(content)).toEqual(texts));

const file = { type: 'string', format: 'binary' };
const text = { type: 'string' };

test.each<[what: string, schema: Members, isFile: boolean]>([
  ['text', { properties: { a: text } }, false],
  ['bytes', { properties: { a: file } }, true],
  ['bytes, beside text', { properties: { a: text, b: file } }, true],
  ['what is encoded', { properties: { a: { ...text, contentEncoding: 'base64' } } }, true],
  ['what has a media type', { properties: { a: { ...text, contentMediaType: 'image/png' } } }, true],
  ['what has no type', { properties: { a: {} } }, true],
  ['one of several values', { properties: { a: { enum: ['x'] } } }, false],
  [
    'one of several values, under allOf',
    { properties: { a: { allOf: [{ enum: ['x'] }, { title: 'A' }] } } },
    false,
  ],
  ['bytes, under allOf', { properties: { a: { allOf: [{ type: 'string' }, { format: 'binary' }] } } }, true],
  ['text of another part of the schema', { allOf: [{ properties: { a: text } }] }, false],
])('a part of a form is a file, which is not sent: %s', (_, schema, isFile) => {
  const example = { a: 'x' };
  expect(textsIn({ [multipart]: { schema, example } })).toHaveLength(isFile ? 0 : 1);
  // Only parts can be files.
  expect(textsIn({ [form]: { schema, example } })).toHaveLength(1);
});

test('a body that is shown is the example', () => {
  const [body] = bodiesIn({ 'text/plain': { example: 'x' } }).bodies;
  expect(found(body)).toMatchObject({ contentType: 'text/plain', example: { name: 'example', value: 'x' } });
  expect(bodiesIn({ [form]: { schema: title } }).bodies[0]).not.toHaveProperty('example');
});
