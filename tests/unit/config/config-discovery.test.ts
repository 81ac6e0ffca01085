import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { directoryWith, parsed, refusal, run } from '../cli/support.ts';

let directory: Awaited<ReturnType<typeof directoryWith>>;

afterEach(() => directory.remove());

const inDirectoryWith = async (files: Readonly<Record<string, string | Uint8Array>>) => {
  directory = await directoryWith({ 'five.mts': 'export const five: number = 5;', ...files });
  return directory.path;
};

const name = 'clouddb-conformance.config';

/** The same options in each format. */
const formats = {
  '.yaml': 'timeout: 5\nonly: [404]\n',
  '.yml': 'timeout: 5\nonly: [404]\n',
  '.json': '{ "$schema": "./config.schema.json", "timeout": 5, "only": [404] }',
  '.js': 'module.exports = { timeout: 5, only: [404] };',
  '.mjs': 'export default { timeout: await Promise.resolve(5), only: [404] };',
  '.cjs': 'exports.timeout = 5; exports.only = [404];',
  '.ts':
    'interface T { timeout: number; only: number[] }\nexport default { timeout: 5, only: [404] } satisfies T;',
  '.mts': "import { five } from './five.mts';\nexport default { timeout: five, only: [404] as const };",
  '.cts': 'const timeout: number = 5;\nmodule.exports = { timeout, only: [404] };',
};

