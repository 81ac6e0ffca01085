import { rootMessage, SuiteError } from '../model/errors.ts';
import { type CommandEnd, startCommand } from '../util/child-process.ts';
import { hideTokens } from '../util/hide-tokens.ts';
import type { AuthContext } from './auth-method.ts';
import { printable } from './printable.ts';

/** Long enough for someone to confirm a login elsewhere. */
const timeLimitMs = 120_000;
const maxOutputBytes = 1_048_576;

/** The lines of a text that are not blank. */
export const linesOf = (text: string): readonly string[] =>
  text
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** The error of a command. No message shows the command line, which may hold a password, or what it printed on stdout. */
export const commandError = (what: string): SuiteError =>
  new SuiteError('identity', `The command of auth ${what}${/[.?!…]$/.test(what) ? '' : '.'}`);

/**
 * What a command line prints on stdout.
 * @throws SuiteError of kind `identity`.
 */
export async function commandOutput(line: string, context: AuthContext): Promise<string> {
  const { secrets, timeoutMs = timeLimitMs } = context;
  const limit = AbortSignal.timeout(timeoutMs);
  const signal = AbortSignal.any([context.signal, limit]);
  const end = await endOf(line, signal).catch((error: unknown) => {
    if (context.signal.aborted) throw commandError('was ended: the run was interrupted');
    if (limit.aborted) throw commandError(`took longer than ${timeoutMs / 1000} s`);
    throw error;
  });
  if (end.kind === 'exited' && end.code === 0) return end.output;
  throw commandError(whyFailed(end, (text) => printable(hideTokens(text, outputOf(end)), secrets)));
}

/** A command that reads stdin finds its end, so it does not wait for an answer that never comes. */
async function endOf(line: string, signal: AbortSignal): Promise<CommandEnd> {
  return startCommand(line, { maxOutputBytes, signal, stopWith: 'SIGKILL' }).ended;
}

const outputOf = (end: CommandEnd): string => (end.kind === 'exited' ? end.output : '');

function whyFailed(end: CommandEnd, safe: (text: string) => string): string {
  switch (end.kind) {
    case 'not-started':
      return `could not be started: ${safe(rootMessage(end.error))}`;
    case 'too-much-output':
      return `printed more than ${maxOutputBytes} bytes`;
    default: {
      const how = end.kind === 'killed' ? `was ended by ${end.signal}` : `ended with exit code ${end.code}`;
      return how + (end.lastError === '' ? ' and said nothing on stderr' : `: ${safe(end.lastError)}`);
    }
  }
}
