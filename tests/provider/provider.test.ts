import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CaseResult, RunResult } from '../../src/model/result.ts';
import { committedContracts } from '../support/contracts.ts';

/**
 * The contracts against any target, with one test for each interaction. It takes what `clouddb-conformance verify` takes,
 * from the same variables, `CLOUDDB_…` or `CONFORMANCE_…`, or from the config file that `CONFORMANCE_CONFIG` names:
 *
 *     CONFORMANCE_TARGET=https://staging.example CONFORMANCE_ACCOUNT=1234 … npx jest --selectProjects provider
 *
 * Without a target it verifies the reference implementation.
 */

const root = join(__dirname, '../..');
const main = join(root, 'dist/src/cli/main.js');

const environment = Object.fromEntries(
  Object.entries(process.env)
    // What GitHub shows of this is left to jest.
    .filter(([name]) => !name.startsWith('GITHUB_'))
    .map(([name, value]) => [name.replace(/^CONFORMANCE_/, 'CLOUDDB_'), value]),
);

/**
 * The verification, in a process of its own as jest's modules, errors and timers are not those of Node; and before any
 * test is defined, as the options may leave interactions out.
 */
function verified(): RunResult {
  if (!existsSync(main)) throw new Error('There is no dist/: run `npm run build` first.');
  const directory = mkdtempSync(join(tmpdir(), 'clouddb-provider-'));
  const file = join(directory, 'report.json');
  const { CLOUDDB_CONFIG: config, CLOUDDB_REPORT: report } = environment;
  // A config file of the working directory may name a target that nobody means to test with `npm test`.
  const args = [...(config === undefined ? ['--no-config'] : []), '--quiet', '--report', `json=${file}`];
  const asked = report === undefined ? [] : ['--report', report];
  try {
    const { stderr } = spawnSync(process.execPath, [main, 'verify', ...args, ...asked], {
      env: environment,
      encoding: 'utf8',
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    if (!existsSync(file)) throw new Error(`The contract was not verified. ${stderr}`);
    process.stderr.write(stderr);
    return JSON.parse(readFileSync(file, 'utf8'));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const { cases, run } = verified();

const isShown = ({ verdict }: CaseResult) => verdict === 'conforms' || verdict === 'tolerated';

/** What the options allow not to be shown is skipped: neither red nor green. */
const isAllowed = ({ verdict, waived }: CaseResult) =>
  verdict === 'not-selected' || waived !== undefined || run.exitCode === 0;

const operations = new Set(cases.map(({ operationId }) => operationId));

/** A report of a scope has the cases of its operations alone. */
const isOutside = (caseId: string) => run.scope !== undefined && !operations.has(caseId.split('/')[0] ?? '');

describe.each(committedContracts)('$consumer', ({ interactions }) => {
  for (const { id, caseId, description } of interactions) {
    const found = cases.find((item) => item.id === id);
    if (isOutside(caseId) || (found && !isShown(found) && isAllowed(found))) test.skip(description, () => {});
    else
      test(description, () => {
        if (!found) throw new Error('The interaction was not verified: build anew.');
        if (!isShown(found)) throw new Error(failure(found));
      });
  }
});

afterAll(() => {
  const lines = cases
    .filter(({ verdict, waived }) => verdict === 'tolerated' || waived !== undefined)
    .map(
      ({ id, reason, waived }) =>
        `  ${waived === undefined ? 'tolerated' : 'waived'}  ${id}: ${waived ?? reason}\n`,
    );
  process.stdout.write(lines.join(''));
});

function failure({ verdict, reason, testableBy, findings, exchanges }: CaseResult): string {
  return [
    `${verdict}${reason === undefined ? '' : `: ${reason}`}`,
    ...(testableBy === undefined ? [] : [`testable by: ${testableBy}`]),
    ...findings.map(({ severity, location, message }) => `${severity} (${location}): ${message}`),
    ...exchanges.slice(-1).map(({ curl }) => curl),
  ].join('\n');
}
