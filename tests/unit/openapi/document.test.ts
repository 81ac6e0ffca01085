import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDocument } from '../../../src/openapi/document.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'openapi-'));
});
afterAll(() => rm(folder, { recursive: true }));

const path = (name: string) => join(folder, name);

const head = 'info: { title: x, version: 1.0.0 }\npaths: {}\n';

test.each([
  ['is not YAML', 'a: [b', 'it is not YAML or JSON'],
  ['is empty', '', 'is not a valid OpenAPI document'],
  ['is a text', 'just words', 'is not a valid OpenAPI document'],
  ['is no OpenAPI', 'title: x', 'is not a valid OpenAPI document'],
  [
    'breaks the OpenAPI schema',
    'openapi: 3.1.0\ninfo: { title: x }\npaths: {}\n',
    'is not a valid OpenAPI document',
  ],
  [
    'has a reference to nothing',
    "openapi: 3.1.0\ninfo: { title: x, version: '1' }\npaths: { /a: { get: { requestBody: { $ref: '#/nowhere' } } } }",
    'the reference "#/nowhere" at #/paths/~1a/get/requestBody leads to nothing',
  ],
  ['is OpenAPI 4.0', `openapi: 4.0.3\n${head}`, 'OpenAPI 3.0, 3.1, 3.2 or Swagger 2.0 was expected'],
  ['is Swagger 1.2', `swagger: '1.2'\n${head}`, 'OpenAPI 3.0, 3.1, 3.2 or Swagger 2.0 was expected'],
])('a document that %s is refused', async (_name, text, message) => {
  const file = path('document.yaml');
  await writeFile(file, text);
  await expect(readDocument(file)).rejects.toMatchObject({
    kind: 'configuration',
    exitCode: 2,
    message: expect.stringContaining(message),
  });
  await expect(readDocument(file)).rejects.toThrow(file);
});

test('a missing file is refused by name', async () => {
  const file = path('absent.yaml');
  await expect(readDocument(file)).rejects.toMatchObject({ kind: 'configuration', exitCode: 2 });
  await expect(readDocument(file)).rejects.toThrow(`The OpenAPI document ${file} cannot be read`);
});

test('a document may be JSON; it is read with its references resolved, and its digest', async () => {
  const file = path('document.json');
  const text = JSON.stringify({
    openapi: '3.1.1',
    info: { title: 'x', version: '1.0.0' },
    paths: {
      '/a': { get: { parameters: [{ name: 'b', in: 'query', schema: { $ref: '#/components/schemas/B' } }] } },
    },
    components: {
      schemas: { A: { type: 'string' }, B: { type: 'array', items: { $ref: '#/components/schemas/A' } } },
    },
  });
  await writeFile(file, text);
  const { document, sha256 } = await readDocument(file);
  expect(document.paths?.['/a']?.get?.parameters).toEqual([
    { name: 'b', in: 'query', schema: { type: 'array', items: { type: 'string' } } },
  ]);
  expect(sha256).toBe(createHash('sha256').update(text).digest('hex'));
});
