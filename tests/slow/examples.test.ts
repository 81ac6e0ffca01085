/** The examples as a reader has them: each in an empty folder, with the packed file, by the commands of the documentation. */
import { copyFileSync, cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { root } from '../support/apis.ts';
import { runSteps } from '../support/ci-steps.ts';
import { linksOf, whyDead } from '../support/markdown-links.ts';
import { type ReferenceTarget, serveReference } from '../support/reference-target.ts';
import { own } from '../support/run.ts';
import { serve } from '../support/server.ts';
import { ended, newFolder, type Packed, packInto, succeeded } from '../support/stranger.ts';

const folder = newFolder();
const at = (...names: string[]): string => join(folder.path, ...names);
const read = (...names: string[]): string => readFileSync(at(...names), 'utf8');
let packed: Packed;

beforeAll(async () => {
  cpSync(join(root, 'examples'), folder.path, { recursive: true });
  packed = await packInto(folder.path);
  for (const example of ['cli-in-ci', 'library', 'jest', 'trove'])
    copyFileSync(at(packed.name), at(example, packed.name));
  await Promise.all(['library', 'jest'].map((example) => succeeded(['npm', 'install'], at(example))));
  // Installed already, so that npm has only to compare.
  cpSync(at('library', 'node_modules'), at('trove', 'node_modules'), {
    recursive: true,
    verbatimSymlinks: true,
  });
  await succeeded(['npm', 'install'], at('trove'));
});
afterAll(() => folder.remove());

// The name is not published. Anyone who registered it could run code beside the reader's token.
test.each(['library', 'jest', 'trove'])('%s has the suite from the packed file', async (example) => {
  const { dependencies, devDependencies } = JSON.parse(read(example, 'package.json'));
  const { 'clouddb-conformance': source } = { ...dependencies, ...devDependencies };
  expect(source).toBe(`file:${packed.name}`);
  // It fails where what is installed is not what package.json asks for.
  const listed = JSON.parse(await succeeded(['npm', 'ls', '--json'], at(example)));
  expect(listed.dependencies['clouddb-conformance']).toMatchObject({
    version: JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version,
  });
});

test('no link and no picture of the package is dead', () => {
  const textOf = (path: string) => read('library', 'node_modules/clouddb-conformance', path);
  const files = new Map(packed.files.map((path) => [path, path.endsWith('.md') ? textOf(path) : undefined]));
  const links = [...files].flatMap(([path, text]) => (text === undefined ? [] : linksOf({ path, text })));
  expect(links.length).toBeGreaterThan(200);
  expect(links.flatMap((link) => whyDead(link, files) ?? [])).toEqual([]);
});

let target: ReferenceTarget;
const nothing = { badRequest: { code: 400, message: 'no' } };

/** Answers 400 where there is no token, which deviates from 401. */
beforeEach(async () => {
  target = await serveReference(async (request, next) =>
    request.headers.has('x-auth-token') ? next(request) : Response.json(nothing, { status: 400 }),
  );
});
afterEach(() => target.close());

/** The deepest operation alone, on an instance of the target. */
const scope = () => ({
  CLOUDDB_OPERATION: 'upgradeInstance',
  CLOUDDB_INSTANCE: own.instanceId,
  CLOUDDB_DATASTORE: 'mysql:5.6',
});

describe('the files that init writes', () => {
  const reports = ['clouddb-conformance.html', 'clouddb-conformance.json', 'clouddb-conformance.xml'];
  const written = () => readdirSync(at('cli-in-ci')).filter((name) => reports.includes(name));

  it('GitHub runs them: reports, summary, annotations', async () => {
    const workflow = parse(read('cli-in-ci', '.github/workflows/clouddb-conformance.yml'));
    const values = {
      'vars.CLOUDDB_TARGET': target.url,
      'vars.CLOUDDB_ACCOUNT': own.accountId,
      'secrets.CLOUDDB_TOKEN': own.token,
    };
    const { steps } = workflow.jobs.conformance;
    const runner = { workspace: at('cli-in-ci'), files: folder.path, values, env: scope() };
    const { code, err, summary } = await runSteps(steps, runner);
    expect({ code, err }).toEqual({
      code: 1,
      err: expect.stringMatching(
        /^::error title=.*::400 where 401 is documented: .*401\/credential-missing/m,
      ),
    });
    expect(written()).toEqual(reports);
    expect(summary).toMatch(/^### clouddb-conformance .*deviates/);
    const unset = await runSteps(steps, { ...runner, values: {} });
    expect(unset).toMatchObject({ code: 2, err: expect.stringContaining('CLOUDDB_TARGET is empty') });
  });

  it('GitLab runs them', async () => {
    const { script } = parse(read('cli-in-ci', '.gitlab-ci.clouddb-conformance.yml'))['clouddb-conformance'];
    const variables = {
      CLOUDDB_TARGET: target.url,
      CLOUDDB_ACCOUNT: own.accountId,
      CLOUDDB_TOKEN: own.token,
      ...scope(),
    };
    // Runners join the lines like this.
    const job = (env: Record<string, string>) =>
      ended(['bash', '-eo', 'pipefail', '-c', script.join('\n')], at('cli-in-ci'), env);
    expect(await job(variables)).toMatchObject({ code: 1, out: expect.stringContaining('400 where 401') });
    const { CLOUDDB_TOKEN: _, ...withoutToken } = variables;
    expect(await job(withoutToken)).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('CLOUDDB_TOKEN'),
    });
  });
});

