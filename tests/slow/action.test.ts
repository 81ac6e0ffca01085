/** `action.yml` as GitHub runs it: its own scripts, in a checkout that nothing was installed in. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { root } from '../support/apis.ts';
import { runSteps } from '../support/ci-steps.ts';
import { type ReferenceTarget, serveReference } from '../support/reference-target.ts';
import { own } from '../support/run.ts';
import { newFolder } from '../support/stranger.ts';

const action = parse(readFileSync(join(root, 'action.yml'), 'utf8'));
const folder = newFolder();
const checkout = join(folder.path, 'action');
const workspace = join(folder.path, 'workspace');
let target: ReferenceTarget;

beforeAll(async () => {
  const tracked = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  for (const file of tracked
    .split('\0')
    .filter((one) => /^(src|contracts|spec|scripts|package|tsconfig)/.test(one)))
    cpSync(join(root, file), join(checkout, file));
  mkdirSync(workspace);
  target = await serveReference();
});
afterAll(async () => {
  await target.close();
  folder.remove();
});

interface Given {
  readonly inputs: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

function use({ inputs, env = {} }: Given) {
  const defaults = Object.entries<{ default?: string }>(action.inputs).map(([name, input]) => [
    `inputs.${name}`,
    input.default ?? '',
  ]);
  const given = Object.entries(inputs).map(([name, value]) => [`inputs.${name}`, value]);
  const values = { ...Object.fromEntries([...defaults, ...given]), 'github.action_path': checkout };
  return runSteps(action.runs.steps, { workspace, files: folder.path, values, env });
}

const whole = () => ({
  target: target.url,
  account: own.accountId,
  token: own.token,
  instance: own.instanceId,
  datastore: 'mysql:5.6',
});
const few = '--operation upgradeInstance\n  --only */404/absent-instance';

test('builds the suite, runs it, and gives exit code, report, summary', async () => {
  const found = await use({ inputs: { ...whole(), args: few } });
  expect(found).toMatchObject({ code: 0, outputs: { 'exit-code': '0' } });
  expect(found.summary).toMatch(/^### clouddb-conformance /);
  expect(readdirSync(workspace).sort()).toEqual([
    'clouddb-conformance.html',
    'clouddb-conformance.json',
    'clouddb-conformance.xml',
  ]);
});

test('builds once, and takes what is not given from variables and the config file', async () => {
  const built = statSync(join(checkout, 'dist/src/cli/main.js')).mtimeMs;
  writeFileSync(join(workspace, 'own.yaml'), `account: ${own.accountId}\nonly: [404]\n`);
  const found = await use({
    inputs: { target: target.url, config: 'own.yaml', json: 'own.json' },
    env: { CLOUDDB_TOKEN: own.token, CLOUDDB_OPERATION: 'listInstances' },
  });
  expect(found).toMatchObject({ code: 0, outputs: { 'exit-code': '0' } });
  expect(JSON.parse(readFileSync(join(workspace, 'own.json'), 'utf8'))).toMatchObject({
    run: { options: { account: own.accountId, config: 'own.yaml', operation: ['listInstances'] } },
  });
  expect(statSync(join(checkout, 'dist/src/cli/main.js')).mtimeMs).toBe(built);
});

describe('an input that is given and empty is refused', () => {
  test.each(['target', 'account', 'token', 'instance', 'datastore', 'states', 'config'])(
    '%s',
    async (name) => {
      const found = await use({ inputs: { ...whole(), [name]: '' } });
      expect(found).toMatchObject({
        code: 2,
        outputs: { 'exit-code': '2' },
        err: expect.stringContaining(`CLOUDDB_${name.toUpperCase()} is empty`),
      });
    },
  );
});

test('no input is code, and none is split but args', async () => {
  const hostile = '$(touch hacked) `touch hacked` "; touch hacked; *';
  const found = await use({
    inputs: { ...whole(), account: hostile, html: hostile, args: '--only=$(touch hacked)' },
  });
  expect(found.code).toBe(2);
  expect(readdirSync(workspace)).not.toContain('hacked');
});
