import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse as parseYaml } from 'yaml';
import { execute } from '../../../src/cli/execute.ts';
import { configTemplate } from '../../../src/cli/templates/config.ts';
import { ciReports } from '../../../src/cli/templates/template.ts';
import { configSchema } from '../../../src/config/config-schema.ts';
import { isOptionKey, options } from '../../../src/config/options.ts';
import { readOption } from '../../../src/config/raw-option.ts';
import { substituteVariables } from '../../../src/config/substitute.ts';
import type { Json } from '../../../src/model/json.ts';
import { directoryWith } from './support.ts';

const config = 'clouddb-conformance.config.yaml';
const github = '.github/workflows/clouddb-conformance.yml';
const gitlab = '.gitlab-ci.clouddb-conformance.yml';

let directory: Awaited<ReturnType<typeof directoryWith>>;

beforeEach(async () => {
  directory = await directoryWith();
});

afterEach(() => directory.remove());

/** Runs a command line in the directory. */
async function inDirectory(argv: readonly string[], env: Readonly<Record<string, string>> = {}) {
  let out = '';
  let err = '';
  const code = await execute(argv, env, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    outIsTerminal: false,
    errIsTerminal: false,
    cwd: directory.path,
    signal: new AbortController().signal,
  });
  return { code, out, err };
}

/** The files in the directory, however deep, in order. */
async function files(): Promise<readonly string[]> {
  const entries = await readdir(directory.path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.path.length + 1))
    .sort();
}

const yamlOf = async (name: string) => parseYaml(await readFile(directory.file(name), 'utf8'));

