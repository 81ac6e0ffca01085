import { createContext, Script } from 'node:vm';
import { errorCode } from './error-code.ts';

/** Work was ended because it took too long. */
export class TimeLimitError extends Error {
  override readonly name = 'TimeLimitError';
}

// The engine can end a script wherever it is, also inside a regular expression, and with it what it called.
const call = new Script('work()');
let context: { work?: () => void } | undefined;

/**
 * The result of synchronous work. No `finally` of the work runs when it is ended, so it must not hold anything that has
 * to be released.
 * @throws TimeLimitError if it takes longer
 */
export function withTimeLimit<T>(milliseconds: number, work: () => T): T {
  context ??= createContext({});
  let done: { readonly result: T } | undefined;
  context.work = () => {
    done = { result: work() };
  };
  try {
    call.runInContext(context, { timeout: milliseconds });
  } catch (error) {
    // Of another realm, so not one of this module's classes.
    if (errorCode(error) !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
  } finally {
    delete context.work;
  }
  if (done) return done.result;
  throw new TimeLimitError(`It took longer than ${milliseconds / 1000} s.`);
}
