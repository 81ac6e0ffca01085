import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { buildSync } from 'esbuild';
import { SuiteError } from '../../../src/model/errors.ts';
import type { ProviderState } from '../../../src/model/provider-state.ts';
import { loadHandlers, moduleDriver, type StateHandler } from '../../../src/provider-states/module.ts';

const { signal } = new AbortController();
const state: ProviderState = { name: 'busy', params: { type: 'mysql', status: 'BUILD' } };
const driverOf = (handler: StateHandler) => moduleDriver('states.mjs', new Map([['busy', handler]]));
const never = () => new Promise<never>(() => {});

describe('a set-up', () => {
  test('is handed parameters and signal', async () => {
    const setup = jest.fn(() => ({ instanceId: 'i1' }));
    await driverOf({ setup }).setUp(state, signal);
    expect(setup.mock.calls).toEqual([[state.params, { signal }]]);
  });

  test.each<[string, () => unknown, object]>([
    ['values', () => ({ instanceId: 'i1' }), { values: { instanceId: 'i1' } }],
    ['values later', async () => ({ token: 't' }), { values: { token: 't' } }],
    ['a number', () => ({ accountId: 7 }), { values: { accountId: '7' } }],
    ['no values', () => ({}), { values: {} }],
    ['a scope', () => ({ scope: 'service', a: 'b' }), { values: { a: 'b' }, scope: 'service' }],
  ])('that gives %s is ready', async (_name, setup, expected) =>
    expect(await driverOf({ setup }).setUp(state, signal)).toEqual({ outcome: 'ready', ...expected }),
  );

  test.each<[string, () => unknown, string]>([
    [
      'throws',
      () => {
        throw new Error('no quota');
      },
      'the handler for "busy" failed: no quota',
    ],
    ['rejects', async () => Promise.reject(new Error('no', { cause: new Error('no quota') })), 'no quota'],
    [
      'throws with causes',
      () => {
        throw new Error('no instance', { cause: new Error('request failed', { cause: 'no quota' }) });
      },
      'failed: no instance: request failed: no quota',
    ],
    [
      'repeats its cause',
      () => {
        throw new Error('no instance (no quota)', { cause: new Error('no quota') });
      },
      'failed: no instance (no quota)',
    ],
    [
      'throws a long trace',
      () => {
        throw new Error(`${'at somewhere\n'.repeat(100)}PoolExhausted: no quota`);
      },
      'PoolExhausted: no quota',
    ],
    ['rejects with nothing', () => Promise.reject(), 'undefined'],
  ])('that %s has failed', async (_name, setup, reason) =>
    expect(await driverOf({ setup }).setUp(state, signal)).toEqual({
      outcome: 'failed',
      reason: expect.stringContaining(reason),
    }),
  );

  test.each<[string, () => unknown, string]>([
    ['gives nothing', () => undefined, 'the result of the handler for "busy" is not an object of values'],
    ['gives null', () => null, 'is not an object of values'],
    ['gives text', () => 'i1', 'is not an object of values'],
    ['gives a list', () => ['i1'], 'is not an object of values'],
    ['gives a Map', () => new Map([['instanceId', 'i1']]), 'is not an object of values'],
    ['gives what fetch gives', () => new Response('{}'), 'is not an object of values'],
    ['gives only an undefined value', () => ({ token: undefined }), 'none of "token" is text or a number'],
    ['gives only an object', () => ({ token: { secret: 'S3cr3t' } }), 'none of "token" is text or a number'],
    ['gives NaN', () => ({ accountId: Number.NaN, token: 't' }), 'a number for accountId that is not finite'],
    ['gives a rounded number', () => ({ instanceId: 2 ** 53 }), 'does not hold exactly; give it as text'],
    ['forgets to await', () => ({ token: Promise.resolve('t'), id: 'i' }), 'a promise for token; await it'],
    ['gives empty text', () => ({ token: '' }), 'an empty token'],
    [
      'gives an unknown scope',
      () => ({ scope: 'all' }),
      'has an unknown scope "all"; it must be one of instance, account, service',
    ],
    ['gives a scope that is no text', () => ({ scope: 1n }), 'has an unknown scope'],
    [
      'gives a value that no URL can hold',
      () => ({ instanceId: '\ud800' }),
      'instanceId that cannot be sent',
    ],
  ])('that %s has failed, and what it made stays behind', async (_name, setup, reason) => {
    const answer = await driverOf({ setup }).setUp(state, signal);
    expect(answer).toMatchObject({ outcome: 'failed', reason: expect.stringContaining(reason), made: true });
    expect(JSON.stringify(answer)).not.toContain('S3cr3t');
  });

  test('may say that it is not supported', async () => {
    const setup = () => ({ notSupported: 'No backups here.' });
    expect(await driverOf({ setup }).setUp(state, signal)).toEqual({
      outcome: 'not-supported',
      reason: 'No backups here.',
      testableBy: 'a handler for "busy" in states.mjs',
    });
    const wordless = () => ({ notSupported: true });
    expect(await driverOf({ setup: wordless }).setUp(state, signal)).toMatchObject({ outcome: 'failed' });
  });

  test('without a handler is not supported', async () =>
    expect(await moduleDriver('states.mjs', new Map()).setUp(state, signal)).toEqual({
      outcome: 'not-supported',
      reason: 'The module has no handler for "busy".',
      testableBy: 'a handler for "busy" in states.mjs',
    }));
});

