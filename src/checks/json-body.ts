import type { Blamed } from '../model/exchange.ts';
import { exceededLimit, type JsonLimits } from '../util/json-text.ts';
import type { AnsweredExchange } from './check.ts';
import { conflictingMember } from './conflicting-member.ts';
import { inexactIntegers } from './inexact-integer.ts';

export type JsonBody =
  | {
      readonly kind: 'json';
      readonly value: unknown;
      /** A member that occurs twice with different values; `value` has the last. */
      readonly contradictory?: string;
      /** Set if numbers are integers only after rounding: the exact value, and what was written. */
      readonly inexact?: { readonly exact: unknown; readonly written: unknown };
    }
  | { readonly kind: 'none' }
  | { readonly kind: 'unreadable'; readonly why: string }
  /** A limit of the suite stopped reading: nothing is known about the body. */
  | { readonly kind: 'unread'; readonly why: string };

/** Each level becomes an object, and some code that works on them is recursive. */
const levels = 20_000;
/** More than 128 KiB can hold. A value takes some 100 bytes (decision 0032), and a body that is judged is read several times. */
const judged = { levels, values: 100_000 };
/** More than a list of 8 MB has, unless its items are tiny. */
const alone = { levels, values: 400_000 };

/**
 * The body that was read last. Only this one is kept: a run keeps the bytes of every answer, and their values take twenty
 * times as much.
 */
let last: { readonly bytes: Uint8Array; readonly body: JsonBody } | undefined;

type Answer = Pick<AnsweredExchange, 'response'>;

/** The body of the answer as JSON, parsed once for all checks. */
export function jsonBody({ response }: Answer): JsonBody {
  if (response.incomplete) return notWhole(response.incomplete);
  if (last?.bytes === response.body) return last.body;
  const body = parse(response.body);
  last = { bytes: response.body, body };
  return body;
}

/** The value of a body alone, for a long one: it is parsed once, and nothing of it is kept. */
export function jsonValue({ response }: Answer): JsonBody {
  if (response.incomplete) return notWhole(response.incomplete);
  const read = readJson(response.body, alone);
  return read.kind === 'json' ? { kind: 'json', value: read.value } : read;
}

const notWhole = ({ blame, message }: Blamed): JsonBody => ({
  kind: blame === 'suite' ? 'unread' : 'unreadable',
  why: message,
});

/** What a body is before anything is compared with it. */
type ReadJson =
  | { readonly kind: 'json'; readonly text: string; readonly value: unknown }
  | Exclude<JsonBody, { kind: 'json' }>;

function parse(bytes: Uint8Array): JsonBody {
  const read = readJson(bytes, judged);
  if (read.kind !== 'json') return read;
  const { text, value } = read;
  const contradictory = conflictingMember(text);
  const inexact = inexactIntegers(text);
  return {
    kind: 'json',
    value,
    ...(contradictory !== undefined && { contradictory }),
    ...(inexact && { inexact: { exact: JSON.parse(inexact.exact), written: JSON.parse(inexact.written) } }),
  };
}

function readJson(bytes: Uint8Array, limits: JsonLimits): ReadJson {
  if (bytes.length === 0) return { kind: 'none' };
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { kind: 'unreadable', why: 'the body is not UTF-8 (RFC 8259 §8.1)' };
  }
  const limit = exceededLimit(text, limits);
  if (limit !== undefined) return { kind: 'unread', why: `the body ${limit}; the suite reads no further` };
  try {
    return { kind: 'json', text, value: JSON.parse(text) };
  } catch {
    return { kind: 'unreadable', why: 'the body is not JSON' };
  }
}
