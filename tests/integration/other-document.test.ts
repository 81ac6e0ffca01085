import { writeFile } from 'node:fs/promises';
import { closedAfterEach } from '../support/closing.ts';
import { having, idsOf, inNewDirectory, report, statusesThat, suite } from '../support/run.ts';
import { type Answer, type Handler, type Received, serve } from '../support/server.ts';
import { serveStates } from '../support/states.ts';
import { schemaErrors } from '../unit/reporters/validity.ts';

/** Someone else's API: the suite reads their document and knows nothing more. */
const document = `
openapi: 3.1.0
info: { title: Shelves, version: 2.3.0 }
paths:
  /shelves/{shelf}/books:
    parameters:
      - name: shelf
        in: path
        required: true
        schema: { type: string }
        x-unknown-values:
          - { slug: no-such-shelf, title: A shelf that is not there is not found, value: nowhere, status: 404 }
    post:
      operationId: addBook
      x-resource-parameter: shelf
      requestBody:
        required: true
        x-invalid: { status: 400 }
        x-unsupported-media-type: { status: 415 }
        content:
          application/json:
            schema:
              type: object
              required: [title]
              properties: { title: { type: string, minLength: 1 } }
            examples:
              emma:
                summary: Emma
                x-provider-state: { name: there is a shelf, params: {} }
                value: { title: Emma }
      responses:
        '201':
          description: Added.
          content:
            application/json:
              schema: { type: object, required: [id], properties: { id: { type: integer } } }
          links:
            created:
              operationId: addBook
              parameters: { shelf: '$response.body#/id' }
        '400': { description: No. }
        '404': { description: Not there. }
        '405': { description: Not so. }
        '415': { description: Not in that. }
`;

const opened = closedAfterEach();

/** A service that keeps to the document. */
const shelves = ({ method, path, headers, body }: Received): Answer => {
  if (method !== 'POST') return { status: 405, headers: { Allow: 'POST' } };
  if (path.startsWith('/shelves/nowhere/')) return { status: 404 };
  if (headers['content-type'] !== 'application/json') return { status: 415 };
  return isBook(body)
    ? { status: 201, headers: { 'Content-Type': 'application/json' }, body: '{"id": 7}' }
    : { status: 400 };
};

function isBook(body: string): boolean {
  try {
    const { title } = JSON.parse(body);
    return typeof title === 'string' && title !== '';
  } catch {
    return false;
  }
}

async function against(handler: Handler, options: readonly string[] = []) {
  const target = opened(await serve(handler));
  const states = opened(
    await serveStates(({ action }) => ({
      status: 200,
      body: action === 'setup' ? JSON.stringify({ shelf: `shelf-${Math.random()}` }) : '',
    })),
  );
  const ended = await inNewDirectory(async (file) => {
    await writeFile(file('shelves.yaml'), document);
    return report([
      '--target',
      target.url,
      '--states',
      states.url,
      '--spec',
      file('shelves.yaml'),
      ...options,
    ]);
  });
  return { ...ended, target, states };
}

test('a service that keeps to another document has no deviation', async () => {
  const { result, json, err, states } = await against(shelves);
  expect(err).toBe('');
  expect(schemaErrors(json)).toEqual([]);
  expect(idsOf(having(result, 'deviates', 'errored', 'inconclusive'))).toEqual([]);
  expect(statusesThat(result, 'conforms')).toEqual([201, 400, 404, 405, 415]);
  expect(result.suite.specification).toMatchObject({
    title: 'Shelves',
    version: '2.3.0',
    format: 'OpenAPI 3.1.0',
  });
  expect(idsOf(result.cases).every((id) => id.startsWith('addBook/'))).toBe(true);
  expect(states.tearDowns).toHaveLength(states.setUps.length);
});

test.each([
  [201, { status: 201, headers: { 'Content-Type': 'application/json' }, body: '{"id": "seven"}' }],
  [400, { status: 500 }],
  [404, { status: 400 }],
  [405, { status: 418 }],
  [415, { status: 400 }],
])('one that answers %i otherwise deviates there and nowhere else', async (status, wrong) => {
  const { code, result } = await against((request) => {
    const right = shelves(request);
    return right.status === status ? wrong : right;
  });
  expect(code).toBe(1);
  expect(statusesThat(result, 'deviates')).toEqual([status]);
});

test('list and explain read it as well', async () => {
  await inNewDirectory(async (file) => {
    await writeFile(file('shelves.yaml'), document);
    const spec = ['--spec', file('shelves.yaml')];
    expect((await suite(['list', ...spec])).out).toContain('addBook/201/emma');
    expect((await suite(['explain', 'addBook/201/emma', ...spec])).out).toContain('/shelves/{shelf}/books');
  });
});

describe('states that only the document names', () => {
  const state = 'there is a shelf';
  const handlers = (name: string) => `export default { '${name}': () => ({ shelf: 's' + Math.random() }) };`;
  const beside = async (options: readonly string[]) => {
    const target = opened(await serve(shelves));
    return report(['--target', target.url, ...options]);
  };

  test('are set up by a module and by stateValues', () =>
    inNewDirectory(async (file) => {
      await writeFile(file('shelves.yaml'), document);
      await writeFile(file('states.ts'), handlers(state));
      await writeFile(file('conf.json'), JSON.stringify({ stateValues: { [state]: { shelf: 'novels' } } }));
      const spec = ['--spec', file('shelves.yaml')];
      for (const source of [
        ['--states', `module:${file('states.ts')}`],
        ['--config', file('conf.json'), '--consent', 'change'],
      ]) {
        const { result, err } = await beside([...spec, ...source]);
        expect(err).toBe('');
        expect(statusesThat(result, 'conforms')).toEqual([201, 400, 404, 405, 415]);
      }
    }));

  test.each<[string, object, string]>([
    ['a state', { 'there is a shelve': {} }, `(did you mean "${state}"?), not "there is a shelve"`],
    ['a former state', { 'the token may not upgrade': {} }, 'it is now called "the token may only read"'],
    ['a value', { [state]: { shelv: 'x' } }, `values of "${state}" (did you mean "shelf"?), not "shelv"`],
    [
      'a parameter',
      { 'the instance is busy': [{ values: {}, params: { staus: 'BUILD' } }] },
      'did you mean "status"?), not "staus"',
    ],
    [
      'a parameter of a state without any',
      { [state]: [{ values: {}, params: { a: 'b' } }] },
      'there are none',
    ],
  ])('%s that stateValues misspells is refused before anything is sent', (_what, stateValues, says) =>
    inNewDirectory(async (file) => {
      await writeFile(file('shelves.yaml'), document);
      await writeFile(file('conf.json'), JSON.stringify({ stateValues }));
      const target = opened(await serve(shelves));
      const options = ['--config', file('conf.json'), '--spec', file('shelves.yaml')];
      const { code, err } = await suite(['--target', target.url, ...options]);
      expect(code).toBe(2);
      expect(err).toContain('error: stateValues in ');
      expect(err).toContain(says);
      expect(target.received).toEqual([]);
    }),
  );

  test('a handler for a state that neither knows is refused', () =>
    inNewDirectory(async (file) => {
      await writeFile(file('shelves.yaml'), document);
      await writeFile(file('states.ts'), handlers('there is a shelve'));
      const options = ['--spec', file('shelves.yaml'), '--states', `module:${file('states.ts')}`];
      const { code, err } = await suite(['--target', 'http://127.0.0.1:1', ...options]);
      expect({ code, hint: err.includes(`did you mean "${state}"?`) }).toEqual({ code: 2, hint: true });
    }));
});
