import { accepting, bad, type DocumentRow, ok, operation } from './row.ts';

const answers = `
      responses:
        '200': { description: Here. }
        '404': { description: Not there. }`;

const get = (parameter: string): string =>
  operation(
    '/books/{isbn}',
    'get',
    `      parameters:\n        - { in: path, name: isbn, required: true, ${parameter} }${answers}`,
  );

const missing = { status: 404 };

/** Values of paths, which fit their schema even where they name nothing. */
export const pathRows: readonly DocumentRow[] = [
  {
    rule: 'an unknown value of a path fits its pattern',
    document: get("schema: { type: string, pattern: '^\\d{13}$' }, example: '9780141439587'"),
    conforms: ({ path }) =>
      path === '/books/9780141439587' ? ok : /^\/books\/\d{13}$/.test(path) ? missing : bad,
    breaks: () => ok,
    deviates: ['books/404/unknown-isbn'],
  },
  {
    rule: 'an unknown value of a path fits its range',
    document: get('schema: { type: integer, minimum: 5000000000, maximum: 6000000000, default: 5000000001 }'),
    conforms: ({ path }) => {
      const id = Number(path.slice('/books/'.length));
      return id === 5000000001 ? ok : id >= 5e9 && id <= 6e9 ? missing : bad;
    },
    breaks: () => ok,
    deviates: ['books/404/unknown-isbn'],
  },
  {
    rule: 'where a schema names all values of a path, none of them is unknown',
    document: get('schema: { type: string, enum: [all] }'),
    conforms: accepting(({ path }) => path === '/books/all'),
    breaks: () => bad,
    deviates: ['books/200/valid-request'],
    without: ['books/404/unknown-isbn'],
  },
  {
    rule: 'a value of a path is written in the style `matrix`',
    document: get('style: matrix, schema: { type: string }, example: emma'),
    conforms: ({ path }) => (path === '/books/;isbn=emma' ? ok : missing),
    breaks: ({ path }) => (path.endsWith('emma') ? bad : missing),
    deviates: ['books/200/valid-request'],
  },
];
