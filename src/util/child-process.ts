/** Programs that the suite starts: command lines for the shell, and programs with their arguments. */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { platform } from 'node:os';
import { atExit } from './at-exit.ts';
import { ByteBuffer } from './byte-buffer.ts';
import { errorCode } from './error-code.ts';
import { lastLineOf } from './last-line.ts';

/** How a command line ended. `lastError` is the last line of stderr that is not blank, `''` without one. */
export type CommandEnd =
  | {
      readonly kind: 'exited';
      readonly code: number;
      readonly output: string;
      readonly lastError: string;
    }
  | { readonly kind: 'killed'; readonly signal: string; readonly lastError: string }
  | { readonly kind: 'too-much-output' }
  | { readonly kind: 'not-started'; readonly error: unknown };

export type StopSignal = 'SIGTERM' | 'SIGKILL';

export interface CommandOptions {
  /** Written to stdin. Without it, a program that reads stdin finds its end. */
  readonly input?: string;
  /** A command that prints more on stdout is killed. */
  readonly maxOutputBytes: number;
  /** Stops the command when aborted. */
  readonly signal: AbortSignal;
  readonly stopWith: StopSignal;
}

export interface RunningCommand {
  /** Rejects with the signal's reason as soon as the signal is aborted. */
  readonly ended: Promise<CommandEnd>;
  /** Settles when the program is gone, which can be long after it was asked to stop. */
  readonly gone: Promise<void>;
  stop(signal: StopSignal): void;
}

/** Windows has neither a POSIX shell nor process groups. */
export const hasPosixShell = platform() !== 'win32';

/**
 * Starts a command line through the shell, because its author writes the quotes, variables and pipes of a terminal.
 * It gets a separate process group, so that all that the shell starts is stopped with it.
 */
export function startCommand(line: string, options: CommandOptions): RunningCommand {
  const { input, signal } = options;
  signal.throwIfAborted();
  let child: ChildProcess;
  try {
    child = spawn(line, {
      shell: true,
      detached: hasPosixShell,
      windowsHide: true,
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
  } catch (error) {
    return { ended: Promise.resolve({ kind: 'not-started', error }), gone: Promise.resolve(), stop: ignore };
  }
  const gone = goneOf(child);
  endWithThisProcess(() => stopGroup(child, 'SIGKILL'), gone);
  const ended = endOf(child, options);
  child.stdin?.on('error', ignore);
  child.stdin?.end(input);
  return { ended, gone, stop: (name) => stopGroup(child, name) };
}

const goneOf = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });

/** A program in a group of its own would outlive the suite: no signal of a terminal reaches it. */
function endWithThisProcess(end: () => void, gone: Promise<void>): void {
  gone.then(atExit(end));
}

function endOf(
  child: ChildProcess,
  { maxOutputBytes, signal, stopWith }: CommandOptions,
): Promise<CommandEnd> {
  return new Promise<CommandEnd>((resolve, reject) => {
    const abort = () => {
      stopGroup(child, stopWith);
      reject(signal.reason);
    };
    signal.addEventListener('abort', abort, { once: true });
    const end = (how: CommandEnd) => {
      signal.removeEventListener('abort', abort);
      resolve(how);
    };
    const lastError = lastLineOf(child.stderr);
    const output = new ByteBuffer();
    child.stdout?.on('data', (chunk: Buffer) => {
      if (output.length + chunk.length <= maxOutputBytes) output.append(chunk);
      else {
        stopGroup(child, 'SIGKILL');
        end({ kind: 'too-much-output' });
      }
    });
    child.once('error', (error) => end({ kind: 'not-started', error }));
    // Not `exit`, which can come before the last of the output.
    child.once('close', (code, killedBy) =>
      end(
        code === null
          ? { kind: 'killed', signal: String(killedBy), lastError: lastError() }
          : { kind: 'exited', code, output: output.toString(), lastError: lastError() },
      ),
    );
  });
}

/** Signals a program and all that it has started. */
function stopGroup(child: ChildProcess, signal: StopSignal): void {
  if (child.pid === undefined) return;
  if (!hasPosixShell) {
    // Ending the shell alone would leave what it started, and no program there hears SIGTERM. At once, for `atExit`.
    spawnSync('taskkill', ['/pid', String(child.pid), '/t', '/f'], { stdio: 'ignore', windowsHide: true });
    return;
  }
  try {
    // The negative id of its leader stands for the group.
    process.kill(-child.pid, signal);
  } catch (error) {
    // ESRCH: all of it has ended already.
    if (errorCode(error) !== 'ESRCH') throw error;
  }
}

/** A program may end, or close its stdin, before its input is written. */
const ignore = (): void => {};

/** The Node that runs the suite. */
export const nodeProgram = process.execPath;

export interface ProgramOptions {
  readonly cwd?: string;
  /** The variables of the program, made of those of this process. @default the same */
  readonly env?: (inherited: NodeJS.ProcessEnv) => NodeJS.ProcessEnv;
  /** Ends the program and all that it has started. Without it, the program is left to the signals of the terminal. */
  readonly signal?: AbortSignal;
}

export interface ProgramResult {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program without a shell, to its end.
 * @throws when it cannot be started, or when the signal is aborted
 */
export async function runProgram(
  file: string,
  args: readonly string[],
  { cwd, env, signal }: ProgramOptions = {},
): Promise<ProgramResult> {
  signal?.throwIfAborted();
  const child = spawn(file, args, {
    detached: signal !== undefined && hasPosixShell,
    windowsHide: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(cwd !== undefined && { cwd }),
    ...(env && { env: env(process.env) }),
  });
  const end = () => stopGroup(child, 'SIGKILL');
  if (signal) endWithThisProcess(end, goneOf(child));
  const [stdout, stderr] = [collected(child.stdout), collected(child.stderr)];
  return new Promise((resolve, reject) => {
    const abort = () => {
      end();
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', abort, { once: true });
    child.once('error', reject);
    child.once('close', (code) => {
      signal?.removeEventListener('abort', abort);
      resolve({ code, stdout: stdout(), stderr: stderr() });
    });
  });
}

/** So long a program may take to say that it cannot do its work; one that goes on is doing it. */
const startMs = 3000;

/**
 * Starts a program without a shell that goes on when this process ends, such as a browser. Resolves with why it did not
 * start, or failed at once.
 * @param verbatim on Windows, whether the arguments are quoted already
 */
export function startProgram(
  file: string,
  args: readonly string[],
  { env, verbatim = false }: Pick<ProgramOptions, 'env'> & { readonly verbatim?: boolean } = {},
): Promise<string | undefined> {
  const child = spawn(file, args, {
    detached: hasPosixShell,
    windowsHide: true,
    windowsVerbatimArguments: verbatim,
    stdio: 'ignore',
    ...(env && { env: env(process.env) }),
  });
  child.unref();
  return new Promise((resolve) => {
    const end = (why?: string) => {
      clearTimeout(timer);
      resolve(why);
    };
    const timer = setTimeout(end, startMs);
    child.once('error', (error) =>
      end(errorCode(error) === 'ENOENT' ? `${file} was not found` : `${file} could not be started`),
    );
    child.once('exit', (code) =>
      end(code === 0 ? undefined : `${file} ended with ${code === null ? 'a signal' : `code ${code}`}`),
    );
  });
}

/** Collects the text of a stream; call the result when the stream is over. */
function collected(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString();
}
