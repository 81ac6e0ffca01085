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

const parsed = new WeakMap<Uint8Array, JsonBody>();

/** The body of the answer as JSON, parsed once for all checks. */
export function jsonBody({ response }: Pick<AnsweredExchange, 'response'>): JsonBody {
  const { incomplete } = response;
  if (incomplete)
    return { kind: incomplete.blame === 'suite' ? 'unread' : 'unreadable', why: incomplete.message };
  const known = parsed.get(response.body);
  if (known) return known;
  const body = parse(response.body);
  parsed.set(response.body, body);
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
  if (isDeep(text))
    return {
      kind: 'unread',
      why: `the body is nested deeper than ${maxDepth} levels; the suite reads no further`,
    };
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

/** Each level becomes an object, and some code that works on them is recursive. */
const maxDepth = 20_000;

/** A string, which is skipped; or what opens or closes a level. */
const brackets = /"[^"\\]*(?:\\.[^"\\]*)*"|([[{])|[\]}]/gs;

function isDeep(text: string): boolean {
  if (text.length < maxDepth) return false;
  let depth = 0;
  for (const [token, opening] of text.matchAll(brackets)) {
    if (opening !== undefined) depth += 1;
    else if (token.length === 1) depth -= 1;
    if (depth > maxDepth) return true;
  }
  return false;
}
