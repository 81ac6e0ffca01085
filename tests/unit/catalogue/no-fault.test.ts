import { baseRequestOf } from '../../../src/catalogue/base-request.ts';
import { json, text } from '../../../src/catalogue/case.ts';
import { noFaultIn, siblingsAmong } from '../../../src/catalogue/siblings.ts';
import { operationOf } from '../../support/runs.ts';
import { type Members, smallOperation } from '../../support/small-operations.ts';

/** Whether a request that one operation refuses is one of a sibling (decision 0043). */

type Request = NonNullable<Parameters<typeof noFaultIn>[0]['request']>;

const own = smallOperation({}, { path: '/books/{id}' });
const siblingWith = (members: Members, document: Members = {}) => ({
  ...smallOperation(members, { path: '/books/{id}', ...document }),
  id: 'sibling',
});
const found = (request: Request, members: Members, document?: Members) =>
  noFaultIn(
    { slug: 'wrong', title: 'Wrong', status: 400, requirements: [], request },
    baseRequestOf(own),
    own,
    [siblingWith(members, document)],
  );

const parameter = (place: string, schema: unknown, more: Members = {}) => ({
  parameters: [{ in: place, name: 'Kind', required: true, schema, ...more }],
});
const isNew = { type: 'string', enum: ['new'] };
const query = (...written: readonly (string | null)[]) => ({
  query: written.map((one) => ({ name: 'Kind', written: one })),
});
const header = (name: string, written: string) => ({ headers: [{ name, written }] });
const cookie = (written: string) => ({ cookies: [{ name: 'Kind', written }] });

test.each<[what: string, request: Request, members: Members, accepts: boolean]>([
  ['nothing, where nothing is asked', {}, {}, true],
  ['nothing, where a query is asked', {}, parameter('query', isNew), false],
  ['nothing, where a header field is asked', {}, parameter('header', isNew), false],
  ['nothing, where a cookie is asked', {}, parameter('cookie', isNew), false],
  ['nothing, where a query may be', {}, parameter('query', isNew, { required: false }), true],
  ['an asked query', query('Kind=new'), parameter('query', isNew), true],
  ['another query', query('Kind=old'), parameter('query', isNew), false],
  [
    'a query in other letters',
    { query: [{ name: 'kind', written: 'kind=new' }] },
    parameter('query', isNew),
    false,
  ],
  ['an encoded query', query('Kind=n%65w'), parameter('query', isNew), true],
  ['a query that nobody knows', query(null), parameter('query', isNew), true],
  ['a query without a value', query('Kind'), parameter('query', isNew), true],
  ['a query of several values', query('Kind=old&Kind=older'), parameter('query', isNew), true],
  ['an asked header field', header('Kind', 'new'), parameter('header', isNew), true],
  ['another header field', header('Kind', 'old'), parameter('header', isNew), false],
  ['a header field in other letters', header('kIND', 'new'), parameter('header', isNew), true],
  ['a header field of another name', header('Sort', 'new'), parameter('header', isNew), false],
  ['a header field with signs', header('Kind', 'a=new'), parameter('header', isNew), false],
  [
    'a header field with its own signs',
    header('Kind', 'a=b;c'),
    parameter('header', { const: 'a=b;c', type: 'string' }),
    true,
  ],
  ['an asked cookie', cookie('Kind=new'), parameter('cookie', isNew), true],
  ['another cookie', cookie('Kind=old'), parameter('cookie', isNew), false],
  [
    'a path of any value',
    {},
    { parameters: [{ in: 'path', name: 'id', required: true, schema: isNew }] },
    true,
  ],
])('a sibling takes %s: %j', (_, request, members, accepts) =>
  expect(found(request, members)).toEqual(
    accepts ? { slug: 'wrong', operationId: 'sibling', as: 'valid' } : undefined,
  ),
);

test('the credential of a sibling is not looked at', () => {
  const securitySchemes = { key: { type: 'apiKey', in: 'query', name: 'Kind' } };
  const secured = { components: { securitySchemes }, security: [{ key: [] }] };
  expect(found({}, parameter('query', isNew), secured)).toMatchObject({ as: 'valid' });
});

const content = (mediaType: string, more: Members = {}) => ({
  requestBody: { content: { [mediaType]: more } },
});
const inJson = { contentType: 'application/json' };
const titled = { type: 'object', required: ['title'] };

test.each<[what: string, request: Request, members: Members, accepts: boolean]>([
  ['a body, where there is none', { ...inJson, body: json({}) }, {}, false],
  ['no body, where there may be one', { body: null }, content('application/json'), true],
  ['a body without a media type', { contentType: null, body: json({}) }, content('application/json'), false],
  [
    'a body in another format',
    { contentType: 'text/csv', body: text('a') },
    content('application/json'),
    false,
  ],
  ['a body in its format', { contentType: 'text/csv', body: text('a') }, content('text/csv'), true],
  ['what is no JSON', { ...inJson, body: text('{') }, content('application/json'), false],
  [
    'a valid body',
    { ...inJson, body: json({ title: 1 }) },
    content('application/json', { schema: titled }),
    true,
  ],
  [
    'a body that lacks a member',
    { ...inJson, body: json({}) },
    content('application/json', { schema: titled }),
    false,
  ],
])('a sibling takes %s', (_, request, members, accepts) =>
  expect(found(request, members) !== undefined).toBe(accepts),
);

test('an example of a sibling is no fault, although the sibling asks for more', () => {
  const shown = { ...parameter('query', isNew), ...content('application/json', { example: { title: 'a' } }) };
  const example = { slug: 'wrong', operationId: 'sibling', as: 'example' };
  expect(found({ body: json({ title: 'a' }) }, shown)).toEqual(example);
  expect(found({ body: json({ title: 'b' }) }, shown)).toBeUndefined();
  expect(found({ ...inJson, body: json({ title: 'a' }) }, shown)).toBeUndefined();
});

test('siblings have the method and the path of an operation, whatever the names in the path', () => {
  const one = operationOf({ id: 'one', path: '/a/{b}' });
  const two = operationOf({ id: 'two', path: '/a/{c}' });
  const put = operationOf({ id: 'put', path: '/a/{b}', method: 'PUT' });
  const other = operationOf({ id: 'other', path: '/a' });
  const siblings = siblingsAmong([one, two, put, other]);
  expect(siblings(one)).toEqual([two]);
  expect(siblings(two)).toEqual([one]);
  expect(siblings(other)).toEqual([]);
  expect(siblings(operationOf({ path: '/b' }))).toEqual([]);
});
