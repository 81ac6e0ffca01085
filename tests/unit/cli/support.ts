import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Invocation, parse } from '../../../src/cli/parse.ts';
import type { RunSettings } from '../../../src/config/settings/run.ts';
import type { Environment } from '../../../src/config/sources.ts';
import { SuiteError } from '../../../src/model/errors.ts';

export const formats = ['json', 'junit', 'html'] as const;

/** Parsed in a directory without a config file, unless another is named. */
export const parsed = (
  argv: readonly string[],
  env: Environment = {},
  cwd: string = __dirname,
): Promise<Invocation> => parse(argv, env, formats, cwd);

/** The settings of a run; fails when the arguments ask for something else. */
export async function run(
  argv: readonly string[],
  env: Environment = {},
  cwd?: string,
): Promise<RunSettings> {
  const invocation = await parsed(argv, env, cwd);
  if (invocation.command !== 'run') throw new Error(`parsed as ${invocation.command}`);
  return invocation.settings;
}

/** The error for bad input. Fails without an error, or with one that is not a SuiteError. */
export async function refusal(work: Promise<unknown>): Promise<SuiteError> {
  const outcome = await work.then(
    (value) => new Error(`accepted: ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );
  if (outcome instanceof SuiteError) return outcome;
  throw outcome;
}

/** A new directory with files in it, removed by `remove`. */
export async function directoryWith(files: Readonly<Record<string, string | Uint8Array>> = {}) {
  const path = await mkdtemp(join(tmpdir(), 'clouddb-cli-'));
  for (const [name, content] of Object.entries(files)) await writeFile(join(path, name), content);
  return {
    path,
    file: (name: string) => join(path, name),
    remove: () => rm(path, { recursive: true, force: true }),
  };
}
