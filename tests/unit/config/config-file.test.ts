import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { configKeys, configSchema } from '../../../src/config/config-schema.ts';
import { options } from '../../../src/config/options.ts';
import { directoryWith, parsed, refusal, run } from '../cli/support.ts';

let directory: Awaited<ReturnType<typeof directoryWith>>;

beforeEach(async () => {
  directory = await directoryWith();
});

afterEach(() => directory.remove());

const withFile = async (content: string | Uint8Array, name = 'conf.yaml') => {
  await directory.remove();
  directory = await directoryWith({ [name]: content });
  return directory.file(name);
};

const everything = {
  target: 'http://file.test',
  apiVersion: 'v9',
  account: '1',
  token: 'token-of-file',
  auth: { type: 'command', command: 'not-run' },
  instance: 'i',
  datastore: 'mysql:5.6',
  host: 'localhost',
  port: 0,
  lifeCycleTimes: ['build=1'],
  limits: true,
  states: 'http://s.test/',
  stateValues: { 'no such instance': { instanceId: 'i0' } },
  stateTimeout: 1,
  stateConcurrency: 1,
  fresh: true,
  keep: true,
  operation: ['a', 'things of b'],
  only: ['a/202/b', 404],
  skip: ['503'],
  consent: 'observe',
  plan: false,
  concurrency: 2,
  rate: '5/s',
  timeout: 1,
  maxTime: 1,
  maxWait: 1,
  noPreflight: true,
  burst: 1,
  wait: 1,
  report: ['json=r.json'],
  waivers: 'w.yaml',
  writeWaivers: 'draft.yaml',
  allowIncomplete: [500, 'a/501'],
  strict: true,
  json: true,
  spec: 's.yaml',
  specAllow: ['shared'],
  allowShortSecrets: true,
  noColor: true,
  header: ['X-Env: a, b'],
  publicHeader: ['X-Env'],
  insecure: false,
  tokenFile: 'not-read',
  ca: 'not-read',
  cert: 'not-read',
  key: 'not-read',
  keyPassphrase: 'not-read',
  brief: true,
  quiet: true,
  shard: '1/2',
  publish: true,
  broker: 'http://broker.test',
  brokerToken: 'token-of-the-broker',
  appVersion: '1.2.3',
  branch: 'main',
  tag: ['staging'],
};

