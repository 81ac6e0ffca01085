import { type ChildProcess, spawn } from 'node:child_process';
import { platform } from 'node:os';
import { stripVTControlCharacters } from 'node:util';
import { rootMessage, SuiteError } from '../model/errors.ts';
import { type Answerer, setUpOfText } from './answer.ts';
import type { Driver, StateMessage } from './driver.ts';
import { lastLineOf } from './last-line.ts';

/** Longest output that is read, in bytes: a set-up gives four values. */
const maxOutputBytes = 1_048_576;

/** Elsewhere there are no process groups. */
const hasGroups = platform() !== 'win32';

type StopSignal = 'SIGTERM' | 'SIGKILL';

export interface CommandOptions {
  readonly command: string;
  /** Sends a signal to a process group, which may have ended already. */
  readonly signalGroup: (leader: number, signal: StopSignal) => void;
}

/** What became of the program; `why` follows its name. */
type Ended =
  | { readonly outcome: 'ready'; readonly output: string }
  | { readonly outcome: 'failed'; readonly why: string };

/** Runs a program of the user's for each set-up and teardown: request on standard input, values on standard output. */
export function commandDriver({ command, signalGroup }: CommandOptions): Driver {
  const program = programOf(command);
  const running = new Set<ChildProcess>();

  function stop(child: ChildProcess, signal: StopSignal): void {
    if (!hasGroups) child.kill(signal);
    else if (child.pid !== undefined) signalGroup(child.pid, signal);
  }

  /** Rejects with the signal's reason; the program then gets the time until `close` to end by itself. */
  function execute(line: string, input: string, signal: AbortSignal): Promise<Ended> {
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const child = startShell(line);
      running.add(child);
      const giveUp = () => {
        stop(child, 'SIGTERM');
        reject(signal.reason);
      };
      signal.addEventListener('abort', giveUp, { once: true });
      const end = (ended: Ended) => {
        running.delete(child);
        signal.removeEventListener('abort', giveUp);
        resolve(ended);
      };
      const errors = lastLineOf(child.stderr);
      const output = collect(child, () => {
        stop(child, 'SIGKILL');
        resolve({ outcome: 'failed', why: `gives more than ${maxOutputBytes} bytes` });
      });
      child.once('error', (error) =>
        end({ outcome: 'failed', why: `cannot be started: ${rootMessage(error)}` }),
      );
      // Not `exit`, which can come before the last of the output.
      child.once('close', (code, killedBy) => {
        if (code === 0) return end({ outcome: 'ready', output: output() });
        const how = code === null ? `was ended by ${killedBy}` : `ended with code ${code}`;
        const last = printable(errors());
        end({ outcome: 'failed', why: last === '' ? how : `${how}: ${last}` });
      });
      child.stdin?.on('error', ignore);
      child.stdin?.end(input);
    });
  }

  async function tell(message: StateMessage, signal: AbortSignal) {
    try {
      const ended = await execute(command, JSON.stringify(message), signal);
      if (ended.outcome === 'ready') return ended;
      return { outcome: 'failed', reason: `the state program ${ended.why} (${message.action})` } as const;
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      return {
        outcome: 'failed',
        reason: `the state program cannot be started: ${rootMessage(error)}`,
      } as const;
    }
  }

  return {
    name: program === undefined ? 'command' : `command ${program}`,
    async open(signal) {
      if (program === undefined || !hasGroups) return;
      const found = await execute(`command -v ${program}`, '', signal);
      if (found.outcome === 'ready') return;
      throw new SuiteError(
        'driver',
        `The program ${program} that is to bring provider states about cannot be found, or may not be executed.`,
      );
    },
    async setUp({ name, params }, signal) {
      const told = await tell({ state: name, params, action: 'setup' }, signal);
      return told.outcome === 'failed' ? told : setUpOfText(told.output, answererFor(name));
    },
    async tearDown({ name, params, values, created }, signal) {
      const told = await tell({ state: name, params, action: 'teardown', values, created }, signal);
      if (told.outcome === 'failed') return told;
      const { outcome } = setUpOfText(told.output, answererFor(name));
      return { outcome: outcome === 'not-supported' ? outcome : 'done' };
    },
    async close() {
      for (const child of running) stop(child, 'SIGKILL');
    },
  };
}

/**
 * Through the shell, because the command is written as one line, with the quotes, variables and pipes that its author
 * would use in a terminal; to take it apart here would be a second shell, and a worse one. Nothing of the target or
 * of a case becomes part of the line. In a group of its own, so that what the shell starts ends with it.
 */
const startShell = (line: string): ChildProcess =>
  spawn(line, { shell: true, detached: hasGroups, windowsHide: true, stdio: ['pipe', 'pipe', 'pipe'] });

const answererFor = (name: string): Answerer => ({
  answer: "the state program's answer",
  testableBy: `a state program that supports "${name}"`,
});

/** A program that has no use for its input may close it, or end, before it is written. */
const ignore = (): void => {};

/** Collects the output, to be asked for when the program has ended. */
function collect(child: ChildProcess, onTooMuch: () => void): () => string {
  const chunks: Buffer[] = [];
  let length = 0;
  child.stdout?.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length <= maxOutputBytes) chunks.push(chunk);
    else onTooMuch();
  });
  return () => Buffer.concat(chunks).toString();
}

const printable = (line: string): string =>
  stripVTControlCharacters(line)
    .replace(/\p{Cc}/gu, ' ')
    .trim();

/** The program that a line begins with, where that is plain; what follows it may hold a secret. */
function programOf(command: string): string | undefined {
  return /^\s*([\w./][\w./+-]*)(?=\s|$)/.exec(command)?.[1];
}
