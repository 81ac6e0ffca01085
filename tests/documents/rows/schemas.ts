import { type DocumentRow, isObject, jsonOf, ok, operation } from './row.ts';

/** What a schema means: JSON Schema 2020-12, and what OpenAPI adds (issue 15). */

const answering = (schema: string, components = ''): string =>
  operation(
    '/books',
    'get',
    `      responses: { '200': { description: Books., content: { application/json: { schema: ${schema} } } } }`,
    components,
  );

const headers = { 'Content-Type': 'application/json' };
const json = (value: unknown) => () => ({ ...ok, headers, body: JSON.stringify(value) });

const book = `components:
  schemas:
    Book: { type: object, required: [title], properties: { title: { type: string } } }`;

const succeeds = ['books/200/valid-request'];

/** Each answers one request, whose answer alone differs. */
const answers: readonly (readonly [rule: string, document: string, conforms: unknown, breaks: unknown])[] = [
  [
    'what a reference leads to holds beside the keywords next to the reference',
    answering(`{ $ref: '#/components/schemas/Book', required: [year] }`, book),
    { title: 'Emma', year: 1815 },
    { year: 1815 },
  ],
  [
    'keywords next to a reference hold beside what it leads to',
    answering(`{ $ref: '#/components/schemas/Book', required: [year] }`, book),
    { title: 'Emma', year: 1815 },
    { title: 'Emma' },
  ],
  [
    'a schema within itself holds at any depth',
    answering(
      `{ $ref: '#/components/schemas/Tree' }`,
      `components:
  schemas:
    Tree:
      type: object
      required: [name]
      properties: { name: { type: string }, branches: { type: array, items: { $ref: '#/components/schemas/Tree' } } }`,
    ),
    { name: 'a', branches: [{ name: 'b', branches: [{ name: 'c' }] }] },
    { name: 'a', branches: [{ name: 'b', branches: [{ name: 3 }] }] },
  ],
  [
    'the same $id may stand in schemas that have nothing to do with one another',
    answering(
      `{ type: object, properties: { a: { $id: 'https://books.example/a', type: string }, b: { $id: 'https://books.example/a', type: integer } } }`,
    ),
    { a: 'x', b: 1 },
    { a: 'x', b: 'y' },
  ],
  [
    'an $id in an example is data',
    answering(`{ type: object, required: [title], examples: [{ $id: 'x', $ref: 'nowhere.yaml' }] }`),
    { title: 1 },
    {},
  ],
  [
    'an answer need not have what only requests have',
    answering(
      `{ type: object, required: [title, password], properties: { password: { type: string, writeOnly: true } } }`,
    ),
    { title: 1 },
    { password: 'x' },
  ],
  [
    'a member called $ref is a member',
    answering(`{ type: object, required: [$ref], properties: { $ref: { type: string } } }`),
    { $ref: 'x' },
    { $ref: 1 },
  ],
  [
    'an anchor names a schema',
    answering(
      `{ $ref: '#book' }`,
      `components: { schemas: { Book: { $anchor: book, type: object, required: [title] } } }`,
    ),
    { title: 1 },
    {},
  ],
  [
    'true allows everything, and false nothing',
    answering(`{ type: object, properties: { any: true, none: false } }`),
    { any: null },
    { none: null },
  ],
  [
    'a schema in another file refers to its own file',
    answering(`{ $ref: 'schemas/book.yaml#/Book' }`),
    { title: 'Emma', author: { name: 'Jane' } },
    { title: 'Emma', author: {} },
  ],
];

const files = {
  'schemas/book.yaml': `Book: { type: object, properties: { author: { $ref: '#/Author' } } }
Author: { type: object, required: [name] }`,
};

export const schemaRows: readonly DocumentRow[] = [
  ...answers.map(
    ([rule, document, conforms, breaks]): DocumentRow => ({
      rule,
      document,
      files,
      conforms: json(conforms),
      breaks: json(breaks),
      deviates: succeeds,
    }),
  ),
  {
    rule: 'a request need not have what only answers have',
    document: operation(
      '/books',
      'post',
      `      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [id, title]
              properties: { id: { type: integer, readOnly: true }, title: { type: string, minLength: 1 } }
            example: { title: Emma }
      responses: { '200': { description: Added. }, '400': { description: Not so. } }`,
    ),
    options: ['--consent', 'destroy'],
    without: ['books/400/id-missing'],
    conforms: (request) => {
      const body = jsonOf(request);
      return isObject(body) && typeof body.title === 'string' && body.title !== '' ? ok : { status: 400 };
    },
    breaks: (request) => (isObject(jsonOf(request)) ? ok : { status: 400 }),
    // After a wrong creation the other cases that could create are not sent.
    deviates: ['books/400/title-missing'],
  },
];
