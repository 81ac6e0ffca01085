import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { closedAfterEach } from '../support/closing.ts';
import { having, idsOf, inNewDirectory, report, suite } from '../support/run.ts';
import { type Handler, serve } from '../support/server.ts';
import { bodyRows } from './rows/bodies.ts';
import { parameterRows } from './rows/parameters.ts';
import { pathRows } from './rows/paths.ts';
import { type DocumentRow, operation } from './rows/row.ts';
import { schemaRows } from './rows/schemas.ts';

/** Add a row to one of these tables, or a table. */
const rows: readonly DocumentRow[] = [...schemaRows, ...parameterRows, ...pathRows, ...bodyRows];

const opened = closedAfterEach();

async function against(
  handler: Handler,
  { document, files = {}, options = [] }: Pick<DocumentRow, 'document' | 'files' | 'options'>,
) {
  const { url } = opened(await serve(handler));
  return inNewDirectory(async (file) => {
    await writeFile(file('books.yaml'), document);
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(file(name)), { recursive: true });
      await writeFile(file(name), text);
    }
    return report(['--target', url, '--spec', file('books.yaml'), ...options]);
  });
}

describe.each(rows.map((row) => [row.rule, row] as const))('%s', (_, row) => {
  test('a server that keeps to it has no deviation, and every case is sent', async () => {
    const { result } = await against(row.conforms, row);
    expect(idsOf(having(result, 'deviates'))).toEqual([]);
    expect(having(result, 'conforms').length).toBeGreaterThan(0);
    expect(having(result, 'errored', 'inconclusive', 'not-exercised', 'not-consented')).toEqual([]);
    const ids = idsOf(result.cases);
    expect(ids).toEqual(expect.arrayContaining([...row.deviates]));
    expect(ids.filter((id) => row.without?.includes(id))).toEqual([]);
  });

  test('one that breaks it deviates there and nowhere else', async () => {
    const { result } = await against(row.breaks, row);
    expect(idsOf(having(result, 'deviates'))).toEqual([...row.deviates]);
  });
});

test('a target that does not have what the document shows in a path is not blamed for it', async () => {
  const [row] = pathRows;
  if (!row) throw new Error('There is no row.');
  const { result } = await against(() => ({ status: 404 }), row);
  expect(idsOf(having(result, 'deviates'))).toEqual([]);
  expect(having(result, 'inconclusive')).toMatchObject([
    { id: 'books/200/valid-request', reason: expect.stringContaining('may name nothing on this target') },
  ]);
  expect(result.conclusion).toBe('incomplete');
});

test.each([
  ['fits it is not blamed', { error: 'no' }, [], ['books/200/valid-request']],
  ['does not fit it deviates', {}, ['books/200/valid-request'], []],
])('a valid request whose refusal only default documents, and that %s', async (_, body, deviates, open) => {
  const row = {
    document: operation(
      '/books',
      'get',
      `      responses:
        '200': { description: Books. }
        default: { description: Not so., content: { application/json: { schema: { type: object, required: [error] } } } }`,
    ),
  };
  const headers = { 'Content-Type': 'application/json' };
  const { result } = await against(() => ({ status: 409, headers, body: JSON.stringify(body) }), row);
  expect(idsOf(having(result, 'deviates'))).toEqual(deviates);
  expect(idsOf(having(result, 'inconclusive'))).toEqual(open);
  expect(result.conclusion).not.toBe('conformant');
});

test('list and --plan say what of an operation is not tested, and why', () =>
  inNewDirectory(async (file) => {
    const lines = `      requestBody: { required: true, content: { image/png: {} } }
      responses: { '201': { description: Added. }, '405': { description: Not so. } }`;
    await writeFile(file('books.yaml'), operation('/books', 'post', lines));
    for (const command of [['list'], ['run', '--plan', '--target', 'http://127.0.0.1:9']]) {
      const { code, out, err } = await suite([...command, '--spec', file('books.yaml')]);
      expect(code).toBe(0);
      expect(out + err).toMatch(/^.*books.*: No body in image\/png is known: .*$/m);
    }
  }));

test('refusals are marked where no valid request was accepted, and not where one was', async () => {
  const [row] = bodyRows;
  if (!row) throw new Error('There is no row.');
  const marked = async (handler: Handler) =>
    idsOf((await against(handler, row)).result.cases.filter(({ baseUnproven }) => baseUnproven));
  expect(await marked(row.conforms)).toEqual([]);
  expect(await marked(() => ({ status: 400 }))).toContain('books/400/title-missing');
});
