import type { FinishedRun } from '../app/finish-run.ts';
import type { Io } from './io.ts';

/**
 * Prints what a finished run says, and returns its exit code.
 * @throws SuiteError when a report was not written; what could be rendered is printed first.
 */
export function printFinished(
  {
    stdout,
    reportOnStdout,
    formOnStdout,
    resultOnStderr,
    annotations,
    stderr,
    failure,
    exitCode,
  }: FinishedRun,
  io: Io,
): number {
  io.out(stdout, 'styled');
  for (const piece of reportOnStdout) io.out(piece, formOnStdout);
  io.err(resultOnStderr, 'styled');
  io.err(annotations, 'commands');
  io.err(stderr);
  if (failure) throw failure;
  return exitCode;
}
