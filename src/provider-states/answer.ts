import { isPlainObject } from '../util/plain-object.ts';
import { isStateScope, type SetUp, stateScopes } from './driver.ts';

/** Who answered, in the words of messages. */
export interface AnswerSource {
  /** Subject of the sentence that says what is wrong with the answer. */
  readonly answer: string;
  /** What would make a state testable that is not supported. */
  readonly testableBy: string;
}

/**
 * Reads the answer to a set-up: values that replace the run's own, with `scope` beside them, or `notSupported` with
 * the reason. Messages never quote a value, because one of them is a credential.
 */
export function readSetUp(answer: unknown, from: AnswerSource): SetUp {
  const failed = (what: string) => unusable(from, what);
  if (!isPlainObject(answer)) return failed('is not an object of values');
  const { scope, notSupported, ...rest } = answer;
  if (notSupported !== undefined) {
    if (typeof notSupported === 'string' && notSupported.trim() !== '')
      return { outcome: 'not-supported', reason: notSupported, testableBy: from.testableBy };
    return failed('has a notSupported that is not a reason in words');
  }
  if (scope !== undefined && !isStateScope(scope))
    return failed(
      `has an unknown scope${typeof scope === 'string' ? ` ${JSON.stringify(scope)}` : ''}; it must be one of ${stateScopes.join(', ')}`,
    );

  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(rest)) {
    if (typeof value === 'string' && value !== '') {
      if (unsendable.test(value)) return failed(`gives a value for ${name} that cannot be sent`);
      values[name] = value;
    }
    // Ids are numbers in many databases.
    else if (Number.isFinite(value)) values[name] = String(value);
    // If it were ignored, the request would be sent with the run's own value instead.
    else return failed(`gives ${value === '' ? `an empty ${name}` : `a value for ${name} that is not text`}`);
  }
  return { outcome: 'ready', values, ...(scope !== undefined && { scope }) };
}

/** An unusable answer still means that something was set up. Nothing can tear it down, so it is left behind. */
const unusable = ({ answer }: AnswerSource, what: string): SetUp => ({
  outcome: 'failed',
  reason: `${answer} ${what}`,
  made: true,
});

/** No header or path can hold control characters or lone surrogates, and dot segments would be resolved away. */
const unsendable = /[\p{Cc}\p{Cs}]|^\.\.?$/u;

/** Reads an answer in JSON; an empty one gives no values. */
export function parseSetUp(text: string, from: AnswerSource): SetUp {
  if (text.trim() === '') return { outcome: 'ready', values: {} };
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    return unusable(from, 'is not JSON');
  }
  return readSetUp(answer, from);
}
