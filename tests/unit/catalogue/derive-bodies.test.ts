import { baseRequestOf } from '../../../src/catalogue/base-request.ts';
import { bytesOf, type CaseDefinition } from '../../../src/catalogue/case.ts';
import { bodyFaults } from '../../../src/catalogue/derive/body-faults.ts';
import { equivalentForms } from '../../../src/catalogue/derive/equivalent-forms.ts';
import { mediaTypes } from '../../../src/catalogue/derive/media-types.ts';
import { propertyFaults } from '../../../src/catalogue/derive/property-faults.ts';
import { answers, derivedBy, type Members, smallOperation } from '../../support/small-operations.ts';

/** What rules derive of bodies. */

const body = (content: Members, more: Members = {}): Members => ({ requestBody: { content, ...more } });
const json = (schema: unknown, more: Members = {}): Members =>
  body({ 'application/json': { schema } }, { required: true, ...more });
const sent = ({ request }: CaseDefinition) =>
  request?.body ? Buffer.from(bytesOf(request.body)).toString() : request?.body;

test('a body is written in other formats, and is wrong by its format alone', () => {
  const example = { a: 'x y', b: { c: [1, null], d: true } };
  const operation = smallOperation(body({ 'application/json': { example } }));
  const part = (name: string, value: string) =>
    `--conformance-part\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const text = JSON.stringify(example);
  expect(derivedBy(mediaTypes, operation).map((one) => [one.request?.contentType, sent(one)])).toEqual([
    ['text/plain', text],
    ['text/html', `<p>${text}</p>`],
    ['application/octet-stream', text],
    ['application/xml', '<a>x y</a><b><c><0>1</0><1>null</1></c><d>true</d></b>'],
    ['application/yaml', text],
    ['application/x-www-form-urlencoded', 'a=x+y&b%5Bc%5D%5B0%5D=1&b%5Bc%5D%5B1%5D=null&b%5Bd%5D=true'],
    [
      'multipart/form-data; boundary=conformance-part',
      `${part('a', 'x y')}${part('b[c][0]', '1')}${part('b[c][1]', 'null')}${part('b[d]', 'true')}--conformance-part--\r\n`,
    ],
    [null, undefined],
  ]);
});

test('a format is one that is not JSON, or one that is not documented', () => {
  const about = (content: Members) => {
    const [first, ...others] = derivedBy(mediaTypes, smallOperation(body(content)));
    return [first?.title, first?.subject, first?.status, others.at(-1)];
  };
  expect(about({ 'application/json': { schema: { const: 1 } } })).toEqual([
    'A request in text/plain is refused',
    'a media type that is not JSON',
    415,
    {
      slug: 'media-type-missing',
      title: 'A body without a Content-Type is refused',
      subject: 'a body without a Content-Type',
      request: { contentType: null },
      ...{ status: 415, requirements: [], tolerates: [] },
    },
  ]);
  expect(about({ 'application/json': { schema: { const: 1 } }, 'text/csv': {} })).toEqual([
    'A request in text/plain is refused',
    'a media type that is not documented',
    415,
    expect.objectContaining({
      slug: 'media-type-multipart',
      title: 'A request in multipart/form-data is refused',
    }),
  ]);
});

test('a body is missing, is torn or is no JSON', () => {
  const [missing, torn, other] = derivedBy(bodyFaults, smallOperation(json({ const: 'Emma' })));
  const notJson = { subject: 'a body that is not JSON', status: 400 };
  expect(missing).toMatchObject({
    title: 'A request without a body is refused',
    subject: 'a request without a body',
    ...{ request: { body: null }, status: 400 },
  });
  expect(torn).toMatchObject({ title: 'A truncated body is refused', ...notJson });
  expect(other).toMatchObject({ title: 'A body that is not JSON is refused', ...notJson });
  expect([torn, other].map((one) => one && sent(one))).toEqual(['"Emma', 'this is not JSON']);
});

test.each<[schema: Members, subject: string]>([
  [{ type: 'object' }, 'a body that is not a JSON object'],
  [{ type: ['object', 'null'] }, 'a body of a wrong type'],
  [{ type: 'array' }, 'a body of a wrong type'],
])('a body of a wrong type for %j is %s', (schema, subject) => {
  const wrong = derivedBy(bodyFaults, smallOperation(json(schema))).find(
    ({ slug }) => slug === 'body-string',
  );
  expect(wrong).toMatchObject({ subject, title: 'A body that is a string is refused', status: 400 });
});

test.each<
  [mediaType: string, documented: readonly number[], other: string, lawful: readonly number[] | undefined]
>([
  ['application/json', [], 'Application/JSON', [415]],
  ['application/json', [415], 'Application/JSON', undefined],
  ['application/vnd.b+json; version=a', [], 'Application/VND.B+JSON; version=a', [415]],
])('%s, where %j is documented, is also %s', (mediaType, documented, other, lawful) => {
  const operation = smallOperation({
    ...body({ [mediaType]: { example: 1 } }),
    responses: answers(201, ...documented),
  });
  const [chunked, letters] = derivedBy(equivalentForms, operation);
  expect(chunked).toMatchObject({
    title: 'A body that is sent in chunks is accepted',
    subject: 'a body in chunks',
    status: 201,
    request: { framing: 'chunked' },
    lawful: [411],
    strength: 'should',
  });
  expect(letters).toEqual({
    slug: 'media-type-case',
    title: 'A media type in other letters is the same media type',
    subject: 'a media type in other letters',
    request: { contentType: other },
    strength: 'should',
    ...(lawful && { lawful }),
    ...{ status: 201, requirements: [], tolerates: [] },
  });
});

describe('members that have to be there', () => {
  const definitionsOf = (property: Members, example: unknown) =>
    derivedBy(
      propertyFaults,
      smallOperation(
        body({
          'application/json': {
            schema: { type: 'object', required: ['the_title'], properties: { the_title: property } },
            example,
          },
        }),
      ),
    );
  const answer = { status: 400, requirements: [], tolerates: [] };
  const fault = (slug: string, is: string, subject: string, value: unknown) => ({
    slug: `the-title-${slug}`,
    title: `A body whose the_title ${is} is refused`,
    subject: `a body in which a ${subject}`,
    request: { body: { kind: 'text', text: JSON.stringify(value) } },
    ...answer,
  });
  const wrong = 'member has a wrong type';
  const required = (how: string) => `required member is ${how}`;

  test('are missing, of a wrong type or empty', () =>
    expect(definitionsOf({ type: 'string', minLength: 1 }, { the_title: 'Emma' })).toEqual([
      fault('missing', 'is missing', required('missing'), {}),
      fault('null', 'is null', wrong, { the_title: null }),
      fault('boolean', 'is a boolean', wrong, { the_title: true }),
      fault('number', 'is a number', wrong, { the_title: 5.7 }),
      fault('array', 'is an array', wrong, { the_title: ['text'] }),
      fault('object', 'is an object', wrong, { the_title: { member: 'text' } }),
      fault('empty', 'is an empty string', required('empty'), { the_title: '' }),
    ]));

  const objectOf = (a: Members) => ({ type: 'object', required: ['a'], properties: { a } });

  test('are named by their place', () => {
    const all = definitionsOf(objectOf({ type: 'string' }), { the_title: { a: 'Emma' } });
    expect(all.find(({ slug }) => slug === 'the-title.a-missing')?.title).toBe(
      'A body whose the_title.a is missing is refused',
    );
  });

  test('have requirements of the first schema that names some', () => {
    const parts = [{ type: 'string' }, { 'x-requirements': ['TITLE'] }];
    const [missing] = definitionsOf({ allOf: parts }, { the_title: 'Emma' });
    expect(missing?.requirements).toEqual(['TITLE']);
  });

  test.each([
    ['the_title/a/x-requirements', { type: 'string', 'x-requirements': 5 }],
    ['the_title/a/x-empty', { type: 'string', minLength: 1, 'x-empty': 5 }],
  ])('that say what they should not are refused with the place %s', (place, property) =>
    expect(() => definitionsOf(objectOf(property), { the_title: { a: 'Emma' } })).toThrow(place),
  );
});

test('a body that is no object has no members', () => {
  const operation = smallOperation(json({ type: 'array', required: ['title'], items: { type: 'string' } }));
  expect(baseRequestOf(operation).value).toBeInstanceOf(Array);
  expect(derivedBy(propertyFaults, operation)).toEqual([]);
});
