import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { rootMessage, SuiteError } from '../model/errors.ts';
import type { KnownSecrets } from '../secrets/known-secrets.ts';
import { nodeProgram, type ProgramResult, runProgram } from '../util/child-process.ts';

/** Where results or the contract are published, and as what. */
export interface BrokerSettings {
  readonly url: string;
  readonly token?: string;
  /** @default the commit that git names */
  readonly version?: string;
  /** @default the branch that git names, if one is checked out */
  readonly branch?: string;
  readonly tags: readonly string[];
}

/** Pact's command line. Users install it only to publish, because it brings 25 MB of native code. */
const cliPackage = '@pact-foundation/pact-cli';

/** The version, and the branch if there is one, under which something is published. */
export interface PublishedVersion {
  readonly version: string;
  readonly branch?: string;
}

/**
 * The version as given, or else the commit and the branch that git names. Ask before anything is sent: what is
 * missing for publishing is wrong usage.
 * @throws SuiteError of kind `usage` without a version, or when Pact's command line is not installed
 */
export async function versionToPublish(
  { version, branch }: BrokerSettings,
  cwd: string,
): Promise<PublishedVersion> {
  pactProgram();
  const found = version ?? (await git(cwd, 'rev-parse', 'HEAD'));
  if (found === undefined) throw new SuiteError('usage', 'No git commit found; pass --app-version.');
  const current = branch ?? (await git(cwd, 'symbolic-ref', '--short', '--quiet', 'HEAD'));
  return { version: found, ...(current !== undefined && { branch: current }) };
}

async function git(cwd: string, ...args: readonly string[]): Promise<string | undefined> {
  const result = await runProgram('git', args, { cwd }).catch(() => undefined);
  return (result?.code === 0 && result.stdout.trim()) || undefined;
}

export interface PactCommand {
  readonly args: readonly string[];
  readonly broker: BrokerSettings;
  readonly secrets: KnownSecrets;
  readonly signal: AbortSignal;
}

/** Runs Pact's command line. The broker's token is passed in a variable, which other users of the machine cannot see. */
export async function runPact({ args, broker, secrets, signal }: PactCommand): Promise<ProgramResult> {
  const env = (inherited: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
    ...withoutPactVariables(inherited),
    PACT_DO_NOT_TRACK: 'true',
    ...(broker.token !== undefined && { PACT_BROKER_TOKEN: broker.token }),
    ...withoutLoopbackProxy(inherited),
  });
  const { code, stdout, stderr } = await runProgram(nodeProgram, [pactProgram(), ...args], {
    env,
    signal,
  }).catch((cause: unknown) => {
    throw new SuiteError('report', `Pact's command line failed: ${rootMessage(cause)}.`, { cause });
  });
  return { code, stdout: secrets.redact(stdout), stderr: secrets.redact(stderr) };
}

/** @throws SuiteError of kind `usage` when Pact's command line is not installed */
function pactProgram(): string {
  try {
    return join(dirname(createRequire(import.meta.url).resolve(`${cliPackage}/package.json`)), 'bin/pact.js');
  } catch (cause) {
    throw new SuiteError(
      'usage',
      `Publishing needs ${cliPackage}; run npm install ${cliPackage} beside the suite.`,
      { cause },
    );
  }
}

/** Pact's own variables could leave interactions out of what is published, or name another broker. */
function withoutPactVariables(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('PACT_')));
}

/** A proxy that the environment names is for the broker, not for what listens on this machine. */
function withoutLoopbackProxy({ NO_PROXY, no_proxy: lower }: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const hosts = [NO_PROXY ?? lower, '127.0.0.1']
    .filter((part) => part !== undefined && part !== '')
    .join(',');
  return { NO_PROXY: hosts, no_proxy: hosts };
}
