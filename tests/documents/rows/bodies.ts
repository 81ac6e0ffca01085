import { accepting, bad, created, type DocumentRow, isObject, jsonOf, operation } from './row.ts';

const post = (content: string, components?: string): string =>
  operation(
    '/books',
    'post',
    `      requestBody:
        required: true
        content:
${content}
      responses:
        '201': { description: Added. }
        '400': { description: Not valid. }`,
    components,
  );

const json = (schema: string, more = ''): string =>
  post(`          application/json:\n            schema: ${schema}${more}`);

const titled = '{ type: object, required: [title], properties: { title: { type: string } } }';

const hasTitle = (value: unknown): boolean => isObject(value) && typeof value.title === 'string';
const isSent = ({
  headers,
}: {
  readonly headers: { readonly 'content-type'?: string | undefined };
}): boolean => headers['content-type'] === 'application/json';

/** Sends everything: what is here has nothing to lose. */
const options = ['--consent', 'destroy'];

/** Bodies of requests: what is sent, and which derived bodies are no faults. */
export const bodyRows: readonly DocumentRow[] = [
  {
    rule: 'a body is made from its schema',
    document: json(titled),
    options,
    conforms: accepting((request) => isSent(request) && hasTitle(jsonOf(request)), created),
    breaks: accepting((request) => {
      const value = jsonOf(request);
      return hasTitle(value) || (isObject(value) && value.title === undefined);
    }, created),
    deviates: ['books/400/title-missing'],
  },
  {
    rule: 'a body that may be null is no fault when it is',
    document: json('{ type: [object, "null"], required: [title], properties: { title: { type: string } } }'),
    options,
    conforms: accepting((request) => jsonOf(request) === null || hasTitle(jsonOf(request)), created),
    breaks: accepting(
      (request) => jsonOf(request) === true || hasTitle(jsonOf(request)) || jsonOf(request) === null,
      created,
    ),
    deviates: ['books/400/body-boolean'],
    without: ['books/400/body-null'],
  },
  {
    rule: 'required members are found under allOf and behind references',
    document: post(
      `          application/json:
            schema: { allOf: [{ $ref: '#/components/schemas/Titled' }, { required: [title] }] }`,
      `components: { schemas: { Titled: { type: object, properties: { title: { type: string } } } } }`,
    ),
    options,
    conforms: accepting((request) => hasTitle(jsonOf(request)), created),
    breaks: accepting((request) => {
      const value = jsonOf(request);
      return hasTitle(value) || (isObject(value) && value.title === null);
    }, created),
    deviates: ['books/400/title-null'],
  },
  {
    rule: 'the beginning of a number is no malformed body',
    document: json('{ type: integer }', '\n            example: 12'),
    options,
    conforms: accepting((request) => Number.isInteger(jsonOf(request)), created),
    breaks: accepting((request) => ['number', 'boolean'].includes(typeof jsonOf(request)), created),
    deviates: ['books/400/body-boolean'],
    without: ['books/400/body-malformed'],
  },
  {
    rule: 'a form is sent',
    document: post(`          application/x-www-form-urlencoded:\n            schema: ${titled}`),
    options,
    conforms: accepting(({ body }) => new URLSearchParams(body).has('title'), created),
    breaks: () => created,
    deviates: ['books/400/body-missing'],
  },
  {
    rule: 'a long whole number is sent as it is written',
    document: json(
      '{ type: object, required: [id], properties: { id: { type: integer, maximum: 9223372036854775807 } } }',
      '\n            example: { id: 9007199254740993 }',
    ),
    options,
    conforms: accepting(
      ({ body }) => /^\{"id":\d+\}$/.test(body) && body.includes('9007199254740993'),
      created,
    ),
    breaks: accepting(({ body }) => body === '{"id":9007199254740992}', created),
    deviates: ['books/201/example'],
  },
  {
    rule: 'an example that its own schema refuses is not sent',
    document: json(
      titled,
      '\n            examples: { a: { value: { title: 1 } }, b: { value: { title: Emma } } }',
    ),
    options,
    conforms: accepting((request) => hasTitle(jsonOf(request)), created),
    breaks: () => bad,
    deviates: ['books/201/b'],
    without: ['books/201/a'],
  },
];
