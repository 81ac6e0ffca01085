import { execFileSync } from 'node:child_process';
import { mkdir, symlink, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { dirname } from 'node:path';
import fc from 'fast-check';
import { readDocument } from '../../../src/openapi/document.ts';
import { extentOf, type Part } from '../../../src/openapi/extent.ts';
import { closedAfterEach } from '../../support/closing.ts';
import { inNewDirectory } from '../../support/run.ts';

const opened = closedAfterEach();

/** A document whose only response has this schema, in YAML, and with more members. */
const documentOf = (schema: string, more = '') => `openapi: 3.1.0
info: { title: x, version: '1' }
paths:
  /a:
    get:
      operationId: a
      responses: { '200': { description: ok, content: { application/json: { schema: ${schema} } } } }
${more}`;

const place = '#/paths/~1a/get/responses/200/content/application~1json/schema';
const refusal = (...says: readonly string[]) =>
  expect.objectContaining({
    kind: 'configuration',
    exitCode: 2,
    message: expect.stringMatching(says.map((text) => `(?=[^]*${escaped(text)})`).join('')),
  });
const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

type Files = Readonly<Record<string, string>>;

/** Reads `api/document.yaml` among the files given. */
const reading = (files: Files, prepare = async (_file: (name: string) => string): Promise<void> => {}) =>
  inNewDirectory(async (file) => {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(file(name)), { recursive: true });
      await writeFile(file(name), text);
    }
    await prepare(file);
    return readDocument(file('api/document.yaml'));
  });

test('files below the folder of the document are read, also those that they name', async () => {
  const { document } = await reading({
    'api/document.yaml': documentOf('{ $ref: "schemas/a%20b.yaml#/A" }'),
    'api/schemas/a b.yaml': 'A: { properties: { c: { $ref: "../c.json" } } }',
    'api/c.json': '{ "type": "string" }',
  });
  expect(JSON.stringify(document.paths)).toContain('"schema":{"properties":{"c":{"type":"string"}}}');
});

test.each([
  ['an absolute path', '/etc/hostname', 'give --spec-allow /etc/hostname'],
  ['a URL of a file', 'file:///etc/hostname', 'only files below that folder are read'],
  ['a URL without a scheme', '//service.example/a.yaml', 'nothing is fetched'],
  ['a drive', 'C:\\a.yaml', 'no such file'],
  ['a path that leaves the folder', '../other.yaml', 'it is outside of the folder of the document'],
  ['a path that leaves it in another way', 'x/..%2f../other.yaml', 'cannot be read'],
  ['a symbolic link that leaves it', 'link.yaml', 'it is outside of the folder of the document'],
  ['a link to a device', 'zero.yaml', 'it is outside of the folder of the document'],
  ['a folder', 'folder', 'it is a directory'],
  ['a pipe', 'pipe.yaml', 'it is a pipe'],
  ['nothing', 'absent.yaml', 'no such file'],
  ['a large file', 'large.yaml', 'it is larger than'],
])('a reference to %s is refused with its place', (_name, reference, why) =>
  expect(
    reading(
      { 'api/document.yaml': documentOf(`{ $ref: '${reference}' }`), 'other.yaml': '{}', 'api/folder/a': '' },
      async (file) => {
        await symlink(file('other.yaml'), file('api/link.yaml'));
        await symlink('/dev/zero', file('api/zero.yaml'));
        execFileSync('mkfifo', [file('api/pipe.yaml')]);
        await writeFile(file('api/large.yaml'), '');
        await truncate(file('api/large.yaml'), 50 * 1024 * 1024);
      },
    ),
  ).rejects.toThrow(refusal(`${JSON.stringify(reference)} at ${place} cannot be read`, why)),
);

