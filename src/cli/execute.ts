import { variableName } from '../config/option.ts';
import { optionKeys, options } from '../config/options.ts';
import type { Environment } from '../config/sources.ts';
import { reporters } from '../reporters/index.ts';
import { KnownSecrets } from '../secrets/known-secrets.ts';
import type { Secret } from '../secrets/redaction.ts';
import { failureOf } from './failure-message.ts';
import type { Io } from './io.ts';
import { type Invocation, parse } from './parse.ts';
import { sink } from './sink.ts';

/** Formats that `--report` may name. */
const formats = Object.keys(reporters);

/** Runs one command line and returns its exit code. Every error becomes one message on stderr, without secrets. */
export async function execute(
  argv: readonly string[],
  env: Environment,
  streams: Io,
  secrets = new KnownSecrets(),
): Promise<number> {
  const io = sink(streams);
  secrets.add(...secretsIn(env));
  try {
    const invocation = await parse(argv, env, formats, io.cwd);
    if ('warnings' in invocation) for (const warning of invocation.warnings) io.err(`warning: ${warning}\n`);
    // To print a text takes no heap that could grow, and what watches it takes time to load.
    if (invocation.command === 'help' || invocation.command === 'version')
      return await perform(invocation, io, secrets);
    const { withSmallHeap } = await import('./heap.ts');
    return await withSmallHeap(io, (limited) => perform(invocation, limited, secrets));
  } catch (error) {
    const { text, exitCode } = failureOf(error, secrets, io.signal);
    io.err(text);
    return exitCode;
  }
}

/** Known before any option is read, so that no message repeats a secret that was given to another option as well. */
function secretsIn(env: Environment): Secret[] {
  return optionKeys
    .filter((key) => options[key].secretShownAs !== undefined)
    .map(variableName)
    .map((name) => ({ name, value: env[name] ?? '' }));
}

/** Commands that tear down, report or close something when they are interrupted. */
const interruptible: ReadonlySet<Invocation['command']> = new Set(['run', 'verify', 'serve', 'publish']);

/** Loads only the module of the command (decision 0015): `--help` needs none. */
async function perform(invocation: Invocation, io: Io, secrets: KnownSecrets): Promise<number> {
  if (interruptible.has(invocation.command)) io.handleSignals?.();
  switch (invocation.command) {
    case 'help':
      io.out(invocation.text);
      return 0;
    case 'version':
      return printVersion(io);
    case 'run': {
      const { runCommand } = await import('./commands/run.ts');
      return runCommand(invocation.settings, io, secrets);
    }
    case 'list': {
      const { listCommand } = await import('./commands/list.ts');
      return listCommand(invocation.settings, io);
    }
    case 'explain': {
      const { explainCommand } = await import('./commands/explain.ts');
      return explainCommand(invocation.id, invocation.settings, io);
    }
    case 'report': {
      const { reportCommand } = await import('./commands/report.ts');
      return reportCommand(invocation.settings, io);
    }
    case 'compare': {
      const { compareCommand } = await import('./commands/compare.ts');
      return compareCommand(invocation.settings, io);
    }
    case 'completion': {
      const { completionCommand } = await import('./commands/completion.ts');
      return completionCommand(invocation.shell, io);
    }
    case 'spec check': {
      const { specCheckCommand } = await import('./commands/spec-check.ts');
      return specCheckCommand(invocation.settings, io);
    }
    case 'spec import': {
      const { specImportCommand } = await import('./commands/spec-import.ts');
      return specImportCommand(invocation.settings, io);
    }
    case 'serve': {
      const { serveCommand } = await import('./commands/serve.ts');
      return serveCommand(invocation.settings, io);
    }
    case 'init': {
      const { initCommand } = await import('./commands/init.ts');
      return initCommand(invocation.settings, io);
    }
    case 'verify': {
      const { verifyCommand } = await import('./commands/verify.ts');
      return verifyCommand(invocation.settings, io, secrets);
    }
    case 'publish': {
      const { publishCommand } = await import('./commands/publish.ts');
      return publishCommand(invocation.settings, io, secrets);
    }
  }
}

async function printVersion(io: Io): Promise<number> {
  const { ownVersion } = await import('../app/own-version.ts');
  io.out(`${await ownVersion()}\n`);
  return 0;
}
