import { exceededLimit } from '../util/json-text.ts';
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

/**
 * The body that was read last. Only this one is kept: a run keeps the bytes of every answer, and their values take twenty
 * times as much.
 */
let last: { readonly bytes: Uint8Array; readonly body: JsonBody } | undefined;

/** The body of the answer as JSON, parsed once for all checks. */
export function jsonBody({ response }: Pick<AnsweredExchange, 'response'>): JsonBody {
  const { incomplete } = response;
  if (incomplete)
    return { kind: incomplete.blame === 'suite' ? 'unread' : 'unreadable', why: incomplete.message };
  if (last?.bytes === response.body) return last.body;
  const body = parse(response.body);
  last = { bytes: response.body, body };
  return body;
}

function parse(bytes: Uint8Array): JsonBody {
  if (bytes.length === 0) return { kind: 'none' };
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { kind: 'unreadable', why: 'the body is not UTF-8 (RFC 8259 §8.1)' };
  }
  const limit = exceededLimit(text, limits);
  if (limit !== undefined) return { kind: 'unread', why: `the body ${limit}; the suite reads no further` };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: 'unreadable', why: 'the body is not JSON' };
  }
  const contradictory = conflictingMember(text);
  const inexact = inexactIntegers(text);
  return {
    kind: 'json',
    value,
    ...(contradictory !== undefined && { contradictory }),
    ...(inexact && { inexact: { exact: JSON.parse(inexact.exact), written: JSON.parse(inexact.written) } }),
  };
}

/**
 * Each level becomes an object, and some code that works on them is recursive. Each value takes up to a hundred bytes of
 * memory, and a target can write one in two.
 */
const limits = { levels: 20_000, values: 200_000 };
