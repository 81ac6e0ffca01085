import { writeFile } from 'node:fs/promises';
import type { RunResult } from '../../src/model/result.ts';
import { closedAfterEach } from '../support/closing.ts';
import { inNewDirectory, report, suite } from '../support/run.ts';
import { type Answer, type Received, serve } from '../support/server.ts';
import { schemaErrors } from '../unit/reporters/validity.ts';

const reason = 'no request leads to it';

/** Three operations under two tags. A code of the last is excluded; the first names requirements that nobody knows. */
const operation = (operationId: string, tag: string, more: object = {}) => ({
  operationId,
  tags: [tag],
  requestBody: {
    required: true,
    content: {
      'application/json': {
        schema: { type: 'object', required: ['title'], properties: { title: { type: 'string' } } },
        examples: { emma: { value: { title: 'Emma' } } },
      },
    },
  },
  responses: {
    201: { description: 'Made.' },
    400: { description: 'No.' },
    405: { description: 'Not so.' },
    415: { description: 'Not in that.' },
    ...more,
  },
});
const paths = {
  '/books': { post: { ...operation('addBook', 'books'), 'x-requirements': ['STATUS-400', 'TITLED'] } },
  '/shelves': { post: operation('addShelf', 'furniture') },
  '/lamps': {
    post: operation('addLamp', 'furniture', { 503: { description: 'Away.', 'x-excluded': reason } }),
  },
};
const broken = { '/fire': { post: { operationId: 'burnBook', tags: ['books'], responses: 7 } } };

const opened = closedAfterEach();

const titled = (body: string): boolean => {
  try {
    return typeof JSON.parse(body).title === 'string';
  } catch {
    return false;
  }
};

/** A service that keeps to the document, except that it answers a wrong body for lamps otherwise where a test wants it. */
const library =
  (wrong?: number) =>
  ({ method, path, headers, body }: Received): Answer => {
    if (method !== 'POST') return { status: 405, headers: { Allow: 'POST' } };
    if (headers['content-type']?.toLowerCase() !== 'application/json') return { status: 415 };
    if (titled(body)) return { status: 201 };
    return { status: path === '/lamps' && wrong !== undefined ? wrong : 400 };
  };

interface Setting {
  readonly wrong?: number;
  readonly paths?: object;
  readonly files?: Readonly<Record<string, string>>;
}

/** Works with a served library, its document and further files. */
const withLibrary = <T>(
  { wrong, paths: all = paths, files = {} }: Setting,
  work: (options: readonly string[], file: (name: string) => string) => Promise<T>,
) =>
  inNewDirectory(async (file) => {
    const target = opened(await serve(library(wrong)));
    const document = { openapi: '3.1.0', info: { title: 'A library', version: '1' }, paths: all };
    await writeFile(file('library.json'), JSON.stringify(document));
    for (const [name, text] of Object.entries(files)) await writeFile(file(name), text);
    return work(['--target', target.url, '--spec', file('library.json'), '--consent', 'destroy'], file);
  });

const run = (options: readonly string[], setting: Setting = {}) =>
  withLibrary(setting, (own) => report([...own, ...options]));

const conclusions = ({ conclusion, operations }: RunResult) => [
  conclusion,
  ...operations.map((one) => `${one.operationId} ${one.conclusion}`),
];

