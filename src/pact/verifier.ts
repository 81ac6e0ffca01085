import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { devNull } from 'node:os';
import { fileURLToPath } from 'node:url';
import { SuiteError } from '../model/errors.ts';
import { atExit } from '../util/at-exit.ts';
import { isPlainObject } from '../util/plain-object.ts';

/** One verification: the contract's file, and the URLs of provider and state endpoint. */
export interface VerificationRequest {
  readonly file: string;
  readonly provider: string;
  readonly url: string;
  readonly statesUrl: string;
  readonly timeoutMs: number;
}

export interface Verifier {
  /**
   * The verifier's result, as its own JSON text.
   * @throws when its process has ended
   */
  verify(request: VerificationRequest): Promise<string>;
  close(): Promise<void>;
}

const program = fileURLToPath(new URL('../pact/verifier-process.mjs', import.meta.url));

/** The package of the verifier. Users install it only to verify, because it brings 16 MB of native code. */
export const verifierPackage = '@pact-foundation/pact-core';

/**
 * All variables of the verifier's process: those of the user could name a proxy or filter interactions. Without
 * `PACT_DO_NOT_TRACK` it reports its use to Pact's makers. It would read every root certificate for each request, which
 * takes most of its time, although it only talks to this machine.
 */
const environment = { PACT_DO_NOT_TRACK: 'true', SSL_CERT_FILE: devNull, SSL_CERT_DIR: devNull };

/**
 * Starts the verifier.
 * @throws SuiteError of kind `usage` when Pact is not installed
 */
export async function startVerifier(): Promise<Verifier> {
  if (!isInstalled()) {
    throw new SuiteError(
      'usage',
      `Verifying needs ${verifierPackage}; run npm install ${verifierPackage} beside the suite.`,
    );
  }
  const child = fork(program, {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [],
    env: environment,
  });
  let complaints = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    complaints = (complaints + chunk.toString()).slice(-2000);
  });
  const waiting = new Map<number, { done: (result: string) => void; failed: (error: Error) => void }>();
  child.on('message', (message: unknown) => {
    if (!isPlainObject(message) || typeof message.id !== 'number') return;
    waiting.get(message.id)?.done(String(message.result));
    waiting.delete(message.id);
  });
  const ended = new Promise<void>((resolve) => {
    // Not `close`, which is not emitted when this side has closed the channel.
    child.once('exit', () => {
      const error = new Error(`the Pact verifier has ended${complaints && `: ${complaints.trim()}`}`);
      for (const { failed } of waiting.values()) failed(error);
      waiting.clear();
      resolve();
    });
  });
  // What could not be sent to it is said when it ends.
  child.on('error', () => {});
  ended.then(atExit(() => child.kill('SIGKILL')));
  await Promise.race([once(child, 'message'), ended]);
  if (!child.connected)
    throw new SuiteError('internal', `The Pact verifier does not start: ${complaints.trim()}`);
  return { verify: asking(child, waiting), close: () => closing(child, ended) };
}

type Waiting = Map<number, { done: (result: string) => void; failed: (error: Error) => void }>;

function asking(child: ChildProcess, waiting: Waiting): Verifier['verify'] {
  let last = 0;
  return (request) =>
    new Promise((done, failed) => {
      last += 1;
      if (!child.connected) {
        failed(new Error('the Pact verifier has ended'));
        return;
      }
      waiting.set(last, { done, failed });
      child.send({ id: last, ...request });
    });
}

/** Not by asking it: while its native code works, it would not hear. */
async function closing(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.kill('SIGKILL');
  await ended;
}

function isInstalled(): boolean {
  try {
    createRequire(import.meta.url).resolve(verifierPackage);
    return true;
  } catch {
    return false;
  }
}
