#!/usr/bin/env node
// Imports no value: Node ends with 1, which means "deviates", when a module cannot be loaded (decision 0025).
import type { exitCodes } from '../model/errors.ts';

const couldNotRun: (typeof exitCodes)['couldNotRun'] = 4;

/** How the process ends, also by `process.exit` of a user's module. Until a command has ended, it could not run. */
const end: { code: number } = { code: couldNotRun };
process.on('exit', () => {
  process.exitCode = end.code;
});

try {
  // V8 begins with a young generation of 1 MB, and would copy what survives some eighty times in a short run. It grows once,
  // while modules are loaded, and then no more (decision 0032).
  (await import('node:v8')).setFlagsFromString('--semi-space-growth-factor=8');
  const { runCommandLine } = await import('./command-line.ts');
  await runCommandLine(end);
} catch (error) {
  end.code = couldNotRun;
  // The loader's code alone: what filters secrets may be what was not loaded.
  const code = /^[A-Z_]+$/.exec(String(Object(error).code))?.[0] ?? 'unknown';
  process.stderr.write(
    `error: The suite could not be started; nothing was sent. The reason has the code ${code}: with EMFILE, raise the limit of open files (ulimit -n), otherwise install the suite again.\n`,
  );
}