describe('the library', () => {
  const start = (env = {}) => ended(['npm', 'start', '--silent'], at('library'), env);

  it('runs the catalogue and renders the result', async () => {
    const { code, out } = await start();
    expect({ code, out }).toEqual({
      code: 0,
      out: expect.stringMatching(/^The catalogue has \d+ cases\.\n202 incomplete\n/),
    });
    expect(read('library/report.md')).toContain('built-in reference implementation');
  });

  it('finds what deviates', async () => {
    const env = { TARGET: target.url, ACCOUNT: own.accountId, TOKEN: own.token, INSTANCE: own.instanceId };
    const { code, out } = await start(env);
    expect({ code, out }).toEqual({ code: 1, out: expect.stringContaining('401 deviates\n') });
  });
});

describe('a variable that CI left empty tests nothing', () => {
  test.each([
    ['the library', 'library', 'start'],
    ['jest', 'jest', 'test'],
  ])('%s', async (_, example, script) => {
    const { code, out, err } = await ended(['npm', script], at(example), { TARGET: '' });
    expect({ code: code === 0, said: `${out}${err}` }).toEqual({
      code: false,
      said: expect.stringMatching(/target.*empty/i),
    });
  });
});

describe('jest', () => {
  const jest = (env = {}) => ended(['npm', 'test', '--silent', '--', '--ci', '--json'], at('jest'), env);
  const onTarget = () => ({
    TARGET: target.url,
    ACCOUNT: own.accountId,
    INSTANCE: own.instanceId,
    DATASTORE: 'mysql:5.6',
    CLOUDDB_TOKEN: own.token,
  });

  it('has a test for each case', async () => {
    const report = JSON.parse((await jest()).out);
    expect(report).toMatchObject({ success: true, numFailedTests: 0 });
    expect(report.numPassedTests).toBeGreaterThan(100);
  });

  it('fails the tests of cases that deviate, or that were not shown and not allowed to stay unshown', async () => {
    const [{ assertionResults }] = JSON.parse((await jest(onTarget())).out).testResults;
    const found = (part: string) =>
      assertionResults.find(({ title }: { title: string }) => title.includes(part));
    expect(found('401/credential-missing')).toMatchObject({
      status: 'failed',
      failureMessages: [
        expect.stringMatching(
          /^cause: .* where 401 is documented: .*\ndeviation: Expected 401 .*, received 400\..*\n(.*\n)*> POST /,
        ),
      ],
    });
    expect(found('404/absent-instance').status).toBe('passed');
    expect(found('500/').failureMessages[0]).toMatch(/^not-exercised: .*\ntestable by: --states/);
    expect(found('conclusion').status).toBe('failed');
  });

  it('fails once where nothing can be sent', async () => {
    // Nothing listens on port 1.
    const report = JSON.parse((await jest({ ...onTarget(), TARGET: 'http://127.0.0.1:1' })).out);
    expect(report).toMatchObject({ numFailedTests: 1, numTotalTests: 1 });
    expect(report.testResults[0].assertionResults[0].failureMessages[0]).toMatch(
      /^The target http:\/\/127\.0\.0\.1:1 cannot be reached \(ECONNREFUSED\)/,
    );
  });
});

test('trove loads its states, asks Keystone for a token, and its database for a version', async () => {
  const keystone = await serve(({ method }) => ({
    status: method === 'POST' ? 201 : 204,
    headers: { 'Content-Type': 'application/json', 'X-Subject-Token': own.token },
    body: '{"token": {}}',
  }));
  try {
    const env = {
      TROVE_URL: target.url,
      TROVE_ACCOUNT: own.accountId,
      OS_AUTH_URL: `${keystone.url}/v3`,
      OS_USERNAME: 'demo',
      OS_PASSWORD: 'a-password-of-an-example',
      // Prints a row of the query for a datastore version.
      TROVE_SQL: "echo 'v-1|5.6|d-1|mysql'",
      CLOUDDB_ONLY: 'upgradeInstance/404/absent-instance,listDatastoreVersions/200/*',
    };
    // The target does not have the version that the database names.
    const { code, err } = await ended(['npm', 'start'], at('trove'), env);
    expect({ code, err }).toEqual({ code: 1, err: expect.not.stringContaining('error:') });
    const { cases } = JSON.parse(read('trove', 'report.json'));
    const verdictOf = (part: string) => cases.find(({ id }: { id: string }) => id.startsWith(part)).verdict;
    expect(verdictOf('upgradeInstance/404/absent-instance')).toBe('conforms');
    expect(verdictOf('listDatastoreVersions/200/')).toBe('deviates');
    expect(readdirSync(at('trove'))).toContain('report.html');
  } finally {
    await keystone.close();
  }
});
