import { Ajv2020 } from 'ajv/dist/2020.js';
import { configSchema } from '../../../src/config/config-schema.ts';
import type { SourceKind, StatesSource } from '../../../src/provider-states/source.ts';
import { createDriver } from '../../../src/provider-states/state-drivers.ts';
import { knownStates } from '../../../src/provider-states/state-names.ts';
import { directoryWith, parsed, refusal, run } from '../cli/support.ts';

const at = ['--target', 'http://target.test'];

let directory: Awaited<ReturnType<typeof directoryWith>>;
afterEach(() => directory?.remove());

async function fileOf(content: object): Promise<string> {
  directory = await directoryWith({ 'conf.json': JSON.stringify(content) });
  return directory.file('conf.json');
}

const config = async (content: object) => [...at, '--config', await fileOf(content)];

describe('--states', () => {
  test.each<[string, object]>([
    ['http://s.test/_pact?a=b', { kind: 'http', url: 'http://s.test/_pact?a=b' }],
    ['HTTPS://s.test', { kind: 'http', url: 'https://s.test/' }],
    ['module:states.mjs', { kind: 'module', file: 'states.mjs' }],
    ['module:C:\\states.ts', { kind: 'module', file: 'C:\\states.ts' }],
    ['module: ./a b.ts ', { kind: 'module', file: './a b.ts' }],
    [
      'command:node "my states.mjs" --url http://x',
      { kind: 'command', command: 'node "my states.mjs" --url http://x' },
    ],
  ])('%s', async (text, expected) => {
    expect((await run([...at, '--states', text])).states).toEqual(expected);
    expect((await run(at, { CLOUDDB_STATES: text })).states).toEqual(expected);
    expect((await run(await config({ states: text }))).states).toEqual(expected);
  });

  test('the arguments of a program are kept out of the report', async () => {
    const { given } = await run([...at, '--states', 'command:KEY=S3cr3t node states.mjs --key S3cr3t']);
    expect(given.states).toBe('command:***');
    expect((await run([...at, '--states', 'module:@org/states.mjs'])).given.states).toBe(
      'module:@org/states.mjs',
    );
  });
});

