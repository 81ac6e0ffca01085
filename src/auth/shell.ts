import { spawn } from 'node:child_process';
import { platform } from 'node:os';
import { rootMessage, SuiteError } from '../model/errors.ts';
import { lastLineOf } from '../provider-states/last-line.ts';
import { signalGroup } from '../provider-states/state-drivers.ts';
import type { AuthContext } from './auth-method.ts';
import { printable } from './printable.ts';

/** Long enough for someone to confirm a login elsewhere. */
const timeLimitMs = 120_000;
const maxOutputBytes = 1_048_576;

/** The lines of a text that hold something. */
export const linesOf = (text: string): readonly string[] =>
  text
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** The error of a command. Neither the command line, which may hold a password, nor what it printed on stdout stands in a message. */
export const failed = (what: string): SuiteError =>
  new SuiteError('identity', `The command of auth ${what}${/[.?!…]$/.test(what) ? '' : '.'}`);

/**
 * What a command line prints on stdout. Through the shell, in a process group of its own, so that what the shell starts
 * ends with it.
 * @throws SuiteError of kind `identity`.
 */
export function outputOf(
  line: string,
  { secrets, signal, timeoutMs = timeLimitMs }: AuthContext,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const hasGroups = platform() !== 'win32';
    const child = spawn(line, {
      shell: true,
      detached: hasGroups,
      windowsHide: true,
      // One that asks for something finds the end of its input, and is not waited for in vain.
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const stop = (why: string) => {
      if (!hasGroups) child.kill('SIGKILL');
      else if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL');
      end(() => reject(failed(why)));
    };
    const interrupt = () => stop('was ended: the run was interrupted');
    const timer = setTimeout(() => stop(`took longer than ${timeoutMs / 1000} s`), timeoutMs);
    const end = (settle: () => void) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', interrupt);
      settle();
    };

    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.length > maxOutputBytes) stop(`printed more than ${maxOutputBytes} bytes`);
    });
    const lastError = lastLineOf(child.stderr);
    child.once('error', (error) => stop(`could not be started: ${printable(rootMessage(error), secrets)}`));
    // Not `exit`, which can come before the last of the output.
    child.once('close', (code, endedBy) => {
      if (code === 0) return end(() => resolve(output));
      const how = code === null ? `was ended by ${endedBy}` : `ended with exit code ${code}`;
      const said = lastError();
      const what = said === '' ? ' and said nothing on stderr' : `: ${printable(said, secrets)}`;
      return end(() => reject(failed(how + what)));
    });
    signal.addEventListener('abort', interrupt, { once: true });
    if (signal.aborted) interrupt();
  });
}
