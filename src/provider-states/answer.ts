import { types } from 'node:util';
import { isPlainObject } from '../util/plain-object.ts';
import { abbreviate } from '../util/text.ts';
import { isStateScope, type SetUp, stateScopes } from './driver.ts';

/** Who answered, in the words of messages. */
export interface AnswerSource {
  /** Subject of the sentence that says what is wrong with the answer. */
  readonly answer: string;
  /** What would make a state testable that is not supported. */
  readonly testableBy: string;
}

/**
 * Reads the answer to a set-up: members that are text or numbers replace the run's own values, with `scope` beside
 * them, or `notSupported` with the reason. Other members are ignored, because endpoints add some of their own.
 * Messages never quote a value, because one of them is a credential.
 * @param written the same answer with numbers as text, where it is known how they were written
 */
export function readSetUp(answer: unknown, from: AnswerSource, written: unknown = answer): SetUp {
  const failed = (what: string) => unusable(from, what);
  if (!isPlainObject(answer) || !isPlainObject(written)) return failed('is not an object of values');
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
  for (const name of Object.keys(rest)) {
    const value = sendable(written[name]);
    if (value === undefined) continue;
    if (typeof value !== 'string') return failed(`gives ${value.unusable(name)}`);
    values[name] = value;
  }
  // Otherwise the requests would be sent with the run's own values, which the state may not be about.
  if (scope === undefined && Object.keys(rest).length > 0 && Object.keys(values).length === 0)
    return failed(`has no value that can be used: none of ${membersOf(rest)} is text or a number`);
  return { outcome: 'ready', values, ...(scope !== undefined && { scope }) };
}

const noValues: SetUp = { outcome: 'ready', values: {} };

/** A value as it is sent; undefined for a member without a value, and what is wrong with one that cannot be sent. */
function sendable(value: unknown): string | { unusable: (name: string) => string } | undefined {
  if (value === '') return { unusable: (name) => `an empty ${name}` };
  if (typeof value === 'string')
    return unsendable.test(value) ? { unusable: (name) => `a value for ${name} that cannot be sent` } : value;
  // Ids are numbers in many databases.
  if (typeof value === 'bigint') return String(value);
  if (types.isPromise(value)) return { unusable: (name) => `a promise for ${name}; await it` };
  if (typeof value !== 'number') return undefined;
  if (!Number.isFinite(value)) return { unusable: (name) => `a number for ${name} that is not finite` };
  if (Number.isInteger(value) && !Number.isSafeInteger(value))
    return {
      unusable: (name) => `a number for ${name} that JavaScript does not hold exactly; give it as text`,
    };
  return String(value);
}

/** An unusable answer still means that something was set up. Nothing can tear it down, so it is left behind. */
const unusable = ({ answer }: AnswerSource, what: string): SetUp => ({
  outcome: 'failed',
  reason: `${answer} ${what}`,
  made: true,
});

const membersOf = (members: object): string =>
  abbreviate(
    Object.keys(members)
      .map((name) => JSON.stringify(name))
      .join(', '),
    200,
  );

/** No header or path can hold control characters or lone surrogates, and dot segments would be resolved away. */
const unsendable = /[\p{Cc}\p{Cs}]|^\.\.?$/u;

/**
 * Reads an answer that came as text. Without JSON it gives no values, as Pact's endpoints may answer anything. But text
 * that looks like damaged JSON, or like a page, is no such answer: its values would be lost, or it is not from a driver.
 */
export function parseSetUp(text: string, from: AnswerSource): SetUp {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    return /^\s*[[<]|\{/.test(text) ? unusable(from, 'is not JSON') : noValues;
  }
  const empty = Array.isArray(answer) && answer.length === 0;
  if (typeof answer !== 'object' || answer === null || empty) return noValues;
  return readSetUp(answer, from, JSON.parse(withNumbersAsText(text)));
}

/** A string, which is skipped; or a number. */
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gs;

/** A number of more digits than a double holds would be another id: its digits are the value. */
const withNumbersAsText = (json: string): string =>
  json.replace(tokens, (token) => (token.startsWith('"') ? token : `"${token}"`));