describe('a config file in the working directory', () => {
  test.each(Object.entries(formats))('is found and read: %s', async (extension, content) => {
    const cwd = await inDirectoryWith({ [name + extension]: content });
    const settings = await run([], {}, cwd);
    expect(settings).toMatchObject({ timeoutMs: 5, only: ['404'], given: { config: name + extension } });
  });

  test.each(Object.entries(formats))('can be named under any other name: %s', async (extension, content) => {
    const cwd = await inDirectoryWith({ [`other${extension}`]: content, [`${name}.yaml`]: 'timeout: 6' });
    const argv = ['--config', `other${extension}`];
    expect(await run(argv, {}, cwd)).toMatchObject({ timeoutMs: 5, given: { config: `other${extension}` } });
    expect(await run([], { CLOUDDB_CONFIG: `./other${extension}` }, cwd)).toMatchObject({ timeoutMs: 5 });
  });

  test('is read for every command that takes one', async () => {
    const cwd = await inDirectoryWith({ [`${name}.yaml`]: 'port: 0\njson: true\nspec: s.yaml\n' });
    expect(await parsed(['serve'], {}, cwd)).toMatchObject({ settings: { port: 0 } });
    expect(await parsed(['list'], {}, cwd)).toMatchObject({ settings: { json: true } });
    expect(await parsed(['explain', '404'], {}, cwd)).toMatchObject({
      settings: { spec: { file: 's.yaml', allow: [] } },
    });
    expect(await parsed(['init'], {}, cwd)).toMatchObject({ settings: { directory: '.' } });
  });

  test('is weaker than variables and options', async () => {
    const cwd = await inDirectoryWith({
      [`${name}.yaml`]: 'timeout: 5\nmaxTime: 5\nwait: 5\ntarget: http://x',
    });
    expect(await run(['--timeout', '7'], { CLOUDDB_MAX_TIME: '6' }, cwd)).toMatchObject({
      timeoutMs: 7,
      maxTimeS: 6,
      waitS: 5,
    });
  });

  test('is passed over by --no-config', async () => {
    const cwd = await inDirectoryWith({ [`${name}.yaml`]: 'timeout: ["broken' });
    expect(await run(['--no-config'], {}, cwd)).toMatchObject({ given: { noConfig: true } });
    expect((await run([], { CLOUDDB_NO_CONFIG: '1' }, cwd)).given).toEqual({ noConfig: true });
    expect((await run(['--no-config'], { CLOUDDB_CONFIG: 'other' }, cwd)).given).toEqual({ noConfig: true });
    const { message } = await refusal(parsed([], { CLOUDDB_NO_CONFIG: 'false' }, cwd));
    expect(message).toContain(`${name}.yaml is not YAML or JSON`);
  });

  test('that is named is stronger than a variable that asks for none', async () => {
    const cwd = await inDirectoryWith({ 'other.yaml': 'timeout: 5' });
    const settings = await run(['--config', 'other.yaml'], { CLOUDDB_NO_CONFIG: '1' }, cwd);
    expect(settings.timeoutMs).toBe(5);
  });

  describe('above the working directory', () => {
    /** A repository, with a directory in it. */
    const inRepositoryWith = async (files: Readonly<Record<string, string>>, git: 'file' | 'directory') => {
      const root = await inDirectoryWith(files);
      if (git === 'file') await writeFile(join(root, '.git'), 'gitdir: elsewhere');
      else await mkdir(join(root, '.git'));
      const cwd = join(root, 'services', 'databases');
      await mkdir(cwd, { recursive: true });
      return { root, cwd };
    };

    test.each(['file', 'directory'] as const)('is found in its repository: .git is a %s', async (git) => {
      const { root, cwd } = await inRepositoryWith({ [`${name}.yaml`]: 'timeout: 5' }, git);
      const config = join('..', '..', `${name}.yaml`);
      expect(await run([], {}, cwd)).toMatchObject({ timeoutMs: 5, given: { config } });
      await writeFile(join(root, 'services', `${name}.json`), '{"timeout": 6}');
      expect((await run([], {}, cwd)).timeoutMs).toBe(6);
      expect((await run(['--no-config'], {}, cwd)).timeoutMs).toBe(30_000);
    });

    test('is not looked for beyond the repository', async () => {
      const { cwd } = await inRepositoryWith({ [`${name}.yaml`]: 'timeout: 5' }, 'directory');
      await mkdir(join(cwd, '.git'));
      expect((await run([], {}, cwd)).given).toEqual({});
    });

    test('must be the only one there', async () => {
      const { cwd } = await inRepositoryWith({ [`${name}.ts`]: '', [`${name}.json`]: '{}' }, 'directory');
      const { message } = await refusal(parsed([], {}, cwd));
      expect(message).toContain(`The directory ${join('..', '..')} has 2 config files`);
    });
  });

  describe('that is missing in CI', () => {
    const says = 'no config file in the working directory or above it';
    const warnings = async (argv: readonly string[], env: Readonly<Record<string, string>>) => {
      const invocation = await parsed(argv, env, await inDirectoryWith({}));
      return 'warnings' in invocation ? invocation.warnings : [];
    };

    test.each(['true', '1'])('is said before the built-in target is tested: CI=%s', async (ci) => {
      for (const command of [[], ['verify']])
        expect(await warnings(command, { CI: ci })).toEqual([expect.stringContaining(says)]);
    });

    test.each<[string[], Record<string, string>]>([
      [[], {}],
      [[], { CI: '' }],
      [[], { CI: 'false' }],
      [['--target', 'http://x.test'], { CI: 'true' }],
      [['--no-config'], { CI: 'true' }],
      [['list'], { CI: 'true' }],
    ])('is not said for %j with %j', async (argv, env) => expect(await warnings(argv, env)).toEqual([]));
  });

  test('is not looked for further up without a repository, nor under other names', async () => {
    const cwd = await inDirectoryWith({
      [`${name}.yaml`]: 'timeout: 5',
      'package.json': '{ "clouddb-conformance": { "timeout": 5 } }',
    });
    await mkdir(join(cwd, 'sub'));
    await writeFile(join(cwd, 'sub', `${name}.yaml.bak`), 'timeout: 5');
    await writeFile(join(cwd, 'sub', '.clouddb-conformancerc'), 'timeout: 5');
    expect((await run([], {}, join(cwd, 'sub'))).given).toEqual({});
  });

  test('must be the only one', async () => {
    const cwd = await inDirectoryWith({ [`${name}.ts`]: 'export default {}', [`${name}.json`]: '{}' });
    const { message, exitCode, kind } = await refusal(parsed([], {}, cwd));
    expect({ exitCode, kind }).toEqual({ exitCode: 2, kind: 'configuration' });
    expect(message).toContain(`2 config files: ${name}.json, ${name}.ts.`);
    expect((await run(['--config', `${name}.json`], {}, cwd)).timeoutMs).toBe(30_000);
    expect((await run(['--no-config'], {}, cwd)).timeoutMs).toBe(30_000);
  });

  test('cannot be looked for where nothing is', async () => {
    const cwd = join(await inDirectoryWith({}), 'absent');
    const { message, exitCode } = await refusal(parsed([], {}, cwd));
    expect(exitCode).toBe(2);
    expect(message).toContain('--no-config');
  });

  test('is an error where it is a directory', async () => {
    const cwd = await inDirectoryWith({});
    await mkdir(join(cwd, `${name}.yaml`));
    expect((await refusal(parsed([], {}, cwd))).message).toContain(`${name}.yaml cannot be read`);
  });

  test('cannot be written over by a report', async () => {
    const cwd = await inDirectoryWith({ [`${name}.yaml`]: `report: [json=${name}.yaml]` });
    expect((await refusal(parsed([], {}, cwd))).message).toContain('also the file of --config');
  });
});

