import { stripVTControlCharacters } from 'node:util';
import { rootMessage, SuiteError } from '../model/errors.ts';
import { type CommandEnd, hasPosixShell, type RunningCommand, startCommand } from '../util/child-process.ts';
import { type AnswerSource, maxAnswerBytes, parseSetUp } from './answer.ts';
import type { Driver, StateMessage } from './driver.ts';

/** The output of a program that succeeded; or what went wrong, as a sentence that begins with "the state program". */
type ProgramAnswer =
  | { readonly outcome: 'ready'; readonly output: string }
  | { readonly outcome: 'failed'; readonly why: string };

/** Runs a program of the user for each set-up and teardown: the request on stdin, the values on stdout. */
export function commandDriver(command: string): Driver {
  const program = programOf(command);
  const running = new Set<RunningCommand>();

  /** Rejects with the signal's reason; the program then has until `close` to end by itself. */
  async function execute(line: string, input: string, signal: AbortSignal): Promise<ProgramAnswer> {
    const started = startCommand(line, {
      input,
      maxOutputBytes: maxAnswerBytes,
      signal,
      stopWith: 'SIGTERM',
    });
    running.add(started);
    started.gone.then(() => running.delete(started));
    return answerOf(await started.ended);
  }

  async function send(message: StateMessage, signal: AbortSignal) {
    const answer = await execute(command, JSON.stringify(message), signal);
    if (answer.outcome === 'ready') return answer;
    return { outcome: 'failed', reason: `the state program ${answer.why} (${message.action})` } as const;
  }

  return {
    name: program === undefined ? 'command' : `command ${program}`,
    async open(signal) {
      if (program === undefined || !hasPosixShell) return;
      const found = await execute(`command -v ${program}`, '', signal);
      if (found.outcome === 'ready') return;
      throw new SuiteError(
        'driver',
        `The program ${program}, which is to set provider states up, was not found or may not be executed. Correct --states.`,
      );
    },
    async setUp({ name, params }, signal) {
      const answer = await send({ state: name, params, action: 'setup' }, signal);
      return answer.outcome === 'failed' ? answer : parseSetUp(answer.output, answerSource(name));
    },
    async tearDown({ name, params, values, created }, signal) {
      const answer = await send({ state: name, params, action: 'teardown', values, created }, signal);
      if (answer.outcome === 'failed') return answer;
      const { outcome } = parseSetUp(answer.output, answerSource(name));
      return { outcome: outcome === 'not-supported' ? outcome : 'done' };
    },
    async close() {
      for (const command of running) command.stop('SIGKILL');
    },
  };
}

const answerSource = (name: string): AnswerSource => ({
  answer: "the state program's answer",
  testableBy: `a state program that supports "${name}"`,
});

function answerOf(end: CommandEnd): ProgramAnswer {
  switch (end.kind) {
    case 'not-started':
      return { outcome: 'failed', why: `cannot be started: ${rootMessage(end.error)}` };
    case 'too-much-output':
      return { outcome: 'failed', why: `prints more than ${maxAnswerBytes} bytes` };
    case 'killed':
      return { outcome: 'failed', why: withReason(`was ended by ${end.signal}`, end.lastError) };
    case 'exited':
      return end.code === 0
        ? { outcome: 'ready', output: end.output }
        : { outcome: 'failed', why: withReason(`ended with code ${end.code}`, end.lastError) };
  }
}

function withReason(how: string, lastError: string): string {
  const reason = printable(lastError);
  return reason === '' ? how : `${how}: ${reason}`;
}

const printable = (line: string): string =>
  stripVTControlCharacters(line)
    .replace(/\p{Cc}/gu, ' ')
    .trim();

/** The program that a line begins with, where that is plain; what follows it may hold a secret. */
function programOf(command: string): string | undefined {
  return /^\s*([\w./][\w./+-]*)(?=\s|$)/.exec(command)?.[1];
}
