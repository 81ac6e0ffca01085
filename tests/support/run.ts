import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execute } from '../../src/cli/execute.ts';
import type { CaseResult, RunResult, Verdict } from '../../src/model/result.ts';

export interface Surroundings {
  readonly env?: Readonly<Record<string, string>>;
  /** By default one where no config file is. */
  readonly cwd?: string;
  /** Ctrl-C. */
  readonly signal?: AbortSignal;
  /** Receives everything that is printed on stdout. */
  readonly onOut?: (text: string) => void;
}

export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Reported extends Ended {
  readonly result: RunResult;
  /** The files as written; without JUnit where it was not asked for. */
  readonly json: string;
  readonly junit: string;
}

/** Runs one command line in this process. */
export async function suite(argv: readonly string[], surroundings: Surroundings = {}): Promise<Ended> {
  const { env = {}, cwd = __dirname, signal = new AbortController().signal, onOut } = surroundings;
  let out = '';
  let err = '';
  const code = await execute(argv, env, {
    out: (text) => {
      out += text;
      onOut?.(text);
    },
    err: (text) => {
      err += text;
    },
    outIsTerminal: false,
    errIsTerminal: false,
    cwd,
    signal,
  });
  return { code, out, err };
}

/** Runs `run` with these options and a JSON report. */
export async function report(
  argv: readonly string[],
  surroundings: Surroundings & { readonly withJunit?: boolean } = {},
): Promise<Reported> {
  const { withJunit = false } = surroundings;
  return inNewDirectory(async (file) => {
    const reports = ['--report', `json=${file('r.json')}`];
    if (withJunit) reports.push('--report', `junit=${file('r.xml')}`);
    const ended = await suite([...argv, ...reports], surroundings);
    const read = (name: string) =>
      readFile(file(name), 'utf8').catch((cause: unknown) => {
        throw new Error(`No report was written; exit ${ended.code}: ${ended.err}`, { cause });
      });
    const json = await read('r.json');
    return { ...ended, json, junit: withJunit ? await read('r.xml') : '', result: JSON.parse(json) };
  });
}

/** A directory of its own for the time of the work; `file` names a file in it. */
export async function inNewDirectory<T>(
  work: (file: (name: string) => string, directory: string) => Promise<T>,
): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'clouddb-suite-'));
  try {
    return await work((name) => join(directory, name), directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** The run's own values, as options, for a target that is not the built-in one. */
export const own = {
  accountId: 'own-account',
  instanceId: '11111111-2222-4333-8444-555555555555',
  token: 'own-token-0123456789',
  args: [
    '--account',
    'own-account',
    '--token',
    'own-token-0123456789',
    '--instance',
    '11111111-2222-4333-8444-555555555555',
    '--datastore',
    'mysql:5.6',
  ],
} as const;

/** The cases with one of these verdicts. */
export const having = (result: RunResult, ...verdicts: readonly Verdict[]): readonly CaseResult[] =>
  result.cases.filter(({ verdict }) => verdicts.includes(verdict));

export const idsOf = (cases: readonly CaseResult[]): readonly string[] => cases.map(({ id }) => id);

/** The documented statuses with a coverage verdict. */
export const statusesThat = (result: RunResult, verdict: string): readonly number[] =>
  result.coverage.filter((row) => row.verdict === verdict).map(({ status }) => status);

/** The case of an id, which there must be. */
export function caseOf({ cases }: RunResult, id: string): CaseResult {
  const found = cases.find((item) => item.id === id);
  if (!found) throw new Error(`There is no case ${id}.`);
  return found;
}

/** Id and verdict of every case, for comparing runs. */
export const verdictsOf = ({ cases }: RunResult): Readonly<Record<string, Verdict>> =>
  Object.fromEntries(cases.map(({ id, verdict }) => [id, verdict]));
