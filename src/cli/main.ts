#!/usr/bin/env node
import { exitCodes } from '../model/errors.ts';
import { KnownSecrets } from '../secrets/known-secrets.ts';
import { execute } from './execute.ts';

const interruption = new AbortController();
const secrets = new KnownSecrets();

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // The first signal ends the run with teardown and reports; the second ends the process at once.
    if (interruption.signal.aborted) process.exit(exitCodes.interrupted);
    interruption.abort();
  });
}

/** Reports the first error outside of the command itself. Node would exit with 1, which means "deviates". */
function fail(message: string): void {
  if (process.exitCode === exitCodes.couldNotRun) return;
  process.exitCode = exitCodes.couldNotRun;
  process.stderr.write(`error: ${secrets.redact(message)}\n`);
}

// A reader that went away (`… | head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') fail(`stdout cannot be written to (${error.message}).`);
});
// Nothing can be printed any more; the exit code remains.
process.stderr.on('error', () => {});

// Mostly from a user's module of provider states, in work that it does not await. Teardown still runs.
process.on('uncaughtException', (error: unknown) => {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  fail(
    `Unhandled error; the run was stopped. If the lines below name none of your files, please report them as a defect of the suite.\n${detail}`,
  );
  interruption.abort();
});

const code = await execute(
  process.argv.slice(2),
  process.env,
  {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    outIsTerminal: process.stdout.isTTY === true,
    errIsTerminal: process.stderr.isTTY === true,
    errColumns: () => process.stderr.columns,
    cwd: process.cwd(),
    signal: interruption.signal,
  },
  secrets,
);
process.exitCode ??= code;
