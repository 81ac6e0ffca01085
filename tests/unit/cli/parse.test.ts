import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { commandNames, longName } from '../../../src/config/option.ts';
import { flagsOf, optionKeys, options } from '../../../src/config/options.ts';
import { directConnection } from '../../../src/http/connection.ts';
import { parsed, run } from './support.ts';

const at = ['--target', 'http://target.test'];

describe('commands', () => {
  test('the default command is run', async () => {
    for (const argv of [[], ['run'], ['--strict'], ['run', '--strict']])
      expect((await parsed(argv)).command).toBe('run');
  });

  test('defaults of a run', async () => {
    expect(await run([])).toEqual({
      values: { version: 'v1.0' },
      connection: directConnection,
      stateTimeoutS: 600,
      stateConcurrency: 4,
      fresh: false,
      keep: false,
      consent: 'reject',
      operation: [],
      only: [],
      skip: [],
      plan: false,
      concurrency: 8,
      timeoutMs: 30_000,
      maxTimeS: 1800,
      maxWaitS: 120,
      noPreflight: false,
      burst: 0,
      brief: false,
      quiet: false,
      gitHub: { annotations: false },
      waitS: 0,
      inputs: [],
      reports: [],
      allowIncomplete: [],
      strict: false,
      allowShortSecrets: false,
      color: true,
      given: {},
    });
  });

  test('every option of a run', async () => {
    const argv = [
      ...['--target', 'https://Target.test:8443/base//', '--api-version', 'v2', '--account', 'a/b'],
      ...['--token', 'long-enough', '--instance', 'i-1', '--datastore', 'mariadb:10.4enc'],
      ...[
        '--states',
        'http://s.test/_pact',
        '--state-timeout',
        '5',
        '--state-concurrency',
        '1',
        '--fresh',
        '--keep',
      ],
      ...[
        '--consent',
        'change',
        '--operation',
        'a,b',
        '--only',
        '*/404/*',
        '202',
        '--only',
        'x/202/?',
        '--skip',
        '413,503',
      ],
      ...['--concurrency', '1', '--rate', '90/m', '--timeout', '100', '--max-time', '60', '--max-wait', '0'],
      ...[
        '--brief',
        '--quiet',
        '--no-preflight',
        '--burst',
        '100',
        '--wait',
        '3',
        '--spec',
        'api.yaml',
        '--spec-allow',
        '../shared',
        'https://schemas.example/v1/',
        '--report',
        'json=r.json',
        'html=r=1.html',
        '--strict',
      ],
      ...['--allow-incomplete', '500,501', '503', '--allow-incomplete', '500', '--no-color'],
      ...['--allow-short-secrets', '--header', 'X-Env: a, b', '--public-header', 'x-env'],
      ...['--shard', '1/2', '--waivers', 'w.yaml', '--write-waivers', 'd.yaml'],
    ];
    const { given, ...settings } = await run(argv);
    expect(settings).toEqual({
      target: 'https://target.test:8443/base',
      values: { version: 'v2', accountId: 'a/b', instanceId: 'i-1', token: 'long-enough' },
      datastore: { type: 'mariadb', version: '10.4enc' },
      states: { kind: 'http', url: 'http://s.test/_pact' },
      connection: { headers: [['X-Env', 'a, b']], secrets: [], curl: [] },
      stateTimeoutS: 5,
      stateConcurrency: 1,
      fresh: true,
      keep: true,
      consent: 'change',
      operation: ['a', 'b'],
      only: ['*/404/*', '202', 'x/202/?'],
      skip: ['413', '503'],
      shard: { index: 1, of: 2 },
      plan: false,
      concurrency: 1,
      rate: { requests: 90, perSeconds: 60 },
      timeoutMs: 100,
      maxTimeS: 60,
      maxWaitS: 0,
      noPreflight: true,
      burst: 100,
      brief: true,
      quiet: true,
      gitHub: { annotations: false },
      waitS: 3,
      spec: { file: 'api.yaml', allow: ['../shared', 'https://schemas.example/v1/'] },
      inputs: [
        { file: 'api.yaml', what: 'the file of --spec' },
        { file: 'w.yaml', what: 'the file of --waivers' },
      ],
      reports: [
        { format: 'json', file: 'r.json' },
        { format: 'html', file: 'r=1.html' },
      ],
      waivers: 'w.yaml',
      writeWaivers: 'd.yaml',
      allowIncomplete: [500, 501, 503],
      strict: true,
      allowShortSecrets: true,
      color: false,
    });
    expect(Object.keys(given).sort()).toEqual(
      flagsOf('run')
        .filter((key) => !['tokenFile', 'plan', 'config', 'noConfig'].includes(key))
        // Those need files: see connection.test.ts.
        .filter((key) => !['ca', 'cert', 'key', 'keyPassphrase', 'insecure'].includes(key))
        .sort(),
    );
    expect(given).toMatchObject({
      timeout: 100,
      rate: '90/m',
      noColor: true,
      allowIncomplete: [500, 501, 503, 500],
    });
  });

  test('list, explain and serve', async () => {
    expect(
      await parsed(['list', '--json', '--only', '404', '--datastore', 'mysql:5.6', '--spec', 's']),
    ).toEqual({
      command: 'list',
      settings: {
        json: true,
        operation: [],
        only: ['404'],
        skip: [],
        datastore: { type: 'mysql', version: '5.6' },
        spec: { file: 's', allow: [] },
      },
      warnings: [],
    });
    expect(await parsed(['explain', '404', '--spec', 's'])).toMatchObject({
      id: '404',
      settings: { spec: { file: 's', allow: [] } },
    });
    expect(await parsed(['serve'])).toMatchObject({
      settings: { host: '127.0.0.1', port: 8080, values: {}, limits: false },
    });
    const argv = [
      '--port',
      '0',
      '--host',
      '::1',
      '--token',
      'abc',
      '--instance',
      'i',
      '--datastore',
      'mysql:5.6',
      '--life-cycle-times',
      'build=30,delete=0.5',
      '--life-cycle-times',
      'resize=2',
      '--limits',
    ];
    expect(await parsed(['serve', ...argv])).toMatchObject({
      settings: {
        host: '::1',
        port: 0,
        values: { token: 'abc', instanceId: 'i' },
        datastore: { version: '5.6' },
        lifeCycleTimes: { build: 30, delete: 0.5, resize: 2 },
        limits: true,
      },
    });
    await expect(parsed(['serve', '--life-cycle-times', 'build=1,build=2'])).rejects.toThrow(/each once/);
  });

  test('a value may begin with a dash where it cannot be an option, or after =', async () => {
    expect((await run([...at, '--account', '-7'])).values.accountId).toBe('-7');
    expect((await run([...at, '--account=--strict'])).values.accountId).toBe('--strict');
  });
});

