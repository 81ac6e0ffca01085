import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ReferenceTarget, serveReference } from '../support/reference-target.ts';
import { own } from '../support/run.ts';

/**
 * The examples as a reader has them: in another project, with the packed package. There may be no network, so the other
 * packages are links into this checkout.
 */
const root = join(__dirname, '../..');
const name = 'clouddb-conformance';
const project = mkdtempSync(join(tmpdir(), 'clouddb-examples-'));
const modules = join(project, 'node_modules');
let packedName = '';

beforeAll(() => {
  const packed = execFileSync(
    'npm',
    // Without its script, which would build anew under the feet of other tests.
    ['pack', '--ignore-scripts', '--json', '--pack-destination', project],
    { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const [{ filename }] = JSON.parse(packed);
  packedName = filename;
  mkdirSync(join(modules, name), { recursive: true });
  execFileSync('tar', ['-xzf', join(project, filename), '--strip-components=1', '-C', join(modules, name)]);
  for (const entry of readdirSync(join(root, 'node_modules')))
    if (entry !== name) symlinkSync(join(root, 'node_modules', entry), join(modules, entry));
  cpSync(join(root, 'examples'), project, { recursive: true });
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function ended(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const { NODE_OPTIONS: _, ...inherited } = process.env;
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      args,
      { cwd: join(project, folder), env: { ...inherited, ...env }, maxBuffer: 2 ** 26 },
      (error, out, err) => resolve({ code: error === null ? 0 : Number(error.code ?? 1), out, err }),
    );
  });
}

/** The program that an installed package names as its command. */
function bin(of: string): string {
  const folder = join(modules, of);
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof manifest.bin === 'string' ? manifest.bin : manifest.bin[of]);
}

// The name is not published. Anyone who registered it could run code beside the reader's token.
test.each(['cli-in-ci', 'library', 'jest'])('%s installs the suite from the packed file', (folder) => {
  const manifest = JSON.parse(readFileSync(join(project, folder, 'package.json'), 'utf8'));
  const { [name]: source } = { ...manifest.dependencies, ...manifest.devDependencies };
  expect(source).toBe(`file:${packedName}`);
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

describe('the command in CI', () => {
  const script = (): string[] => {
    const { scripts } = JSON.parse(readFileSync(join(project, 'cli-in-ci/package.json'), 'utf8'));
    return String(scripts.conformance).split(' ').slice(1);
  };
  const github = () => ({ GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: join(project, 'summary.md') });

  it('writes its reports and the summary of the job', async () => {
    const { code, err } = await ended('cli-in-ci', [bin(name), ...script()], github());
    expect({ code, err }).toEqual({ code: 0, err: expect.stringMatching(/^::notice title=/m) });
    expect(readdirSync(join(project, 'cli-in-ci'))).toEqual(
      expect.arrayContaining(['report.json', 'report.html', 'report.xml']),
    );
    expect(readFileSync(join(project, 'summary.md'), 'utf8')).toMatch(
      /^### clouddb-conformance .*conformant \(22 of 22 operations, .*\)\n/,
    );
  });

  it('annotates deviations, and adds to the summary', async () => {
    const env = {
      ...github(),
      CLOUDDB_TARGET: target.url,
      CLOUDDB_TOKEN: own.token,
      CLOUDDB_ACCOUNT: own.accountId,
      CLOUDDB_INSTANCE: own.instanceId,
      CLOUDDB_DATASTORE: 'mysql:5.6',
    };
    const { code, err } = await ended('cli-in-ci', [bin(name), ...script()], env);
    expect(code).toBe(1);
    expect(err).toMatch(/^::error title=.*::400 where 401 is documented: .*401\/credential-missing/m);
    expect(readFileSync(join(project, 'summary.md'), 'utf8').match(/^### /gm)).toHaveLength(2);
  });
});

describe('the library', () => {
  it('runs the catalogue and renders the result', async () => {
    const { code, out } = await ended('library', ['conformance.mjs']);
    expect({ code, out }).toEqual({
      code: 0,
      out: expect.stringMatching(/^The catalogue has \d+ cases\.\n202 incomplete\n/),
    });
    expect(readFileSync(join(project, 'library/report.md'), 'utf8')).toContain(
      'built-in reference implementation',
    );
  });

  it('finds what deviates', async () => {
    const env = { TARGET: target.url, ACCOUNT: own.accountId, TOKEN: own.token, INSTANCE: own.instanceId };
    const { code, out } = await ended('library', ['conformance.mjs'], env);
    expect({ code, out }).toEqual({ code: 1, out: expect.stringContaining('401 deviates\n') });
  });
});

describe('a variable that CI left empty tests nothing', () => {
  test.each([
    ['the command', 'cli-in-ci', 'CLOUDDB_TARGET', () => [bin(name)]],
    ['the library', 'library', 'TARGET', () => ['conformance.mjs']],
    ['jest', 'jest', 'TARGET', () => [bin('jest'), '--ci', '--rootDir', '.']],
  ])('%s', async (_, folder, variable, args) => {
    const { code, out, err } = await ended(folder, args(), { [variable]: '' });
    expect({ code: code === 0, said: `${out}${err}` }).toEqual({
      code: false,
      said: expect.stringMatching(/target.*empty/i),
    });
  });
});

describe('jest', () => {
  const jest = (env = {}) => ended('jest', [bin('jest'), '--ci', '--json', '--rootDir', '.'], env);

  it('has a test for each case', async () => {
    const { out } = await jest();
    const report = JSON.parse(out);
    expect(report).toMatchObject({ success: true, numFailedTests: 0 });
    expect(report.numPassedTests).toBeGreaterThan(100);
  });

  it('fails the tests of cases that deviate, or that were not shown and not allowed to stay unshown', async () => {
    const { out } = await jest({
      TARGET: target.url,
      ACCOUNT: own.accountId,
      INSTANCE: own.instanceId,
      DATASTORE: 'mysql:5.6',
      CLOUDDB_TOKEN: own.token,
    });
    const [{ assertionResults }] = JSON.parse(out).testResults;
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
    const { out } = await jest({
      TARGET: 'http://127.0.0.1:1',
      ACCOUNT: own.accountId,
      INSTANCE: own.instanceId,
      DATASTORE: 'mysql:5.6',
      CLOUDDB_TOKEN: own.token,
    });
    const report = JSON.parse(out);
    expect(report).toMatchObject({ numFailedTests: 1, numTotalTests: 1 });
    expect(report.testResults[0].assertionResults[0].failureMessages[0]).toMatch(
      /^The target http:\/\/127\.0\.0\.1:1 cannot be reached \(ECONNREFUSED\)/,
    );
  });
});
