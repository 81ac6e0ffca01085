/**
 * One jest test for each case. The suite itself runs as a command of its own: within jest, modules, errors and timers
 * are not those of Node, and a project that jest runs as CommonJS could not load it at all.
 */
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CaseResult, RunResult } from '../model/result.ts';
import { conclusionOf, outcomeOf, remarksOf } from '../reporters/outcomes.ts';
import type { TargetOptions } from './library.ts';

/** As for `run` of the library; what brings provider states about is named as on the command line. */
export interface JestOptions extends TargetOptions {
  /** URL, `module:FILE` or `command:"PROG ARGS"`. */
  readonly states?: string;
}

/** What jest puts into the global scope of a test file, as far as it is used here. */
declare const describe: (name: string, define: () => void) => void;
declare const test: (name: string, run: () => void) => void;
declare const beforeAll: (run: () => Promise<void>, timeout: number) => void;
declare const afterAll: (run: () => void) => void;

type Listed = Pick<CaseResult, 'id' | 'title'>;

const main = fileURLToPath(new URL('../cli/main.js', import.meta.url));
const largestOutput = 2 ** 28;

/** Default of `maxTime`, and what teardown may take after it. */
const defaultMaxTimeS = 1800;
const marginS = 900;

/**
 * Defines a test for each case and a last one for the conclusion, which fails whenever the command would. The run takes
 * place once, before the first of them. A case that could not be tested fails unless the run as a whole is accepted
 * (`allowIncomplete`): nothing is green that was not shown or allowed.
 */
export function conformanceTests(options: JestOptions = {}): void {
  if (typeof describe === 'undefined')
    throw new Error(
      'conformanceTests is to be called in a test file of jest, with its globals (injectGlobals).',
    );
  const directory = mkdtempSync(join(tmpdir(), 'clouddb-jest-'));
  const config = join(directory, 'config.json');
  // It may hold a token, which nobody else is to read; and a token in an argument could be seen by all.
  // A value that is undefined is written as null and refused: it may be a variable that nobody has set.
  writeFileSync(
    config,
    JSON.stringify(options, (_, value: unknown) => value ?? null),
    { mode: 0o600 },
  );
  const cases = listed(config);
  let result: RunResult | undefined;

  describe(`conformance of ${options.target ?? 'the built-in reference implementation'}`, () => {
    beforeAll(
      async () => {
        result = await ran(config, join(directory, 'report.json'));
      },
      ((options.maxTime ?? defaultMaxTimeS) + marginS) * 1000,
    );
    afterAll(() => rmSync(directory, { recursive: true, force: true }));
    for (const { id, title } of cases) test(`${id}: ${title}`, () => assertCase(id, result));
    test('conclusion', () => {
      const { lines, red } = conclusionOf(whole(result));
      if (red) fail(lines);
    });
  });
}

/** What tests there are has to be known before any of them runs. */
function listed(config: string): readonly Listed[] {
  try {
    const text = execFileSync(process.execPath, [main, 'list', '--json', '--config', config], {
      encoding: 'utf8',
      maxBuffer: largestOutput,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return JSON.parse(text);
  } catch (error) {
    throw new Error(saidBy(error), { cause: error });
  }
}

function ran(config: string, report: string): Promise<RunResult> {
  const args = [main, 'run', '--quiet', '--config', config, '--report', `json=${report}`];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { maxBuffer: largestOutput }, (error) => {
      try {
        // Written whatever the target did; when it is not there, the run has not taken place.
        resolve(JSON.parse(readFileSync(report, 'utf8')));
      } catch {
        reject(new Error(saidBy(error)));
      }
    });
  });
}

/** What the command said on stderr. */
function saidBy(error: unknown): string {
  const said = typeof error === 'object' && error !== null && 'stderr' in error ? String(error.stderr) : '';
  return said.trim() || String(error);
}

function assertCase(id: string, result: RunResult | undefined): void {
  const all = whole(result);
  const one = all.cases.find((item) => item.id === id);
  const lines = one ? redLines(one, all) : [`${id} is not in the report of the run.`];
  if (lines.length > 0) fail(lines);
}

/** Why the test of a case is red; nothing when it is green. */
function redLines(one: CaseResult, result: RunResult): readonly string[] {
  const outcome = outcomeOf(one, result);
  if (!outcome) return [];
  const accepted = outcome.kind === 'skipped' && (outcome.waived || result.run.exitCode === 0);
  return accepted ? [] : [...outcome.lines, ...remarksOf(one, result)];
}

function whole(result: RunResult | undefined): RunResult {
  return result ?? fail(['The run did not take place: see the error above.']);
}

/** Fails with these lines alone: where in this file it was thrown helps nobody. */
function fail(lines: readonly string[]): never {
  const error = new Error(lines.join('\n'));
  error.stack = error.message;
  throw error;
}
