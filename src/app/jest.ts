/**
 * One jest test for each case. The suite runs in another process: inside jest, modules, errors and timers are not those
 * of Node, and a project that jest runs as CommonJS could not load the suite at all.
 */

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CaseResult, RunResult } from '../model/result.ts';
import { caseDetails, caseOutcome, conclusionOutcome } from '../reporters/outcomes.ts';
import { nodeProgram, runProgram } from '../util/child-process.ts';
import { printable } from '../util/printable.ts';
import type { TargetOptions } from './target-options.ts';

/** As for `run` of the library, but the driver of provider states is named as on the command line. */
export interface JestOptions extends TargetOptions {
  /** URL, `module:FILE` or `command:"PROG ARGS"`. */
  readonly states?: string;
}

/** The globals of a test file that jest provides and this module uses. */
declare const describe: (name: string, define: () => void) => void;
declare const test: (name: string, run: () => void) => void;
declare const beforeAll: (run: () => Promise<void>, timeout: number) => void;
declare const afterAll: (run: () => void) => void;

type ListedCase = Pick<CaseResult, 'id' | 'title'>;

const main = fileURLToPath(new URL('../cli/main.js', import.meta.url));
const largestOutput = 2 ** 28;

/** Default of `maxTime`, and the time for teardown after it. */
const defaultMaxTimeS = 1800;
const marginS = 900;

/**
 * Defines a test for each case, and a last one that fails whenever the command would. The run takes place once, before
 * the first test. A case that could not be tested fails, unless `allowIncomplete` accepts the run as a whole: a green
 * test means that the case was shown or allowed.
 */
export function conformanceTests(options: JestOptions = {}): void {
  if (typeof describe === 'undefined')
    throw new Error('Call conformanceTests in a test file of jest, with its globals (injectGlobals).');
  const dead = whyUnreachable(options);
  if (dead !== undefined) {
    // One failure says it; the tests of the cases would all repeat it.
    test(`conformance of ${options.target}`, () => fail([dead]));
    return;
  }
  const directory = mkdtempSync(join(tmpdir(), 'clouddb-jest-'));
  const config = join(directory, 'config.json');
  // The options may hold a token. Other users must not read the file, and they could see an argument.
  // An undefined value is written as null, which the suite refuses: it may come from an unset variable.
  writeFileSync(
    config,
    JSON.stringify(options, (_, value: unknown) => value ?? null),
    { mode: 0o600 },
  );
  const cases = listCases(config);
  let result: RunResult | undefined;

  describe(`conformance of ${options.target ?? 'the built-in reference implementation'}`, () => {
    beforeAll(
      async () => {
        result = await runSuite(config, join(directory, 'report.json'));
      },
      ((options.maxTime ?? defaultMaxTimeS) + marginS) * 1000,
    );
    afterAll(() => rmSync(directory, { recursive: true, force: true }));
    for (const { id, title } of cases) test(`${id}: ${title}`, () => assertCase(id, result));
    test('conclusion', () => {
      const { lines, red } = conclusionOutcome(completed(result));
      if (red) fail(lines);
    });
  });
}

/** Connects once, in another process: jest asks for tests synchronously, and a connection takes time. */
const probe = `
const [hostname, port] = process.argv.slice(1);
require('node:net').connect({ host: hostname, port: Number(port) })
  .on('connect', () => process.exit(0))
  .on('error', (error) => { process.stderr.write(error.code ?? error.message); process.exit(1); });
`;
const probeTimeoutMs = 10_000;

/**
 * Why nothing can be sent to the target; undefined if it takes connections. Where the run would wait for it or reach it
 * through a proxy, only the run can find out.
 */
function whyUnreachable({ target, wait }: JestOptions): string | undefined {
  const throughProxy = Object.keys(process.env).some((name) => /_proxy$/i.test(name));
  if (target === undefined || wait !== undefined || throughProxy || !URL.canParse(target)) return undefined;
  const { hostname, port, protocol } = new URL(target);
  const address = [hostname.replace(/^\[|\]$/g, ''), port || (protocol === 'https:' ? '443' : '80')];
  const { status, stderr } = spawnSync(nodeProgram, ['-e', probe, ...address], {
    encoding: 'utf8',
    timeout: probeTimeoutMs,
  });
  if (status === 0) return undefined;
  const why = stderr.trim() || `no connection within ${probeTimeoutMs / 1000} s`;
  return `The target ${target} cannot be reached (${why}). Start it or correct its address; nothing was sent.`;
}

/** Jest has to know all tests before the first one runs. */
function listCases(config: string): readonly ListedCase[] {
  try {
    const text = execFileSync(process.execPath, [main, 'list', '--json', '--config', config], {
      encoding: 'utf8',
      maxBuffer: largestOutput,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return JSON.parse(text);
  } catch (error) {
    throw new Error(stderrOf(error), { cause: error });
  }
}

async function runSuite(config: string, report: string): Promise<RunResult> {
  const args = [main, 'run', '--quiet', '--config', config, '--report', `json=${report}`];
  const { stderr, code } = await runProgram(nodeProgram, args);
  try {
    // The report is written whatever the target did. Without it, the run did not take place.
    return JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    throw new Error(stderr.trim() || `The run ended with exit code ${code} and without a report.`);
  }
}

/** What the command printed on stderr. */
function stderrOf(error: unknown): string {
  const text = typeof error === 'object' && error !== null && 'stderr' in error ? String(error.stderr) : '';
  return text.trim() || String(error);
}

function assertCase(id: string, result: RunResult | undefined): void {
  const all = completed(result);
  const one = all.cases.find((item) => item.id === id);
  const lines = one ? failureLines(one, all) : [`${id} is not in the report of the run.`];
  if (lines.length > 0) fail(lines);
}

/** Why the test of a case fails; empty when it passes. */
function failureLines(one: CaseResult, result: RunResult): readonly string[] {
  const outcome = caseOutcome(one, result);
  if (!outcome) return [];
  const accepted = outcome.kind === 'skipped' && (outcome.waived || result.run.exitCode === 0);
  return accepted ? [] : [...outcome.lines, ...caseDetails(one, result)];
}

function completed(result: RunResult | undefined): RunResult {
  return result ?? fail(['The run did not take place: see the error above.']);
}

/** Fails with these lines only: a stack of this file would not help. */
function fail(lines: readonly string[]): never {
  const error = new Error(printable(lines.join('\n')));
  error.stack = error.message;
  throw error;
}
