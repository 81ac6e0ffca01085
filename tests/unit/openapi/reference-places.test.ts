/** Where a document may take its parts from, and that no name of a folder changes it. */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { readDocument } from '../../../src/openapi/document.ts';
import { atPath } from '../../../src/util/json-pointer.ts';
import { closedAfterEach } from '../../support/closing.ts';
import { readingFiles, withOperation } from '../../support/documents.ts';
import { inNewDirectory } from '../../support/run.ts';
import { serve } from '../../support/server.ts';

const opened = closedAfterEach();

const referringTo = (reference: string) =>
  withOperation({
    responses: {
      200: { description: 'ok', content: { 'application/json': { schema: { $ref: reference } } } },
    },
  });
const schemaAt = ['paths', '/a', 'get', 'responses', '200', 'content', 'application/json', 'schema'];

const names = ['c#', 'what?', '%41', 'a b', '%', 'a%20b', 'ü', "it's", 'a+b&c=d', '[1]'];

test.each(names)('a folder and a file named %s are read as they are', (name) =>
  inNewDirectory(async (file) => {
    await mkdir(file(name));
    // What would be read if the name were taken for a URL.
    for (const wrong of ['c', 'what', 'A', 's.json', 'b.json'])
      await writeFile(file(wrong), '{"const": "wrong"}');
    const reference = `./${encodeURIComponent(name)}.json#/$defs/right`;
    const texts = {
      's.json': JSON.stringify(referringTo(reference)),
      [`${name}.json`]: JSON.stringify({ $defs: { right: { const: name } } }),
    };
    for (const [own, text] of Object.entries(texts)) await writeFile(file(`${name}/${own}`), text);
    const path = file(`${name}/s.json`);
    const read = await readDocument(relative(process.cwd(), path));
    expect(atPath(read.document, ...schemaAt)).toEqual({ const: name });
    const hash = createHash('sha256');
    for (const [own, text] of Object.entries(texts).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      hash.update(`${own}\0${Buffer.byteLength(text)}\0`).update(text);
    expect(read.sha256).toBe(hash.digest('hex'));
  }),
);

/** Reads `api/document.yaml`, which refers to a place, with more places allowed. */
const withAllowed = (reference: string, allow: (file: (name: string) => string) => readonly string[]) =>
  inNewDirectory(async (file) => {
    await mkdir(file('api'));
    await mkdir(file('shared'));
    await writeFile(file('api/document.yaml'), JSON.stringify(referringTo(reference)));
    await writeFile(file('shared/a.json'), JSON.stringify({ properties: { b: { $ref: 'b.json' } } }));
    await writeFile(file('shared/b.json'), '{"const": 1}');
    return readDocument(file('api/document.yaml'), { allow: allow(file) });
  });

test.each([
  ['a folder', '../shared/a.json', 'shared'],
  ['a folder above both', '../shared/a.json', '.'],
])('%s that is allowed is read', async (_name, reference, allowed) => {
  const { document } = await withAllowed(reference, (file) => [file(allowed)]);
  expect(atPath(document, ...schemaAt)).toEqual({ properties: { b: { const: 1 } } });
});

test('a file that is allowed does not allow what stands beside it', async () => {
  await expect(withAllowed('../shared/a.json', (file) => [file('shared/a.json')])).rejects.toThrow(
    /"b.json" at .*shared\/a.json#\/properties\/b cannot be read: it is outside/,
  );
});

test('what is allowed has to be there', async () => {
  await expect(withAllowed('../shared/a.json', (file) => [file('absent')])).rejects.toThrow(
    /--spec-allow names .*absent: .*no such file/,
  );
});

describe('a URL', () => {
  const serving = async () => {
    const asked: string[] = [];
    const server = await serve(({ path, headers }) => {
      asked.push(`${path} ${headers.authorization ?? headers.cookie ?? '-'}`);
      if (path === '/schemas/a.json')
        return { status: 200, body: '{"properties": {"b": {"$ref": "b.json"}}}' };
      if (path === '/schemas/b.json') return { status: 200, body: '{"const": 1}' };
      if (path === '/schemas/moved.json') return { status: 302, headers: { Location: '/schemas/b.json' } };
      if (path === '/schemas/large.json') return { status: 200, body: `"${'x'.repeat(21 * 1024 * 1024)}"` };
      return { status: 404 };
    });
    opened(server);
    return { url: server.url, asked };
  };
  const reading = (reference: string, allow: readonly string[]) =>
    readingFiles({ 'document.yaml': referringTo(reference) }, () => allow);

  test('that is allowed is fetched, without credentials, with what it refers to', async () => {
    const { url, asked } = await serving();
    const { document } = await reading(`${url}/schemas/a.json`, [`${url}/schemas/`]);
    expect(atPath(document, ...schemaAt)).toEqual({ properties: { b: { const: 1 } } });
    expect(asked).toEqual(['/schemas/a.json -', '/schemas/b.json -']);
  });

  test.each([
    ['of nothing that is allowed', '/schemas/a.json', '/other/', 'nothing is fetched'],
    ['that only begins alike', '/schemas-2/a.json', '/schemas', 'nothing is fetched'],
    ['that leads elsewhere', '/schemas/moved.json', '/schemas/', 'redirects are not followed'],
    ['of nothing', '/schemas/absent.json', '/schemas/', 'the server answered 404'],
    ['of a long answer', '/schemas/large.json', '/schemas/', 'larger than 20 MB'],
  ])('%s is refused', async (_name, path, allowed, why) => {
    const { url } = await serving();
    await expect(reading(url + path, [url + allowed])).rejects.toThrow(why);
  });

  test('with a user name or a password is refused, and not shown', async () => {
    const { url, asked } = await serving();
    const withUser = `${url.replace('//', '//user:pass-word@')}/schemas/a.json`;
    const failed = reading(withUser, [`${url}/schemas/`]).catch((error: unknown) => String(error));
    expect(await failed).toContain('holds a user name or a password');
    expect(await failed).not.toContain('pass-word');
    expect(asked).toEqual([]);
  });
});
