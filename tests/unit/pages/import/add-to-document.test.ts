import fc from 'fast-check';
import { parse } from 'yaml';
import { addToDocument, existingParts } from '../../../../src/pages/import/add-to-document.ts';
import type { JsonObject } from '../../../../src/pages/import/draft-context.ts';
import { refusal } from '../../cli/support.ts';

const draft: JsonObject = {
  openapi: '3.1.0',
  security: [{ credential: [] }],
  paths: { '/desk/loans': { post: { operationId: 'lend' } }, '/desk': { get: { operationId: 'look' } } },
  components: {
    securitySchemes: { credential: { type: 'apiKey', in: 'header', name: 'X-Card' } },
    schemas: { Loan: { type: 'object' }, Fault: { type: 'string' } },
  },
};

const part = `# Loans of the desk.
paths:
    # The oldest one.
    "/desk/loans":   # all of them
        get: {operationId: list,   tags: [loans] }   # kept

    /late:
        get:
            operationId: late
            description: |
                Two
                lines.

components:
    schemas:
        Fault: { type: object }
# The end.
`;

test('what is there stays byte by byte, and the draft stands after it', () => {
  const text = addToDocument('loans.yaml', part, draft);
  expect(text.split('\n').filter((line) => part.split('\n').includes(line))).toEqual(part.split('\n'));
  expect(parse(text)).toEqual({
    paths: {
      '/desk/loans': {
        get: { operationId: 'list', tags: ['loans'] },
        post: { operationId: 'lend' },
      },
      '/late': { get: { operationId: 'late', description: 'Two\nlines.\n' } },
      '/desk': { get: { operationId: 'look' } },
    },
    components: { schemas: { Fault: { type: 'object' }, Loan: { type: 'object' } } },
  });
});

const files: readonly (readonly [name: string, text: string, value: object])[] = [
  [
    'a map of paths',
    '/late:\n  get: {}\n',
    {
      '/late': { get: {} },
      ...Object(draft.paths),
      components: { schemas: Object(draft.components).schemas },
    },
  ],
  [
    'paths that are empty',
    'paths: {} # none yet\ncomponents:\n  schemas:\n',
    { paths: draft.paths, components: { schemas: Object(draft.components).schemas } },
  ],
  ['a document without a credential', 'openapi: 3.1.0\npaths:\n', draft],
  [
    'a file without a newline at the end',
    'paths:\n  /late:\n    get: {}',
    {
      paths: { '/late': { get: {} }, ...Object(draft.paths) },
      components: { schemas: Object(draft.components).schemas },
    },
  ],
  [
    'Windows line ends',
    'paths:\r\n  /late:\r\n    get: {}\r\n',
    {
      paths: { '/late': { get: {} }, ...Object(draft.paths) },
      components: { schemas: Object(draft.components).schemas },
    },
  ],
];
test.each(files)('%s', (_name, text, value) =>
  expect(parse(addToDocument('loans.yaml', text, draft))).toEqual(value),
);

const refused: readonly (readonly [name: string, text: string, message: string])[] = [
  ['a list', '- a\n', 'expected an OpenAPI document, or a map of paths'],
  ['a flow map', 'paths: { /late: { get: {} } }\n', 'expected a map in block style at /paths'],
  ['text that is no YAML', 'paths: [\n', 'loans.yaml cannot be read'],
];
test.each(refused)('%s is refused', async (_name, text, message) => {
  const error = await refusal(Promise.resolve().then(() => addToDocument('loans.yaml', text, draft)));
  expect(error.message).toContain(message);
});

test('a file with the line ends of Windows keeps them everywhere', () => {
  const crlf = part.replaceAll('\n', '\r\n');
  expect(addToDocument('loans.yaml', crlf, draft)).toBe(
    addToDocument('loans.yaml', part, draft).replaceAll('\n', '\r\n'),
  );
});

test('operations are known by key, id and page', () => {
  const text =
    'paths:\n  /a#b:\n    parameters: []\n    post:\n      operationId: b\n      x-page: post-b\n    get: {}\n';
  expect(existingParts('loans.yaml', text)).toEqual({
    operations: [
      { key: '/a#b', method: 'post', id: 'b', page: 'post-b' },
      { key: '/a#b', method: 'get' },
    ],
    schemas: new Set(),
  });
});

test('added to any map, the result holds both', () => {
  const key = fc.stringMatching(/^\/[a-z#~{}%-]{1,8}$/);
  const value = fc.jsonValue({ maxDepth: 2 });
  fc.assert(
    fc.property(fc.dictionary(key, fc.dictionary(fc.constantFrom('summary', 'x-a'), value)), (paths) => {
      const text =
        Object.keys(paths).length === 0
          ? ''
          : `paths:\n${Object.entries(paths)
              .map(([name, item]) => `  ${JSON.stringify(name)}: # kept\n    x: ${JSON.stringify(item)}`)
              .join('\n')}\n`;
      const result = addToDocument('loans.yaml', text, draft);
      expect(result.startsWith(text.trimEnd())).toBe(true);
      expect(Object.keys(parse(result).paths)).toEqual(
        expect.arrayContaining(['/desk', ...Object.keys(paths)]),
      );
    }),
    { numRuns: 50 },
  );
});