describe('variables', () => {
  test('follow one rule', async () => {
    const settings = await run([], {
      CLOUDDB_TARGET: 'http://target.test/',
      CLOUDDB_TOKEN: 'token-of-variable',
      CLOUDDB_API_VERSION: 'v3',
      CLOUDDB_MAX_TIME: '7',
      CLOUDDB_ONLY: '404, 405',
      CLOUDDB_REPORT: 'json=a.json,junit=b.xml',
      CLOUDDB_STRICT: '1',
      CLOUDDB_FRESH: 'False',
    });
    expect(settings).toMatchObject({
      target: 'http://target.test',
      values: { version: 'v3', token: 'token-of-variable' },
      maxTimeS: 7,
      only: ['404', '405'],
      strict: true,
      fresh: false,
      keep: false,
    });
    expect(settings.reports.map(({ file }) => file)).toEqual(['a.json', 'b.xml']);
  });

  test('of other commands are left alone', async () => {
    expect((await parsed(['list'], { CLOUDDB_TARGET: '', CLOUDDB_PORT: 'x' })).command).toBe('list');
  });

  test.each([
    [{ NO_COLOR: '1' }, false],
    [{ NO_COLOR: '' }, true],
    [{ NO_COLOR: '1', CLOUDDB_NO_COLOR: 'false' }, true],
  ])('%j: colour %j', async (env, color) => {
    expect((await run([], env)).color).toBe(color);
  });

  test('that look misspelt are warned of', async () => {
    const env = {
      CLOUDDB_TARGT: 'http://x',
      CLOUDDB_TOKEN_2: 'x',
      CLOUDDB_BACKUP_BUCKET: 'x',
      CLOUDDB_PORT: '1',
    };
    expect(await parsed([], env)).toMatchObject({
      warnings: ['The variable CLOUDDB_TARGT has no effect. Did you mean CLOUDDB_TARGET?'],
    });
  });
});

