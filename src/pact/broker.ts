import { execFile, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { BrokerSettings } from '../config/settings/broker.ts';
import { rootMessage, SuiteError } from '../model/errors.ts';
import type { KnownSecrets } from '../secrets/known-secrets.ts';

/** Pact's own command line. It is installed by whoever publishes, as it brings 25 MB of native code. */
const cliPackage = '@pact-foundation/pact-cli';

/** What is published: under which version, on which branch. */
export interface PublishedVersion {
  readonly version: string;
  readonly branch?: string;
}

/**
 * The version as given, else as git has it: the commit, and the branch unless none is checked out. To be asked for
 * before anything is sent: what publishing lacks is wrong usage.
 * @throws SuiteError of kind `usage` when neither says, or when Pact's command line is not installed
 */
export async function versionOf({ version, branch }: BrokerSettings, cwd: string): Promise<PublishedVersion> {
  programFile();
  const found = version ?? (await git(cwd, 'rev-parse', 'HEAD'));
  if (found === undefined)
    throw new SuiteError('usage', 'Git says of no commit here, so publishing needs --app-version.');
  const current = branch ?? (await git(cwd, 'symbolic-ref', '--short', '--quiet', 'HEAD'));
  return { version: found, ...(current !== undefined && { branch: current }) };
}

async function git(cwd: string, ...args: readonly string[]): Promise<string | undefined> {
  const { stdout } = await promisify(execFile)('git', args, { cwd }).catch(() => ({ stdout: '' }));
  return stdout.trim() || undefined;
}

export interface PactCall {
  readonly args: readonly string[];
  readonly broker: BrokerSettings;
  readonly secrets: KnownSecrets;
  readonly signal: AbortSignal;
}

/** What Pact's command line printed, and how it ended. */
export interface PactEnd {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Calls Pact's command line. The broker's token goes by a variable, which other users of the machine cannot see. */
export async function callPact({ args, broker, secrets, signal }: PactCall): Promise<PactEnd> {
  const child = spawn(process.execPath, [programFile(), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...withoutFilters(process.env),
      PACT_DO_NOT_TRACK: 'true',
      ...tokenOf(broker),
      ...direct(process.env),
    },
    signal,
  });
  const [out, err, code] = await Promise.all([
    textOf(child.stdout),
    textOf(child.stderr),
    new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    }),
  ]).catch((cause: unknown) => {
    throw new SuiteError('report', `Pact's command line failed: ${rootMessage(cause)}.`, { cause });
  });
  return { code, out: secrets.redact(out), err: secrets.redact(err) };
}

/** @throws SuiteError of kind `usage` when Pact's command line is not installed */
function programFile(): string {
  try {
    return join(dirname(createRequire(import.meta.url).resolve(`${cliPackage}/package.json`)), 'bin/pact.js');
  } catch (cause) {
    throw new SuiteError(
      'usage',
      `${cliPackage} is not installed, which speaks to the broker. Install it beside the suite: npm install ${cliPackage}.`,
      { cause },
    );
  }
}

const tokenOf = ({ token }: BrokerSettings) => (token === undefined ? {} : { PACT_BROKER_TOKEN: token });

/** Variables of Pact's own that would leave interactions out of what is published, or ask another broker. */
function withoutFilters(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('PACT_')));
}

/** A proxy of the environment is for the broker, not for what listens on this machine. */
function direct({ NO_PROXY, no_proxy: lower }: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const hosts = [NO_PROXY ?? lower, '127.0.0.1']
    .filter((part) => part !== undefined && part !== '')
    .join(',');
  return { NO_PROXY: hosts, no_proxy: hosts };
}

async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