test('a run concludes each operation, says what it is about first, and its report is valid', async () => {
  const { result, json, err, out, code } = await run([]);
  expect(schemaErrors(json)).toEqual([]);
  expect(code).toBe(0);
  expect(conclusions(result)).toEqual([
    'conformant',
    'addBook conformant',
    'addShelf conformant',
    'addLamp conformant',
  ]);
  expect(result.operations[2]).toMatchObject({
    tag: 'furniture',
    title: 'addLamp',
    codes: { conforms: 4, deviates: 0, incomplete: 0, excluded: 1 },
  });
  expect(result.coverage.find(({ verdict }) => verdict === 'excluded')).toMatchObject({
    status: 503,
    reason,
  });
  expect(err).toMatch(/^3 operations: addBook, addShelf, addLamp\.\n\d+ cases; greatest risk: \w+ \(add/);
  expect(err).not.toContain('Excluded');
  expect(out).toContain('conformant (3 of 3 operations, 1 code excluded)\n');
});

test('what a document names is its own: nothing of the API that ships is cited', async () => {
  const { result, json, out } = await run([], { wrong: 422 });
  expect(result.requirements).toEqual({});
  expect(result.ambiguities).toEqual({});
  expect(result.cases.find(({ id }) => id === 'addBook/201/emma')?.requirements).toEqual([
    'STATUS-400',
    'TITLED',
  ]);
  expect(`${json}${out}`).not.toMatch(/upgrade/i);
  expect(conclusions(result)).toContain('addLamp deviates');
  expect(out).toContain('documented at: library.json#/paths/~1lamps/post/responses/400\n');
  expect(await explained('400')).toContain('library.json#/paths/~1lamps/post/responses/400');
});

const explained = (id: string) =>
  withLibrary({}, async ([, , ...options]) => (await suite(['explain', id, ...options.slice(0, 2)])).out);

test('a document of the reference may name only what that has', async () => {
  await withLibrary({}, async (options, file) => {
    const document = {
      openapi: '3.1.0',
      info: { title: 'A', version: '1' },
      'x-reference': 'cloud-databases',
      paths,
    };
    await writeFile(file('library.json'), JSON.stringify(document));
    const { code, err } = await suite(options);
    expect(code).toBe(2);
    expect(err).toContain('names the requirement "TITLED" (in the case addBook/201/emma)');
  });
});

test.each<[what: string, options: string[], conclusion: string, ids: string[]]>([
  ['an operation', ['--operation', 'addBook'], 'conformant', ['addBook']],
  ['a tag', ['--operation', 'furniture'], 'incomplete', ['addShelf', 'addLamp']],
  [
    'a tag and a selection',
    ['--operation', 'furniture,addBook', '--only', 'addBook/*'],
    'incomplete',
    ['addBook', 'addShelf', 'addLamp'],
  ],
])('the scope of a run is %s', async (_what, options, conclusion, ids) => {
  const { result, json, out } = await run(options);
  expect(schemaErrors(json)).toEqual([]);
  // One of nine codes is excluded, or one of five.
  expect(result.conclusion).toBe(options.length === 2 ? 'conformant' : conclusion);
  expect(result.operations.map(({ operationId }) => operationId)).toEqual(ids);
  expect(result.run.scope).toEqual({ names: options[1]?.split(','), of: 3 });
  expect(new Set(result.cases.map(({ operationId }) => operationId))).toEqual(new Set(ids));
  expect(out).toContain(' in scope, 3 documented');
});

test.each<[options: string[], says: string]>([
  [['--operation', 'addBok'], 'Did you mean addBook?'],
  [['--operation', ''], 'empty'],
  [['--allow-incomplete', 'addBok/400'], 'Did you mean addBook?'],
  [['--allow-incomplete', 'addBook/503'], 'documented for addBook are 201, 400, 405, 415'],
])('%j is wrong usage', async (options, says) => {
  const { code, err } = await withLibrary({}, (own) => suite([...own, ...options]));
  expect({ code, says: err.includes(says) ? says : err }).toEqual({ code: 2, says });
});

test('a code of one operation may stay unshown, and no other', async () => {
  const unshown = {
    ...paths,
    '/lamps': { post: operation('addLamp', 'furniture', { 409: { description: 'Taken.' } }) },
  };
  const codes = await Promise.all(
    [[], ['--allow-incomplete', 'addLamp/409'], ['--allow-incomplete', 'addLamp/415']].map(
      async (options) => (await run(options, { paths: unshown })).code,
    ),
  );
  expect(codes).toEqual([3, 0, 3]);
});

test('beyond a fifth of excluded codes nothing is conformant, and the report says why', async () => {
  const more = {
    500: { description: 'x', 'x-excluded': reason },
    503: { description: 'y', 'x-excluded': reason },
  };
  const all = { '/lamps': { post: operation('addLamp', 'furniture', more) } };
  const { result, out, code } = await run(['--allow-incomplete', '415'], { paths: all });
  expect({ code, of: conclusions(result) }).toEqual({ code: 3, of: ['incomplete', 'addLamp incomplete'] });
  expect(out).toContain('– 2 of 6 codes are excluded: at most a fifth may be\n');
});

test.each<[what: string, value: unknown]>([
  ['empty', ' '],
  ['no text', true],
])('an exclusion whose reason is %s is refused', async (_what, value) => {
  const all = {
    '/lamps': { post: operation('addLamp', 'x', { 503: { description: 'y', 'x-excluded': value } }) },
  };
  const { code, err } = await withLibrary({ paths: all }, (own) => suite(own));
  expect({ code, says: err.includes('503/x-excluded') }).toEqual({ code: 2, says: true });
});

describe('an operation that cannot be used', () => {
  const setting = { paths: { ...paths, ...broken } };

  test('is named by list and by --plan, which go on', async () => {
    const [list, plan] = await withLibrary(setting, async (options) => [
      await suite(['list', ...options.slice(2, 4)]),
      await suite([...options, '--plan']),
    ]);
    for (const ended of [list, plan]) {
      expect(ended?.code).toBe(0);
      expect(ended?.out).toMatch(/The operation burnBook \(POST \/fire\) cannot be used: /);
      expect(ended?.out).toContain('addLamp/201/emma');
    }
  });

  test.each<[options: string[], code: number, conclusion: string]>([
    [[], 2, ''],
    [['--operation', 'books'], 2, ''],
    [['--operation', 'furniture'], 0, 'conformant'],
    [['--skip', 'burnBook/*'], 0, 'incomplete'],
  ])('with %j the exit code is %i', async (options, code, conclusion) => {
    const ended = await withLibrary(setting, (own) => suite([...own, ...options]));
    expect(ended.code).toBe(code);
    if (code === 2) expect(ended.err).toContain("--skip 'burnBook/*'");
    else expect(ended.out).toContain(`: ${conclusion} (`);
  });
});

test('waivers of other operations are no problem of a run with a scope', async () => {
  const entry = (pattern: string) =>
    `- { case: ${JSON.stringify(pattern)}, check: status_code_conformance, reason: known, owner: us, expires: "2999-01-01" }`;
  const files = {
    'w.yaml': ['waivers:', ...['addLamp/400/*', 'addLamp/400/body-missing', '*/400/*'].map(entry)].join('\n'),
  };
  const codes = await withLibrary({ wrong: 422, files }, async (own, file) => {
    const options = [...own, '--waivers', file('w.yaml'), '--operation', 'addBook'];
    const { result, code } = await report(options);
    return [code, ...(result.run.waivers ?? []).map(({ problem }) => problem?.kind ?? 'none')];
  });
  expect(codes).toEqual([0, 'none', 'none', 'none']);
});

test('parts of a scope are merged, and runs of another scope are kept apart', async () => {
  await withLibrary({}, async (own, file) => {
    const part = (name: string, ...options: string[]) =>
      suite([...own, ...options, '--report', `json=${file(name)}`]);
    for (const index of [1, 2])
      await part(`${index}.json`, '--operation', 'furniture', '--shard', `${index}/2`);
    await part('all.json');
    const merged = await suite([
      'report',
      file('1.json'),
      file('2.json'),
      '--report',
      `json=${file('m.json')}`,
    ]);
    expect(merged.err).toBe('');
    expect((await suite(['report', file('m.json')])).out).toContain(
      'conformant (2 of 2 operations in scope, 3 documented, 1 code excluded)',
    );
    const compared = await suite(['compare', file('all.json'), file('m.json')]);
    expect(compared.out).toContain('scope all operations and 2 of 3 operations (addShelf, addLamp)');
    expect(compared.out).toContain('outside the scope');
  });
});