describe('a teardown', () => {
  const request = { ...state, values: { instanceId: 'i1' }, created: ['i2'] };
  const setup = () => ({});

  test('is handed what the set-up gave and what was created', async () => {
    const teardown = jest.fn();
    expect(await driverOf({ setup, teardown }).tearDown(request, signal)).toEqual({ outcome: 'done' });
    const { params, values, created } = request;
    expect(teardown.mock.calls).toEqual([[{ params, values, created }, { signal }]]);
  });

  test('that rejects has failed', async () => {
    const teardown = async () => Promise.reject(new Error('still busy'));
    expect(await driverOf({ setup, teardown }).tearDown(request, signal)).toEqual({
      outcome: 'failed',
      reason: 'the handler for "busy" failed: still busy',
    });
  });

  test('without a handler is not supported', async () =>
    expect(await driverOf({ setup }).tearDown(request, signal)).toEqual({ outcome: 'not-supported' }));
});

test.each(['setup', 'teardown'] as const)('a %s that never settles ends with the signal', async (which) => {
  const stop = new AbortController();
  const driver = driverOf({ setup: never, teardown: never });
  const waiting =
    which === 'setup'
      ? driver.setUp(state, stop.signal)
      : driver.tearDown({ ...state, values: {}, created: [] }, stop.signal);
  stop.abort(new Error('took too long'));
  await expect(waiting).rejects.toThrow('took too long');
});

test('a handler that gives up with the signal has not failed by itself', async () => {
  const stop = new AbortController();
  const setup = () => {
    stop.abort(new Error('took too long'));
    throw new Error('aborted');
  };
  await expect(driverOf({ setup }).setUp(state, stop.signal)).rejects.toThrow('took too long');
});

const handler = '() => ({ instanceId: "i1" })';
const esm = `export default { busy: ${handler} };`;

/** Files that are good, by name. Each has a handler for `busy` that gives `i1`. */
const good: Readonly<Record<string, string>> = {
  'default.mjs': esm,
  'named.mjs': `export const states = { busy: { setup: ${handler}, teardown() {} } };`,
  'later.mjs': `const value = await Promise.resolve("i1"); export default { busy: async () => ({ instanceId: value }) };`,
  'common.cjs': `module.exports = { busy: ${handler} };`,
  'common-named.cjs': `exports.states = { busy: ${handler} };`,
  'common-whole.cjs': `module.exports = { states: { busy: ${handler} } };`,
  'compiled.cjs': `Object.defineProperty(exports, "__esModule", { value: true }); exports.default = { busy: ${handler} };`,
  'plain.js': `module.exports = { busy: ${handler} };`,
  'with space, % and #.mjs': esm,
  'typed.ts': `import { id } from './id.ts'; enum Word { A = 'busy' } export default { [Word.A]: (params: object): unknown => ({ instanceId: id }) };`,
  'id.ts': `export const id: string = await Promise.resolve("i1");\nexport const states = { busy: ${handler} };`,
  'typed.mts': `const given: string = "i1"; export const states = { busy: () => ({ instanceId: given }) };`,
  'typed.cts': `const given: string = "i1"; export = { busy: () => ({ instanceId: given }) };`,
};

