import { closeSync } from 'node:fs';
import { isatty } from 'node:tty';
import { exitCodes } from '../model/errors.ts';
import { KnownSecrets } from '../secrets/known-secrets.ts';
import { atExit } from '../util/at-exit.ts';
import { printable } from '../util/printable.ts';
import { execute } from './execute.ts';
import { unhandledError } from './failure-message.ts';
import { Interruption } from './interruption.ts';
import { programCall } from './program.ts';

/**
 * Closes a terminal that is gone when the process ends. Node would restore its settings, fail, and abort without the
 * exit code.
 */
function closeLostTerminals(): void {
  const terminals = [0, 1, 2].filter((descriptor) => isatty(descriptor));
  atExit(() => {
    for (const descriptor of terminals) if (!isatty(descriptor)) closeSync(descriptor);
  });
}

/** Runs the command line of this process. Its exit code is in `end` as soon as it is known. */
export async function runCommandLine(end: { code: number }): Promise<void> {
  const secrets = new KnownSecrets();
  let failed = false;
  closeLostTerminals();

  const endAs = (code: number) => {
    end.code = failed ? exitCodes.couldNotRun : code;
  };
  const exit = process.exit.bind(process);
  const interruption = new Interruption(() => {
    endAs(exitCodes.interrupted);
    exit();
  });
  // Called by a user's module, it would lose teardown and reports.
  process.exit = () => {
    throw new Error('process.exit was called, which would leave behind what the run has set up');
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => interruption.receive(signal));

  /** Reports the first error outside of the command itself. */
  const fail = (text: string) => {
    if (failed) return;
    failed = true;
    endAs(exitCodes.couldNotRun);
    process.stderr.write(printable(text));
  };
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // A reader that went away (`… | head`) is no error. Nor is a terminal that was closed, which interrupts the run.
    if (error.code !== 'EPIPE' && !interruption.received)
      fail(`error: stdout cannot be written to (${error.message}).\n`);
  });
  // Nothing can be printed any more; the exit code remains.
  process.stderr.on('error', () => {});
  // Teardown still runs.
  process.on('uncaughtException', (error: unknown) => {
    fail(unhandledError(error, secrets));
    interruption.stopForError();
  });

  const io = {
    out: (text: string) => process.stdout.write(text),
    err: (text: string) => process.stderr.write(text),
    outIsTerminal: process.stdout.isTTY === true,
    errIsTerminal: process.stderr.isTTY === true,
    errColumns: () => process.stderr.columns,
    cwd: process.cwd(),
    signal: interruption.stop,
    handleSignals: () => interruption.handle(),
    abandon: interruption.abandon,
    program: programCall(process.argv, process.env.PATH),
    ownsProcess: true,
  };
  endAs(await execute(process.argv.slice(2), process.env, io, secrets));
}
