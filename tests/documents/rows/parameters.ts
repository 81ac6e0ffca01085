import { accepting, bad, type DocumentRow, ok, operation, queryOf } from './row.ts';

const answers = `
      responses:
        '200': { description: Here. }
        '400': { description: Not valid. }`;

const get = (parameters: string): string =>
  operation('/books', 'get', `      parameters:\n${parameters}${answers}`);

const isCount = (text: string | null): boolean => text !== null && /^\d+$/.test(text) && Number(text) <= 100;

const limit = get(
  '        - { name: limit, in: query, required: true, schema: { type: integer, maximum: 100 } }',
);

/** Parameters of requests: what is sent, and what of it is wrong. */
export const parameterRows: readonly DocumentRow[] = [
  {
    rule: 'a required query parameter is sent',
    document: limit,
    conforms: accepting((request) => isCount(queryOf(request).get('limit'))),
    breaks: accepting((request) => isCount(queryOf(request).get('limit') ?? '1')),
    deviates: ['books/400/query-limit-missing'],
  },
  {
    rule: 'a value beyond the maximum is refused',
    document: limit,
    conforms: accepting((request) => isCount(queryOf(request).get('limit'))),
    breaks: accepting((request) => /^\d+$/.test(queryOf(request).get('limit') ?? '')),
    deviates: ['books/400/query-limit-above-maximum'],
  },
  {
    rule: 'a value of a wrong type is refused, though the parameter is optional',
    document: get('        - { name: limit, in: query, schema: { type: [integer, "null"] } }'),
    conforms: accepting((request) => /^\d*$/.test(queryOf(request).get('limit') ?? '')),
    breaks: accepting((request) => !queryOf(request).get('limit')?.includes('.')),
    deviates: ['books/400/query-limit-text'],
  },
  {
    rule: 'a value that is not permitted is refused; of the permitted ones, the first is sent',
    document: get(
      '        - { name: order, in: query, required: true, schema: { type: string, enum: [title, year] } }',
    ),
    conforms: accepting((request) => /^(title|year)$/.test(queryOf(request).get('order') ?? '')),
    breaks: accepting((request) => queryOf(request).get('order') !== null),
    deviates: ['books/400/query-order-not-permitted'],
  },
  {
    rule: 'text is never a wrong type where text is asked for',
    document: get('        - { name: title, in: query, required: true, schema: { type: string } }'),
    conforms: accepting((request) => queryOf(request).has('title')),
    breaks: () => ok,
    deviates: ['books/400/query-title-missing'],
    without: ['books/400/query-title-text', 'books/400/query-title-fraction'],
  },
  {
    rule: 'required header fields are sent',
    document: get(
      '        - { name: X-Shop, in: header, required: true, schema: { type: string }, example: north }',
    ),
    conforms: accepting(({ headers }) => headers['x-shop'] === 'north'),
    breaks: () => ok,
    deviates: ['books/400/header-x-shop-missing'],
  },
  {
    rule: 'required cookies are sent',
    document: get(
      `        - { name: shop, in: cookie, required: true, schema: { type: string, default: 'a b' } }
        - { name: till, in: cookie, required: true, schema: { const: 7 } }`,
    ),
    conforms: accepting(({ headers }) => headers.cookie === 'shop=a%20b; till=7'),
    breaks: accepting(({ headers }) => headers.cookie?.includes('till=7') === true),
    deviates: ['books/400/cookie-shop-missing'],
  },
  {
    rule: 'parameters of the operation override those of the path',
    document: `
openapi: 3.1.0
info: { title: Books, version: 1.0.0 }
paths:
  /books:
    parameters:
      - { name: limit, in: query, required: true, schema: { type: string, enum: [few, many] } }
    get:
      operationId: books
      parameters:
        - { name: limit, in: query, required: true, schema: { type: integer }, example: 12 }
${answers}`,
    conforms: accepting((request) => queryOf(request).get('limit') === '12'),
    breaks: accepting((request) => [null, '12'].includes(queryOf(request).get('limit'))),
    deviates: ['books/400/query-limit-missing'],
  },
  {
    rule: 'header parameters named Accept, Content-Type and Authorization are ignored',
    document: get(
      ['Accept', 'Content-Type', 'Authorization']
        .map((name) => `        - { name: ${name}, in: header, required: true, schema: { type: integer } }`)
        .join('\n'),
    ),
    conforms: accepting(({ headers }) => headers.authorization === undefined),
    breaks: () => bad,
    deviates: ['books/200/valid-request'],
    without: ['books/400/header-authorization-missing', 'books/400/header-accept-text'],
  },
  ...(
    [
      [
        'ids=1|2',
        '{ name: ids, style: pipeDelimited, explode: false, schema: { type: array }, example: [1, 2] }',
      ],
      [
        'ids=1 2',
        '{ name: ids, style: spaceDelimited, explode: false, schema: { type: array }, example: [1, 2] }',
      ],
      ['ids=1&ids=2', '{ name: ids, schema: { type: array }, example: [1, 2] }'],
      ['ids=1,2', '{ name: ids, explode: false, schema: { type: array }, example: [1, 2] }'],
      [
        'by[name]=a&by[age]=5',
        '{ name: by, style: deepObject, schema: { type: object }, example: { name: a, age: 5 } }',
      ],
      ['name=a&age=5', '{ name: by, schema: { type: object }, example: { name: a, age: 5 } }'],
      ['at=/a?b', '{ name: at, allowReserved: true, schema: { type: string }, example: "/a?b" }'],
      [
        'by={"a":[1]}',
        '{ name: by, content: { application/json: { schema: { type: object }, example: { a: [1] } } } }',
      ],
    ] as const
  ).map(([query, parameter]): DocumentRow => {
    const isValid = accepting(({ path }) => decodeURIComponent(path) === `/books?${query}`);
    return {
      rule: `a parameter is written as its style asks: ${query}`,
      document: get(`        - ${parameter.replace('{ ', '{ in: query, required: true, ')}`),
      conforms: isValid,
      breaks: (request) => (request.path === '/books' ? ok : isValid(request)),
      deviates: [
        `books/400/query-${query.slice(0, 2) === 'na' ? 'by' : query.slice(0, query.search(/[=[]/))}-missing`,
      ],
    };
  }),
  {
    rule: 'a made value fits pattern and length',
    document: get(
      "        - { name: code, in: query, required: true, schema: { type: string, pattern: '^[A-Z]{3}-\\d{4}$' } }",
    ),
    conforms: accepting((request) => /^[A-Z]{3}-\d{4}$/.test(queryOf(request).get('code') ?? '')),
    breaks: accepting((request) => queryOf(request).has('code')),
    deviates: ['books/400/query-code-mismatch'],
  },
];