/** Files that are not, with what is said of them. */
const bad: readonly (readonly [file: string, content: string | undefined, ...says: string[]])[] = [
  ['absent.mjs', undefined, 'cannot be read', 'ENOENT'],
  ['absent.ts', undefined, 'cannot be read', 'ENOENT'],
  ['states.json', '{}', 'one of the endings .js, .mjs, .cjs, .ts, .mts, .cts, not ".json"'],
  ['no-ending', esm, 'one of the endings', 'not ""'],
  ['syntax.mjs', 'const a = = 1;', 'cannot be loaded', 'Unexpected token', 'node --check', 'shows where'],
  ['syntax.cjs', 'const a = = 1;', 'cannot be loaded', 'Unexpected token'],
  ['syntax.ts', '\nconst a: = 1;', 'cannot be loaded', 'Unexpected token', 'syntax.ts:2:'],
  ['throwing.mjs', 'throw new Error("boom");', 'cannot be loaded (boom)'],
  ['throwing.ts', 'throw new Error("boom");', 'cannot be loaded (boom)'],
  ['throwing-null.mjs', 'throw null;', 'cannot be loaded (null)'],
  ['import.mjs', 'import "a-package-nobody-has";', 'cannot be loaded', 'a-package-nobody-has'],
  ['nothing.mjs', '', 'must export an object of handlers', 'and does not'],
  ['nothing.cjs', '', 'must export an object of handlers'],
  ['nothing.ts', '', 'must export an object of handlers'],
  ['other-name.mjs', `export const handlers = { busy: ${handler} };`, 'as default or as states'],
  ['function.mjs', 'export default () => ({});', 'must export an object of handlers'],
  ['list.mjs', 'export default [];', 'must export an object of handlers'],
  ['map.mjs', 'export default new Map();', 'must export an object of handlers'],
  ['empty.mjs', 'export default {};', 'must export an object of handlers'],
  ['values.mjs', 'export default { busy: "i1" };', 'must have a function, or an object', 'for "busy"'],
  ['no-setup.mjs', 'export default { busy: { teardown() {} } };', 'a function as setup for "busy"'],
  ['teardown.mjs', `export default { busy: { setup: ${handler}, teardown: 1 } };`, 'a function as teardown'],
  ['misspelt.mjs', `export default { busy: { setup: ${handler}, tearDown() {} } };`, 'not "tearDown"'],
];

const isTypeScript = (file: string) => /\.[cm]?ts$/.test(file);

/** What became of loading a file: what its handler gives, or the error. */
type Loaded = { readonly gives: unknown } | { readonly kind: string; readonly message: string };

/**
 * Jest runs modules in a context of its own, in which Node imports nothing: what goes through Node's own `import`
 * is loaded in a process beside it, all files at once.
 */
function loadedNatively(folder: string, files: readonly string[]): Readonly<Record<string, Loaded>> {
  const entry = `
    import { loadHandlers } from ${JSON.stringify(join(__dirname, '../../../src/provider-states/module.ts'))};
    const loaded = {};
    for (const file of process.argv.slice(2)) {
      loaded[file] = await loadHandlers(file).then(
        async (handlers) => ({ gives: await handlers.get('busy').setup({}, {}) }),
        ({ kind, message }) => ({ kind, message }),
      );
    }
    process.stdout.write(JSON.stringify(loaded));`;
  const outfile = join(folder, 'loading', 'load.mjs');
  buildSync({
    stdin: { contents: entry, resolveDir: __dirname },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['jiti'],
  });
  const { stdout, stderr } = spawnSync(process.execPath, [outfile, ...files], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

describe('a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'clouddb-module-'));
  const written = [...Object.entries(good), ...bad.map(([file, content]) => [file, content] as const)];
  for (const [file, content] of written)
    if (content !== undefined) writeFileSync(join(folder, file), content);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  let native: Readonly<Record<string, Loaded>>;
  beforeAll(() => {
    native = loadedNatively(
      folder,
      written.map(([file]) => file).filter((file) => !isTypeScript(file)),
    );
  });

  async function load(file: string): Promise<Loaded | undefined> {
    if (!isTypeScript(file)) return native[file];
    try {
      const handlers = await loadHandlers(relative(process.cwd(), join(folder, file)));
      return { gives: await handlers.get('busy')?.setup({}, { signal }) };
    } catch (error) {
      if (!(error instanceof SuiteError)) throw error;
      return { kind: error.kind, message: error.message };
    }
  }

  test.each(Object.keys(good))('%s gives its handlers', async (file) =>
    expect(await load(file)).toEqual({ gives: { instanceId: 'i1' } }),
  );

  test.each(bad.map(([file, , ...says]) => ({ file, says })))('$file is refused', async ({ file, says }) => {
    const loaded = await load(file);
    expect(loaded).toEqual({ kind: 'configuration', message: expect.stringMatching(/^[^\n]+\.$/) });
    for (const fragment of [file, ...says])
      expect(loaded).toMatchObject({ message: expect.stringContaining(fragment) });
  });
});