test('a target that holds the version already is warned of', async () => {
  const invocation = await parsed(['--target', 'http://target.test/v1.0/']);
  expect(invocation).toMatchObject({ warnings: [expect.stringContaining('ends in /v1.0')] });
});

test('a plan leaves the reports of the environment alone', async () => {
  expect((await run(['--plan'], { CLOUDDB_REPORT: 'json=a.json' })).reports).toEqual([]);
});

describe('help', () => {
  const help = async (...argv: string[]) => {
    const invocation = await parsed(argv);
    return invocation.command === 'help' ? invocation.text : '';
  };

  test('of the program names every command', async () => {
    for (const argv of [['--help'], ['-h'], ['help'], ['help', 'help'], ['help', '--help']]) {
      const text = await help(...argv);
      for (const name of commandNames) expect(text).toMatch(new RegExp(`^  ${name} `, 'm'));
      expect(text).toContain('Exit codes: clouddb-conformance help exit-codes\n');
    }
  });

  test('of exit codes names each once, and is the only one that does', async () => {
    const text = await help('help', 'exit-codes');
    for (const code of [0, 1, 2, 3, 4, 130]) expect(text).toMatch(new RegExp(`^ +${code}  \\S`, 'm'));
    for (const argv of [[], ...commandNames.map((name) => name.split(' '))])
      expect(await help(...argv, '--help')).not.toMatch(/^ +130 /m);
  });

  test('of a first word names the commands that begin with it', async () => {
    const text = await help('spec', '--help');
    for (const argv of [
      ['spec', '-h'],
      ['help', 'spec'],
      ['help', 'spec', '-h'],
    ])
      expect(await help(...argv)).toBe(text);
    for (const name of ['spec check', 'spec import']) expect(text).toMatch(new RegExp(`^  ${name} `, 'm'));
    expect(text).not.toMatch(/^ {2}run /m);
    expect(text).toContain('Exit codes: clouddb-conformance help exit-codes\n');
  });

  test.each(commandNames)('of %s names each of its options with its default', async (name) => {
    const text = await help(...name.split(' '), '--help');
    expect(await help('help', ...name.split(' '))).toBe(text);
    for (const key of optionKeys) {
      const start = text.split('\n').findIndex((line) => line.startsWith(`  ${longName(key)} `));
      expect({ key, listed: start >= 0 }).toEqual({ key, listed: flagsOf(name).includes(key) });
      const { fallback, kind } = options[key];
      if (start < 0 || kind.argument === undefined || fallback === undefined || Array.isArray(fallback))
        continue;
      expect(text.replace(/\s+/g, ' ')).toContain(`(default: ${String(fallback)})`);
    }
    expect(text).toContain('Exit codes: clouddb-conformance help exit-codes\n');
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(140);
  });

  test('wins over what is wrong beside it, and needs no command', async () => {
    expect(await help('--target', '', '--help')).toContain('--state-timeout');
    expect(await help('run', '--bogus', '-h')).toContain('--state-timeout');
    expect(await help('run', '-h')).toContain('json, junit, html');
  });

  test('loads neither yaml nor ajv', async () => {
    const seen = new Set<string>();
    const visit = async (file: string): Promise<void> => {
      if (seen.has(file)) return;
      seen.add(file);
      if (!file.endsWith('.ts')) return;
      const imports = (await readFile(file, 'utf8')).matchAll(/^(?:import|\}) (?!type ).*?from '([^']+)';/gm);
      for (const [, name = ''] of imports)
        await visit(name.startsWith('.') ? join(dirname(file), name) : name);
    };
    await visit(join(__dirname, '../../../src/cli/parse.ts'));
    const packages = [...seen].filter((name) => !name.endsWith('.ts') && !name.startsWith('node:'));
    expect(packages.sort()).toEqual(['commander', 'fastest-levenshtein']);
  });
});

test('--version takes no other arguments', async () => {
  expect(await parsed(['--version'])).toEqual({ command: 'version' });
  expect(await parsed(['-V'])).toEqual({ command: 'version' });
});
