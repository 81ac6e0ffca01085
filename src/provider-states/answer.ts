import { isPlainObject } from '../util/plain-object.ts';
import { isStateScope, type SetUp } from './driver.ts';

/** Whose answer is read, in the words of messages. */
export interface Answerer {
  /** Begins the sentence about what is wrong with the answer. */
  readonly answer: string;
  /** What would bring the state about where the answer is that it is not supported. */
  readonly testableBy: string;
}

/**
 * What the answer to a set-up says: values that replace the run's own, `scope` among them, or `notSupported` with the
 * reason. Values are never quoted in what is wrong with them: one of them is a credential.
 */
export function setUpOf(answer: unknown, from: Answerer): SetUp {
  const failed = (what: string) => unusable(from, what);
  if (!isPlainObject(answer)) return failed('is no object of values');
  const { scope, notSupported, ...rest } = answer;
  if (notSupported !== undefined) {
    if (typeof notSupported === 'string' && notSupported.trim() !== '')
      return { outcome: 'not-supported', reason: notSupported, testableBy: from.testableBy };
    return failed('has a notSupported that is no reason in words');
  }
  if (scope !== undefined && !isStateScope(scope))
    return failed(`has a scope that is none${typeof scope === 'string' ? `: ${JSON.stringify(scope)}` : ''}`);

  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(rest)) {
    if (typeof value === 'string' && value !== '') {
      if (unsendable.test(value)) return failed(`gives a value for ${name} that cannot be sent`);
      values[name] = value;
    }
    // Ids are numbers in many databases.
    else if (Number.isFinite(value)) values[name] = String(value);
    // Passing over it would send the request with the run's own value in its place.
    else return failed(`gives ${value === '' ? `an empty ${name}` : `a value for ${name} that is no text`}`);
  }
  return { outcome: 'ready', values, ...(scope !== undefined && { scope }) };
}

/** Whoever answers at all has done what was asked: it stays behind, as nobody can say what it is. */
const unusable = ({ answer }: Answerer, what: string): SetUp => ({
  outcome: 'failed',
  reason: `${answer} ${what}`,
  made: true,
});

/** Control characters and lone surrogates stand in no header and no path; dot segments would be resolved away. */
const unsendable = /[\p{Cc}\p{Cs}]|^\.\.?$/u;

/** The same of an answer in JSON; an empty one gives no values. */
export function setUpOfText(text: string, from: Answerer): SetUp {
  if (text.trim() === '') return { outcome: 'ready', values: {} };
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    return unusable(from, 'is not JSON');
  }
  return setUpOf(answer, from);
}