test('nothing is fetched, wherever the reference is', async () => {
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    response.end('{}');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  opened({ close: () => new Promise<void>((done) => server.close(() => done())) });
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/a.yaml`;
  const document = documentOf('{ $ref: "b.yaml#/B" }');
  await expect(
    reading({ 'api/document.yaml': document, 'api/b.yaml': `{ B: { allOf: [{ $ref: '${url}' }] } }` }),
  ).rejects.toThrow(refusal(`"${url}"`, 'b.yaml#/B/allOf/0', 'nothing is fetched'));
  expect(asked).toBe(0);
});

test.each([
  ['/dev/zero', 'it is a device'],
  ['/', 'it is a directory'],
])('%s is no document', (path, why) => expect(readDocument(path)).rejects.toThrow(refusal(path, why)));

const doubled = (levels: number, line: (level: number) => string) =>
  Array.from({ length: levels }, (_, level) => line(level)).join('\n');
const tooMany = 'it has more than 5000000 values';
const components = (schemas: string) => `components:\n  schemas:\n${schemas}`;

test.each([
  [
    'aliases',
    documentOf(
      '{}',
      `x-a:\n${doubled(40, (at) => `  - &a${at} [${at === 0 ? 1 : `*a${at - 1}, *a${at - 1}`}]`)}`,
    ),
    tooMany,
  ],
  [
    'a chain of references',
    documentOf(
      '{ $ref: "#/components/schemas/S300" }',
      components(
        doubled(
          301,
          (at) => `    S${at}: { items: ${at === 0 ? '{}' : `{ $ref: '#/components/schemas/S${at - 1}' }`} }`,
        ),
      ),
    ),
    'nested deeper than 400 schemas',
  ],
  ['an alias within itself', documentOf('{}', 'x-a: &a [*a]'), 'an alias is within what it stands for'],
  ['100,000 levels', `openapi: 3.1.0\nx-a: ${'['.repeat(100_000)}`, 'it is nested too deeply'],
])('a document that stands for too much by %s is refused', (_name, text, why) =>
  expect(reading({ 'api/document.yaml': text })).rejects.toThrow(refusal(why)),
);

test('references that double forty times are read, and nothing is written out that often', async () => {
  const schemas = doubled(40, (at) =>
    at === 0
      ? '    S0: {}'
      : `    S${at}: { properties: { a: { $ref: '#/components/schemas/S${at - 1}' }, b: { $ref: '#/components/schemas/S${at - 1}' } } }`,
  );
  const { document } = await reading({
    'api/document.yaml': documentOf('{ $ref: "#/components/schemas/S39" }', components(schemas)),
  });
  expect(JSON.stringify(document).length).toBeLessThan(50_000);
});

test('a long schema may refer to one that is true or false', async () => {
  const many = Array.from({ length: 5001 }, (_, at) => `p${at}: {}`).join(', ');
  const { document } = await reading({
    'api/document.yaml': documentOf(
      `{ properties: { a: { $ref: "#/components/schemas/None" }, ${many} } }`,
      components('    None: false'),
    ),
  });
  expect(JSON.stringify(document)).toContain('"properties":{"a":false,');
});

test('JSON of 100,000 levels is refused', () =>
  inNewDirectory(async (file) => {
    const text = `{"openapi":"3.1.0","info":{"title":"x","version":"1"},"paths":{},"x-a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    await writeFile(file('document.json'), text);
    await expect(readDocument(file('document.json'))).rejects.toThrow(
      refusal('nested deeper than 500 levels'),
    );
  }));

describe('the extent', () => {
  const extent = (node: object, follow?: (part: Part) => Part | undefined) =>
    extentOf({ node, file: '' }, follow);
  const written = (value: unknown): { size: number; depth: number } => {
    if (typeof value !== 'object' || value === null) return { size: 1, depth: 0 };
    const inside = Object.values(value).map(written);
    return {
      size: inside.reduce((sum, { size }) => sum + size, 1),
      depth: 1 + Math.max(0, ...inside.map(({ depth }) => depth)),
    };
  };

  test('is that of the value written out', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), (value) => {
        const shared = [value, { again: value }];
        expect(extent(shared)).toEqual({ ...written(shared), circular: false });
      }),
    );
  });

  test('of what is within itself is finite', () => {
    const node: { inner?: object } = {};
    node.inner = [node];
    expect(extent(node)).toEqual({ size: 3, depth: 3, circular: true });
  });
});
