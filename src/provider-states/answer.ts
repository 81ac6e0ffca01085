import { types } from 'node:util';
import { numbersAsText } from '../util/numbers-as-text.ts';
import { isPlainObject } from '../util/plain-object.ts';
import { isStateScope, type SetUp, stateScopes, type Values } from './driver.ts';

/** Who answered, in the words of messages. */
export interface AnswerSource {
  /** Subject of the sentence that says what is wrong with the answer. */
  readonly answer: string;
  /** What would make a state testable that is not supported. */
  readonly testableBy: string;
}

/** Longest answer that is read: one of the longest values below, each character as an escape of six bytes. */
export const maxAnswerBytes = 262_144;

/**
 * How much of an answer is kept, for as long as the run takes. A set-up gives four values, the longest of them a
 * credential, and no header field holds one of more than 8,192 characters.
 */
const limits = { members: 100, name: 200, value: 8192, together: 32_768 } as const;

/**
 * Reads the answer to a set-up: members that are text or numbers replace the run's own values, with `scope` beside
 * them, or `notSupported` with the reason. Other members are ignored, because endpoints add some of their own.
 * Messages never quote a value, because one of them is a credential.
 * @param written the same answer with numbers as text, where it is known how they were written
 */
export function readSetUp(answer: unknown, from: AnswerSource, written: unknown = answer): SetUp {
  if (!isPlainObject(answer) || !isPlainObject(written)) return unusable(from, 'is not an object of values');
  const tooMuch = excess(written);
  if (tooMuch !== undefined) return unusable(from, `${tooMuch} are read`);
  const { scope, notSupported, ...rest } = answer;
  const { values, texts, wrong } = readValues(Object.keys(rest), written);
  const failed = (what: string) => unusable(from, what, texts);
  if (notSupported !== undefined) {
    if (typeof notSupported === 'string' && notSupported.trim() !== '')
      return {
        outcome: 'not-supported',
        reason: notSupported,
        testableBy: from.testableBy,
        ...withUnused(texts),
      };
    return failed('has a notSupported that is not a reason in words');
  }
  if (scope !== undefined && !isStateScope(scope))
    return failed(`has an unknown scope${word(scope)}; it must be one of ${stateScopes.join(', ')}`);
  if (wrong !== undefined) return failed(`gives ${wrong}`);
  // Otherwise the requests would be sent with the run's own values, which the state may not be about.
  if (scope === undefined && Object.keys(rest).length > 0 && Object.keys(values).length === 0)
    return failed(`has no value that can be used: none of ${membersOf(rest)} is text or a number`);
  return { outcome: 'ready', values, ...(scope !== undefined && { scope }) };
}

/** Which limit an answer exceeds, in the words before "are read". */
function excess(answer: Readonly<Record<string, unknown>>): string | undefined {
  const names = Object.keys(answer);
  if (names.length > limits.members) return `has ${names.length} members, of which at most ${limits.members}`;
  const longName = names.find((name) => name.length > limits.name);
  if (longName !== undefined)
    return `has a name of ${longName.length} characters, of which at most ${limits.name}`;
  const lengths = names.map((name) => textLength(answer[name]));
  const longest = Math.max(0, ...lengths);
  if (longest > limits.value) return `has a value of ${longest} characters, of which at most ${limits.value}`;
  const together = lengths.reduce((sum, length, index) => sum + length + (names[index]?.length ?? 0), 0);
  if (together > limits.together)
    return `has names and values of ${together} characters, of which at most ${limits.together}`;
  return undefined;
}

const textLength = (value: unknown): number =>
  typeof value === 'string' || typeof value === 'bigint' ? String(value).length : 0;

/** The values that can be used, all texts, and what is wrong with the first that cannot be sent. */
function readValues(names: readonly string[], written: Readonly<Record<string, unknown>>) {
  const values: Record<string, string> = {};
  const texts: Record<string, string> = {};
  let wrong: string | undefined;
  for (const name of names) {
    const text = written[name];
    if (typeof text === 'string' && text !== '') texts[name] = text;
    const value = sendable(text);
    if (typeof value === 'string') values[name] = value;
    else if (value !== undefined) wrong ??= value.unusable(shown(name));
  }
  return { values, texts, wrong };
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
  return Object.is(value, -0) ? '-0' : String(value);
}

/** An unusable answer still means that something was set up. Nothing can tear it down, so it is left behind. */
export const unusable = ({ answer }: AnswerSource, what: string, unused: Values = {}): SetUp => ({
  outcome: 'failed',
  reason: `${answer} ${what}`,
  made: true,
  ...withUnused(unused),
});

const withUnused = (unused: Values) => (Object.keys(unused).length > 0 ? { unused } : {});

/** Of long names, and of what is no word, only the length is said: it may be a credential in the wrong place. */
const shown = (name: string): string => (name.length <= 40 ? name : `a name of ${name.length} characters`);
const word = (value: unknown): string =>
  typeof value === 'string' && /^[a-z-]{1,20}$/i.test(value) ? ` "${value}"` : '';

const membersOf = (members: object): string => {
  const names = Object.keys(members);
  const first = names.slice(0, 5).map((name) => JSON.stringify(shown(name)));
  return [...first, ...(names.length > 5 ? [`${names.length - 5} more`] : [])].join(', ');
};

/** No header or path can hold control characters or lone surrogates. */
const unsendable = /[\p{Cc}\p{Cs}]/u;

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
  return readSetUp(answer, from, JSON.parse(numbersAsText(text)));
}
