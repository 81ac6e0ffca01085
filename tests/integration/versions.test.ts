/** A document of OpenAPI 3.2 or Swagger 2.0, with a server that keeps to it. */
import { writeFile } from 'node:fs/promises';
import { closedAfterEach } from '../support/closing.ts';
import { having, idsOf, inNewDirectory, report, suite } from '../support/run.ts';
import { type Answer, type Received, serve } from '../support/server.ts';
import { schemaErrors } from '../unit/reporters/validity.ts';

const opened = closedAfterEach();

const thing = { type: 'object', required: ['id'], properties: { id: { type: 'integer' } } };
const swagger = {
  swagger: '2.0',
  info: { title: 'Things', version: '1' },
  produces: ['application/json'],
  paths: {
    '/things': {
      get: {
        operationId: 'list',
        parameters: [{ name: 'size', in: 'query', type: 'integer', required: true, minimum: 1 }],
        responses: {
          200: { description: 'ok', schema: { type: 'array', items: { $ref: '#/definitions/Thing' } } },
          400: { description: 'no' },
          405: { description: 'no' },
        },
      },
    },
  },
  definitions: { Thing: thing },
};
const schema = { type: 'array', items: { $ref: '#/components/schemas/Thing' } };
const openapi32 = {
  openapi: '3.2.0',
  info: { title: 'Things', version: '1' },
  paths: {
    '/things#all': {
      get: {
        operationId: 'list',
        parameters: [
          { name: 'size', in: 'query', required: true, schema: { type: 'integer', minimum: 1 } },
          { name: 'all', in: 'querystring', content: { 'application/json': {} } },
        ],
        responses: {
          200: { content: { 'application/json': { schema } } },
          400: { description: 'no' },
          405: { description: 'no' },
        },
      },
    },
    '/things#one': { query: { operationId: 'search', responses: { 200: { description: 'ok' } } } },
  },
  components: { schemas: { Thing: thing } },
};

/** It takes no fragment for a part of the path. */
const things =
  (body: unknown) =>
  ({ method, path }: Received): Answer => {
    const url = new URL(path, 'http://things.test');
    if (path.includes('#') || url.pathname !== '/things') return { status: 404 };
    if (method !== 'GET') return { status: 405, headers: { Allow: 'GET, QUERY' } };
    if (!/^[1-9]\d*$/.test(url.searchParams.get('size') ?? '')) return { status: 400 };
    return { status: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
  };

const against = (document: unknown, body: unknown, options: readonly string[]) =>
  inNewDirectory(async (file) => {
    const target = opened(await serve(things(body)));
    await writeFile(file('d.json'), JSON.stringify(document));
    return report(['--target', target.url, '--consent', 'destroy', '--spec', file('d.json'), ...options]);
  });

test.each([
  ['Swagger 2.0', swagger, []],
  ['OpenAPI 3.2.0', openapi32, ['--skip', 'search/*']],
])('a server that keeps to a document of %s', async (format, document, options) => {
  const { result, json } = await against(document, [{ id: 1 }], options);
  expect(schemaErrors(json)).toEqual([]);
  expect(result.suite.specification.format).toBe(format);
  expect(idsOf(having(result, 'deviates', 'errored', 'inconclusive'))).toEqual([]);
  expect(idsOf(having(result, 'conforms'))).toContain('list/200/valid-request');
  const notes = result.run.findings.map(({ severity, message }) => `${severity} ${message}`).join('\n');
  if (document === openapi32) {
    expect(notes).toMatch(/^note .*querystring/m);
    expect(result.conclusion).toBe('incomplete');
  } else expect(notes).toBe('');
  const broken = await against(document, [{ id: 'one' }], options);
  expect(idsOf(having(broken.result, 'deviates'))).toEqual(['list/200/valid-request']);
});

test('a run ends before anything is sent while an operation cannot be used', () =>
  inNewDirectory(async (file) => {
    const asked: string[] = [];
    const target = opened(
      await serve(({ path }) => {
        asked.push(path);
        return { status: 200 };
      }),
    );
    await writeFile(file('d.json'), JSON.stringify(openapi32));
    const { code, err } = await suite(['run', '--target', target.url, '--spec', file('d.json')]);
    expect([code, asked]).toEqual([2, []]);
    expect(err).toContain('search (QUERY /things#one) cannot be used: at #/paths/~1things#one/query');
    expect(err).toContain("--skip 'search/*'");
  }));