describe('a config file that is not good', () => {
  test.each([
    ['.yaml', 'concurency: 3', ['unknown key "concurency"', 'Did you mean concurrency?']],
    ['.yaml', '', ['must hold a mapping']],
    ['.yaml', 'timeout: 1\ntarget: "http://x', ['is not YAML or JSON', 'line 2, column']],
    ['.yaml', '$schema: 5', ['/$schema']],
    ['.yaml', 'noConfig: true', ['unknown key "noConfig"']],
    ['.yaml', 'dir: x', ['unknown key "dir"']],
    ['.json', '{ "timeout": "5" }', ['timeout in', '1 to 3600000', 'not "5"']],
    ['.ts', 'export default { concurency: 3 }', ['unknown key "concurency"', 'Did you mean concurrency?']],
    ['.ts', 'export default { token: "S3cr3t-token', ['cannot be run']],
    ['.ts', 'export default { token: S3cr3t }', ['cannot be run', 'not defined']],
    ['.ts', 'throw new Error("no luck")', ['cannot be run: no luck']],
    ['.ts', 'import "./absent.ts"; export default {}', ['cannot be run']],
    ['.ts', 'export default { token: process.env.ABSENT_VARIABLE }', ['token in', 'is empty']],
    ['.ts', 'export default { timeout: 5n }', ['timeout in', 'plain data', 'not a bigint']],
    ['.ts', 'export default { only: [404, () => 405] }', ['only.1 in', 'plain data', 'not a function']],
    ['.ts', 'export default { account: new Date() }', ['account in', 'not an object of a class']],
    ['.ts', 'const a = {}; a.target = a; export default a', ['target in', 'contains itself']],
    ['.ts', 'export default () => ({})', ['default export', 'not a function']],
    ['.mjs', 'export default [1]', ['must hold a mapping']],
    ['.js', 'module.exports = 5', ['must hold a mapping']],
  ])('%s: %s', async (extension, content, fragments) => {
    const cwd = await inDirectoryWith({ [name + extension]: content });
    const { message, kind, exitCode } = await refusal(parsed([], {}, cwd));
    expect({ kind, exitCode }).toEqual({ kind: 'configuration', exitCode: 2 });
    expect(message).toContain(name + extension);
    expect(message).not.toContain('S3cr3t-');
    expect(message).not.toContain('\n');
    for (const fragment of fragments) expect(message).toContain(fragment);
  });

  test('because of its extension', async () => {
    const cwd = await inDirectoryWith({ 'conf.toml': 'timeout = 5' });
    const { message, exitCode } = await refusal(parsed(['--config', 'conf.toml'], {}, cwd));
    expect(exitCode).toBe(2);
    expect(message).toContain('conf.toml must end in one of .yaml, .yml, .json, .js,');
  });
});

test('a file without an extension is YAML or JSON', async () => {
  const cwd = await inDirectoryWith({ conf: 'timeout: 5' });
  expect((await run(['--config', 'conf'], {}, cwd)).timeoutMs).toBe(5);
});
