/** What stderr says of an error, without secrets. Nothing here throws, whatever was thrown. */
import { exitCodes, SuiteError } from '../model/errors.ts';
import type { KnownSecrets } from '../secrets/known-secrets.ts';
import { errorCode } from '../util/error-code.ts';

export interface Failure {
  readonly text: string;
  readonly exitCode: number;
}

type Filter = Pick<KnownSecrets, 'cut'>;

/** A message may hold an answer of megabytes. */
const longestMessage = 16_384;

/** The message and the exit code of an error that ended the command, which the signal may have interrupted. */
export function failureOf(error: unknown, secrets: Filter, signal: AbortSignal): Failure {
  if (isInterruption(error, signal))
    return { text: 'error: The command was interrupted.\n', exitCode: exitCodes.interrupted };
  return {
    text: filtered(() => described(error), secrets),
    exitCode: exitCodeOf(error, signal.aborted),
  };
}

/** What was interrupted rejects with the signal's reason, or with an error of Node that says so. */
function isInterruption(error: unknown, signal: AbortSignal): boolean {
  try {
    return signal.aborted && (error === signal.reason || errorCode(error) === 'ABORT_ERR');
  } catch {
    return false;
  }
}

/** The message of an error where nothing awaits it: mostly in a user's module of provider states. */
export const unhandledError = (error: unknown, secrets: Filter): string =>
  filtered(
    () =>
      `Unhandled error; the run was stopped. If the lines below name none of your files, please report them as a defect of the suite.\n${detailOf(error)}`,
    secrets,
  );

/** An error may have members that throw, and the filter may fail. Then nothing of it is printed. */
function filtered(describe: () => string, secrets: Filter): string {
  try {
    return `error: ${secrets.cut(describe(), longestMessage)}\n`;
  } catch {
    return 'error: Something failed that cannot be described without the risk of showing a secret. Please report this as a defect of the suite.\n';
  }
}

function described(error: unknown): string {
  if (error instanceof SuiteError) return error.message;
  const code = errorCode(error);
  if (code === 'EMFILE' || code === 'ENFILE')
    return `Too many files are open (${code}). Raise the limit (ulimit -n), and run again.`;
  return `This is a defect of the suite. Please report it with the lines below.\n${detailOf(error)}`;
}

function exitCodeOf(error: unknown, interrupted: boolean): number {
  try {
    if (!(error instanceof SuiteError)) return exitCodes.couldNotRun;
    return interrupted ? exitCodes.interrupted : error.exitCode;
  } catch {
    return exitCodes.couldNotRun;
  }
}

const detailOf = (error: unknown): string =>
  String(error instanceof Error ? (error.stack ?? error.message) : error);