describe('stateValues', () => {
  const name = 'the instance is busy';
  const shipped = new Ajv2020({ allowUnionTypes: true }).compile(configSchema());

  test('is read with its lists, in order', async () => {
    const stateValues = {
      'the token has expired': { token: 'S3cr3t-token' },
      'the service is unavailable': {},
      'upgrades are not implemented': { scope: 'service', instanceId: 'i3' },
      [name]: [
        { params: { status: 'BUILD', type: 'mysql' }, values: { instanceId: 'i1' }, scope: 'instance' },
        { values: { instanceId: 'i2' } },
      ],
    };
    const { stateValues: read, given } = await run(await config({ stateValues }));
    expect(read).toEqual({
      label: expect.stringMatching(/^stateValues in .*conf\.json$/),
      states: [
        { state: { name: 'the token has expired', params: {} }, values: { token: 'S3cr3t-token' } },
        { state: { name: 'the service is unavailable', params: {} }, values: {} },
        {
          state: { name: 'upgrades are not implemented', params: {} },
          values: { instanceId: 'i3' },
          scope: 'service',
        },
        {
          state: { name, params: { status: 'BUILD', type: 'mysql' } },
          values: { instanceId: 'i1' },
          scope: 'instance',
        },
        { state: { name, params: {} }, values: { instanceId: 'i2' } },
      ],
    });
    expect(given.stateValues).toEqual({ ...stateValues, 'the token has expired': { token: '***' } });
    expect(shipped({ stateValues })).toBe(true);
  });

  test.each<[string, unknown, ...string[]]>([
    ['no mapping', ['x'], 'must be a mapping of provider states to their values'],
    ['text', 'x', 'must be a mapping'],
    ['an empty mapping', {}, 'must be a mapping'],
    ['no values', { [name]: null }, 'must have a mapping of values, or a list'],
    ['an empty list', { [name]: [] }, 'or a list of {params, values, scope}'],
    // Where a mapping belongs, a text may be the token.
    ['a list of text', { [name]: ['1234567'] }, 'or a list of {params, values, scope}', 'not "***"'],
    ['text for a state', { [name]: '1234567' }, 'or a list of {params, values, scope}', 'not "***"'],
    ['lists of text for a state', { [name]: [['1234567']] }, 'or a list of {params', 'not ["***"]'],
    ['text as values', { [name]: [{ values: '1234567' }] }, 'a mapping as values', 'not "***"'],
    ['text in place of it all', '1234567', 'must be a mapping', 'not "***"'],
    ['a list in place of it all', ['1234567'], 'must be a mapping', 'not ["***"]'],
    ['an item without values', { [name]: [{ params: {} }] }, `a mapping as values of "${name}"`],
    ['an item with more', { [name]: [{ values: {}, param: {} }] }, 'only params, values and scope'],
    ['params that are none', { [name]: [{ values: {}, params: 'x' }] }, `a mapping as params of "${name}"`],
    [
      'a parameter that is no text',
      { [name]: [{ values: {}, params: { version: 10.4 } }] },
      'for version among the parameters',
      'non-empty text in quotes',
      'not 10.4',
    ],
    [
      'a value that is a number',
      { [name]: { accountId: 7 } },
      'for accountId among the values',
      'in quotes',
      'not 7',
    ],
    [
      'a value that is null',
      { [name]: { accountId: null } },
      'among the values of "the instance is busy", not null',
    ],
    ['an empty value', { [name]: { instanceId: '' } }, 'for instanceId among the values'],
    ['a blank value', { [name]: [{ values: { instanceId: ' ' } }] }, 'for instanceId among the values'],
    ['an unknown scope', { [name]: { scope: 'all' } }, 'instance, account or service', 'not "all"'],
    [
      'a token that is not a text',
      { [name]: { token: 1234567 } },
      'for token among the values',
      'in quotes',
      'not "***"',
    ],
    ['an unset variable', { [name]: { token: `$\{NOBODY_HAS_THIS}` } }, 'NOBODY_HAS_THIS, which is not set'],
  ])('with %s is refused', async (_name, stateValues, ...says) => {
    const { message, kind, exitCode } = await refusal(parsed(await config({ stateValues })));
    expect({ kind, exitCode }).toEqual({ kind: 'configuration', exitCode: 2 });
    for (const fragment of ['stateValues', 'conf.json', ...says]) expect(message).toContain(fragment);
    expect(message).not.toContain('1234567');
  });

  test('is read beside --states', async () => {
    const settings = await run([
      ...(await config({ stateValues: { [name]: {} } })),
      ...['--states', 'module:x.mjs'],
    ]);
    expect(settings).toMatchObject({
      states: { kind: 'module', file: 'x.mjs' },
      stateValues: { states: [{ state: { name } }] },
    });
  });

  test('needs a target', async () => {
    const file = await fileOf({ stateValues: { [name]: {} } });
    expect((await refusal(parsed(['--config', file]))).message).toContain('stateValues in');
  });

  test('in a variable has no effect, which is said', async () =>
    expect(await parsed(at, { CLOUDDB_STATE_VALUES: '{}' })).toMatchObject({
      warnings: ['The variable CLOUDDB_STATE_VALUES has no effect: only a config file can set stateValues.'],
    }));

  test('is in no help', async () => {
    const help = await parsed(['run', '--help']);
    expect(JSON.stringify(help)).not.toContain('state-values');
    expect(JSON.stringify(help)).toContain('URL|module:FILE|command:');
  });
});

describe('the driver of', () => {
  const sources: { readonly [K in SourceKind]: readonly [StatesSource<K>, string] } = {
    http: [{ kind: 'http', url: 'http://s.test/x?key=y' }, 'http http://s.test/x'],
    module: [{ kind: 'module', file: 'states.ts' }, 'module states.ts'],
    command: [{ kind: 'command', command: 'node x' }, 'command node'],
    handlers: [{ kind: 'handlers', handlers: { 'no such instance': () => ({}) } }, 'module of the options'],
  };

  test.each(Object.entries(sources))('%s', async (_kind, [source, name]) => {
    directory = await directoryWith({ 'states.ts': "export default { 'no such instance': () => ({}) };" });
    const placed = source.kind === 'module' ? { ...source, file: directory.file(source.file) } : source;
    const driver = await createDriver(placed, knownStates());
    expect(driver.name.replace(`${directory.path}/`, '')).toBe(name);
    await driver.close();
  });

  test('a module with a misspelt state is refused', async () => {
    directory = await directoryWith({ 'states.ts': "export default { 'no such instances': () => ({}) };" });
    const file = directory.file('states.ts');
    const { message, kind, exitCode } = await refusal(createDriver({ kind: 'module', file }, knownStates()));
    expect({ kind, exitCode }).toEqual({ kind: 'configuration', exitCode: 2 });
    expect(message).toBe(
      `The module of provider states ${file} has a handler for "no such instances", which is not a provider state (did you mean "no such instance"?).`,
    );
  });
});
