#!/usr/bin/env node
import { exitCodes } from '../model/errors.ts';
import { KnownSecrets } from '../secrets/known-secrets.ts';
import { execute } from './execute.ts';

const interruption = new AbortController();
const secrets = new KnownSecrets();

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // Asked twice, it ends at once; asked once, it tears down and reports first.
    if (interruption.signal.aborted) process.exit(exitCodes.interrupted);
    interruption.abort();
  });
}

/** Says the first thing that failed outside of the command itself. Node would end with 1, which means "deviates". */
function fail(message: string): void {
  if (process.exitCode === exitCodes.couldNotRun) return;
  process.exitCode = exitCodes.couldNotRun;
  process.stderr.write(`error: ${secrets.redact(message)}\n`);
}

// A reader that has gone away (`… | head`) is no reason to fail.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') fail(`stdout cannot be written to (${error.message}).`);
});
// There is nobody left to tell, and the exit code says what there is to know.
process.stderr.on('error', () => {});

// Mostly of a user's module of provider states, from what it does not wait for. What was set up is torn down first.
process.on('uncaughtException', (error: unknown) => {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  fail(
    `something failed that nobody waited for, which ends the run. If what follows names no file of yours, please report it as a defect of the suite.\n${detail}`,
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