describe('init in an empty directory', () => {
  test.each([
    [[], [github, gitlab, config]],
    [
      ['--ci', 'github'],
      [github, config],
    ],
    [
      ['--ci', 'gitlab'],
      [gitlab, config],
    ],
    [
      ['--ci', 'gitlab,github', '--ci', 'github'],
      [github, gitlab, config],
    ],
    [['--ci', 'none'], [config]],
  ])('%j writes its files and names them', async (argv, expected) => {
    const { code, out, err } = await inDirectory(['init', ...argv]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(await files()).toEqual(expected);
    for (const name of expected) expect(out).toContain(`  ${name}\n`);
    expect(out).toContain('run --plan');
    expect(out.includes('Settings > Secrets')).toBe(expected.includes(github));
    expect(out.includes('include:')).toBe(expected.includes(gitlab));
    expect(out.includes('npm pack')).toBe(expected.length > 1);
  });

  test('writes to another directory', async () => {
    await mkdir(directory.file('sub'));
    const { code, out } = await inDirectory(['init', '--dir', 'sub', '--ci', 'none']);
    expect(code).toBe(0);
    expect(out).toContain(`  sub/${config}\n`);
    expect(await files()).toEqual([`sub/${config}`]);
  });

  test.each([
    ['absent', 'cannot be written to'],
    ['a-file', 'not a directory'],
  ])('refuses --dir %s', async (name, says) => {
    await writeFile(directory.file('a-file'), '');
    const { code, err } = await inDirectory(['init', '--dir', name]);
    expect(code).toBe(2);
    expect(err).toContain(`--dir names ${name}, which`);
    expect(err).toContain(says);
    expect(await files()).toEqual(['a-file']);
  });
});

describe('init where something is already', () => {
  test.each([
    [[config]],
    [[github]],
    [[gitlab]],
    [[github, gitlab, config]],
    // With the one it writes there would be two.
    [['clouddb-conformance.config.ts']],
  ])('%j: writes nothing and names it', async (present) => {
    for (const name of present) {
      await mkdir(dirname(directory.file(name)), { recursive: true });
      await writeFile(directory.file(name), 'kept');
    }
    const { code, out, err } = await inDirectory(['init']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    for (const name of present) expect(err).toContain(name);
    expect(await files()).toEqual([...present].sort());
    for (const name of present) expect(await readFile(directory.file(name), 'utf8')).toBe('kept');
  });

  test('does not write through a symbolic link to a missing file', async () => {
    await symlink(directory.file('elsewhere'), directory.file(config));
    expect((await inDirectory(['init'])).code).toBe(2);
    expect(await files()).toEqual([config]);
  });

  test('takes back what it wrote when the rest cannot be written', async () => {
    await writeFile(directory.file('.github'), 'a file');
    const { code, err } = await inDirectory(['init']);
    expect(code).toBe(2);
    expect(err).toContain(`${github} cannot be written`);
    expect(await files()).toEqual(['.github']);
  });

  test('does not mind other files', async () => {
    for (const name of ['.gitlab-ci.yml', 'package.json']) await writeFile(directory.file(name), 'kept');
    expect((await inDirectory(['init'])).code).toBe(0);
    expect(await readFile(directory.file('.gitlab-ci.yml'), 'utf8')).toBe('kept');
  });
});

describe('the config file written', () => {
  beforeEach(async () => {
    await inDirectory(['init']);
  });

  const validate = new Ajv2020({ allowUnionTypes: true }).compile(configSchema());

  test('is valid, and accepted once its variable is set', async () => {
    expect(validate(await yamlOf(config))).toBe(true);
    const unset = await inDirectory(['run', '--plan']);
    expect(unset.code).toBe(2);
    expect(unset.err).toContain('CLOUDDB_TARGET, which is not set');
    const { code, out, err } = await inDirectory(['run', '--plan'], { CLOUDDB_TARGET: 'http://t.test' });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('Plan for http://t.test');
  });

  test('leaves commands that need no target alone', async () => {
    expect((await inDirectory(['list', '--only', '404'])).code).toBe(0);
  });

  test('is valid with all that is commented out, too', () => {
    const all: Record<string, Json> = parseYaml(configTemplate.text.replace(/^#(?! |$)|^#(?= {2})/gm, ''));
    expect(Object.keys(all).length).toBeGreaterThan(20);
    expect(validate(all)).toBe(true);
    for (const [key, value] of Object.entries(all)) {
      if (!isOptionKey(key)) throw new Error(`${key} is no option`);
      const env = { CLOUDDB_TARGET: 'http://t.test', OS_PASSWORD: 'long-enough', GATEWAY_KEY: 'long-enough' };
      const substitute = substituteVariables<unknown>(options[key].kind, value, {
        env,
        at: key,
        file: config,
      });
      readOption<unknown>(options[key], { value: substitute, source: 'file', label: key });
    }
  });

  test('names its schema to editors', () => {
    expect(configTemplate.text).toMatch(
      /^# yaml-language-server: \$schema=\S*clouddb-conformance\/spec\/config\.schema\.json\n/,
    );
  });
});

/** The arguments of what CI runs. The program is one that is installed: a registry is never asked for it. */
const commandIn = (line: string): readonly string[] => {
  const [program, ...args] = line.split(' ');
  expect(program).toBe('./node_modules/.bin/clouddb-conformance');
  return args;
};

/** From a file beside the workflow. The name is not published: anyone who registered it would get the token. */
const installs = expect.stringMatching(
  /^npm install --no-save \.\/clouddb-conformance-\d+\.\d+\.\d+\S*\.tgz$/,
);

describe('the workflows written', () => {
  beforeEach(async () => {
    await inDirectory(['init']);
  });

  test('GitHub’s runs the suite and keeps its reports in any case', async () => {
    const workflow = await yamlOf(github);
    expect(Object.keys(workflow)).toEqual(['name', 'on', 'permissions', 'concurrency', 'jobs']);
    const { steps } = workflow.jobs.conformance;
    expect(steps).toEqual([
      { uses: expect.stringMatching(/^actions\/checkout@v\d$/) },
      { uses: expect.stringMatching(/^actions\/setup-node@v\d$/), with: { 'node-version': 22 } },
      { name: expect.any(String), run: installs },
      {
        name: expect.any(String),
        run: expect.any(String),
        env: {
          CLOUDDB_TARGET: expect.stringContaining('vars.CLOUDDB_TARGET'),
          CLOUDDB_ACCOUNT: expect.stringContaining('vars.CLOUDDB_ACCOUNT'),
          CLOUDDB_TOKEN: expect.stringContaining('secrets.CLOUDDB_TOKEN'),
        },
      },
      {
        name: expect.any(String),
        if: expect.stringContaining('!cancelled()'),
        uses: expect.stringMatching(/^actions\/upload-artifact@v\d$/),
        with: expect.objectContaining({ path: `${Object.values(ciReports).join('\n')}\n` }),
      },
    ]);
    await acceptsCommand(steps[3].run);
  });

  test('GitLab’s does, too', async () => {
    const pipeline = await yamlOf(gitlab);
    expect(Object.keys(pipeline)).toEqual(['clouddb-conformance']);
    const job = pipeline['clouddb-conformance'];
    expect(job.artifacts).toEqual({
      when: 'always',
      paths: Object.values(ciReports),
      reports: { junit: 'clouddb-conformance.xml' },
    });
    expect(job.script).toEqual([expect.stringContaining('CLOUDDB_TOKEN'), installs, expect.any(String)]);
    await acceptsCommand(job.script[2]);
  });

  test.each([github, gitlab])('%s marks the line to change after a release', async (name) => {
    const lines = (await readFile(directory.file(name), 'utf8')).split('\n');
    const at = lines.findIndex((line) => line.includes('npm install'));
    expect(lines[at - 1]).toMatch(/^ *# .*this is the one line to change\.$/);
  });

  /** Without a listener at the target it cannot run, but gets as far as trying. */
  async function acceptsCommand(line: string) {
    const argv = commandIn(line).map((argument) =>
      argument.replace(/^(json|junit|html)=/, `$1=${directory.path}/`),
    );
    expect(argv.filter((argument) => argument.includes('=')).length).toBe(3);
    const env = {
      CLOUDDB_TARGET: 'http://127.0.0.1:1',
      CLOUDDB_ACCOUNT: '1234',
      CLOUDDB_TOKEN: 'long-enough',
    };
    expect(await inDirectory(argv, env)).toMatchObject({ code: 4 });
    for (const name of Object.keys(env)) {
      expect(await inDirectory(argv, { ...env, [name]: '' })).toMatchObject({
        code: 2,
        err: expect.stringContaining(`${name} is empty`),
      });
    }
  }
});