describe('a config file', () => {
  test('can hold every option, for every command', async () => {
    expect(Object.keys(everything).sort()).toEqual([...configKeys].sort());
    const { tokenFile, auth, stateValues, ca, cert, key, keyPassphrase, ...content } = everything;
    const path = await withFile(JSON.stringify(content), 'conf.json');
    expect(await run(['--config', path])).toMatchObject({
      target: 'http://file.test',
      values: { version: 'v9', accountId: '1', instanceId: 'i', token: 'token-of-file' },
      only: ['a/202/b', '404'],
      rate: { requests: 5, perSeconds: 1 },
      reports: [{ format: 'json', file: 'r.json' }],
      color: false,
      given: { token: '$CLOUDDB_TOKEN', only: ['a/202/b', 404], config: path },
    });
    expect(await parsed(['serve', '--config', path])).toMatchObject({
      settings: { port: 0, host: 'localhost' },
    });
    expect(await parsed(['list'], { CLOUDDB_CONFIG: path })).toMatchObject({ settings: { json: true } });
    expect(await parsed(['explain', 'x', '--config', path])).toMatchObject({
      settings: { spec: { file: 's.yaml', allow: ['shared'] } },
    });
  });

  test('is weaker than a variable, which is weaker than an argument', async () => {
    const path = await withFile('timeout: 1\nmaxTime: 1\nconcurrency: 1\nonly: [404]\nstrict: true\n');
    const env = { CLOUDDB_CONFIG: path, CLOUDDB_TIMEOUT: '2', CLOUDDB_MAX_TIME: '2', CLOUDDB_STRICT: '0' };
    expect(await run(['--timeout', '3', '--only', '405'], env)).toMatchObject({
      timeoutMs: 3,
      maxTimeS: 2,
      concurrency: 1,
      strict: false,
      only: ['405'],
      stateTimeoutS: 600,
    });
  });

  test('may be YAML with anchors', async () => {
    const path = await withFile('# comment\ntimeout: &n 5\nmaxTime: *n\n');
    expect(await run(['--config', path])).toMatchObject({ timeoutMs: 5, maxTimeS: 5 });
  });

  test.each<[string, string | Uint8Array, string[]]>([
    ['an unknown key', 'concurency: 3', ['unknown key "concurency"', 'Did you mean concurrency?']],
    ['a key in snake case', 'api_version: v1', ['"api_version"', 'Did you mean apiVersion?']],
    ['a key far from all', 'zzzzzz: 1', ['unknown key "zzzzzz"']],
    ['the key config', 'config: other.yaml', ['another one']],
    ['a prototype', '{"__proto__": {"target": "http://x"}}', ['unknown key "__proto__"']],
    ['a broken document', 'strict: true\ntarget: "http://x', ['is not YAML or JSON', 'line 2, column']],
    ['broken JSON', '{\n "timeout": 5,\n "strict" true }', ['line 3, column']],
    ['a key twice', 'timeout: 1\ntimeout: 2', ['unique', 'line 2, column 1']],
    ['two documents', 'timeout: 1\n---\ntimeout: 2', ['is not YAML or JSON', 'line 2']],
    ['a custom tag', 'account: !secret x', ['Unresolved tag', 'line 1, column 10']],
    ['an alias without anchor', 'account: *x', ['alias', 'line 1, column 10']],
    ['a list', '- target', ['must hold a mapping']],
    ['a text', 'target', ['must hold a mapping']],
    ['nothing', '', ['must hold a mapping']],
    ['bytes that are no text', new Uint8Array([0xff, 0xfe, 0x00]), ['UTF-8']],
    ['an empty value', 'target: ""', ['target in', 'is empty']],
    ['a blank value', 'target: "  "', ['target in', 'is empty']],
    ['no value', 'target:', ['target in', 'is empty']],
    ['an empty list', 'only: []', ['only in', 'is empty']],
    ['an empty item', 'report: [""]', ['report in', 'is empty']],
    ['an absent item', 'only: [404, ~]', ['only in', 'empty item']],
    ['text for a number', 'timeout: "5"', ['timeout in', '1 to 3600000', 'not "5"']],
    ['a float', 'timeout: 1.5', ['timeout in', 'not 1.5']],
    ['no number', 'timeout: .nan', ['timeout in', 'not NaN']],
    ['infinity', 'timeout: .inf', ['timeout in', 'not Infinity']],
    ['a number out of range', 'concurrency: 0', ['concurrency in', '1 to 256', 'not 0']],
    ['a number for text', 'account: 1234', ['account in', 'not 1234', 'quotes']],
    ['text for a flag', 'strict: "yes"', ['strict in', 'true or false', 'not "yes"']],
    ['one value for a list', 'only: "404"', ['only in', 'must be a list', 'not "404"']],
    ['a mapping for a value', 'target: {url: x}', ['target in', 'not {"url":"x"}']],
    ['a wrong item', 'allowIncomplete: [500, 5xx]', ['allowIncomplete in', '100 to 599', 'not "5xx"']],
    ['a wrong pattern', 'only: [99]', ['only in', 'status from 100 to 599', 'not "99"']],
    ['a wrong choice', 'consent: all', ['consent in', 'observe, reject, change', 'not "all"']],
    ['a wrong URL', 'target: host', ['target in', 'http://']],
    ['a control character', 'account: "a\\u0000b"', ['account in', 'control characters']],
    ['a lone surrogate', 'account: "\\ud800"', ['account in', 'control characters']],
    ['an option without its target', 'account: "1"', ['account in', 'needs --target']],
    ['an unknown report format', 'report: [xml=a]', ['report in', 'unknown format "xml"']],
    ['a report over itself', 'report: [json=conf.yaml]', ['also the file of --config']],
  ])('with %s is refused', async (_name, content, fragments) => {
    const path = await withFile(content);
    const cwd = process.cwd();
    process.chdir(directory.path);
    const { message, kind, exitCode } = await refusal(
      parsed(['--config', 'conf.yaml'], {}, directory.path),
    ).finally(() => process.chdir(cwd));
    expect({ kind, exitCode }).toEqual({ kind: 'configuration', exitCode: 2 });
    expect(path).toContain('conf.yaml');
    expect(message).toContain('conf.yaml');
    for (const fragment of fragments) expect(message).toContain(fragment);
  });

  test.each([
    'token: *S3cr3t',
    'token: !S3cr3t x',
    'token: @S3cr3t',
    'token: "S3cr3t',
    'token: [S3cr3t]',
    'token: {S3cr3t: 1}',
    'token: S3cr3t: x',
    'token: "S3cr3t\\u0001"',
    'token: a\n S3cr3t: [',
  ])('does not give its token away: %j', async (content) => {
    const { message } = await refusal(parsed(['--config', await withFile(content)]));
    expect(message).not.toContain('S3cr3t');
  });

  test('that is not there, or a directory, is refused', async () => {
    for (const path of [directory.file('absent.yaml'), directory.path]) {
      const { message, kind } = await refusal(parsed(['--config', path]));
      expect(kind).toBe('configuration');
      expect(message).toContain(`The config file ${path} cannot be read`);
    }
  });

  test('cannot be blown up by aliases', async () => {
    const levels = Array.from(
      { length: 12 },
      (_, i) => `k${i}: &k${i} [${Array(10).fill(i ? `*k${i - 1}` : 'x')}]`,
    );
    const { message } = await refusal(parsed(['--config', await withFile(levels.join('\n'))]));
    expect(message).toContain('aliases');
  });
});

describe('the schema', () => {
  const validate = new Ajv2020({ allowUnionTypes: true }).compile(configSchema());

  test('admits every key and no other', () => {
    expect(validate(everything)).toBe(true);
    expect(validate({ ...everything, other: 1 })).toBe(false);
  });

  test('is the one that ships', async () => {
    const shipped = await readFile(join(__dirname, '../../../spec/config.schema.json'), 'utf8');
    // If this fails, an option was added or changed: `npm run generate` writes the file.
    expect(JSON.parse(shipped)).toEqual(configSchema());
  });

  test('admits variables where a number or a word is wanted, and other text nowhere', () => {
    expect(
      validate({ $schema: 'x', timeout: `$\{T}`, strict: `$\{S}`, only: [`$\{O}`], consent: `$\{C}` }),
    ).toBe(true);
    for (const other of [{ timeout: '5' }, { strict: 'true' }, { consent: 'all' }])
      expect(validate(other)).toBe(false);
  });

  test('admits every default', () => {
    for (const key of configKeys) {
      const { fallback } = options[key];
      if (fallback !== undefined && !Array.isArray(fallback))
        expect(validate({ [key]: fallback })).toBe(true);
    }
  });
});
