import { jsonBody } from '../checks/json-body.ts';
import type { Exchange } from '../model/exchange.ts';

/**
 * The JSON of an answer, rewritten so that Pact reads the same value as the run. Pact's reader rejects much that
 * RFC 8259 allows (observed): a byte order mark, a lone surrogate, a number beyond a double, more than 127 levels; and
 * it does not accept `400.0` as an integer. The target is not to blame for any of it.
 *
 * Undefined when the body is not JSON, or when two readers may read different values, which the run reports as a
 * deviation: then Pact judges the original bytes.
 */
export function plainJson(response: NonNullable<Exchange['response']>): Buffer | undefined {
  const body = jsonBody({ response });
  if (body.kind !== 'json' || body.contradictory !== undefined || body.inexact !== undefined)
    return undefined;
  return Buffer.from(JSON.stringify(plain(body.value, 0)));
}

/** No contract describes anything deeper. */
const deepest = 100;

function plain(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return wellFormed(value);
  if (typeof value === 'number')
    return within(value, Number.isInteger(value) ? Number.MAX_SAFE_INTEGER : Number.MAX_VALUE);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === deepest) return null;
  if (Array.isArray(value)) return value.map((item) => plain(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [wellFormed(name), plain(member, depth + 1)]),
  );
}

/** The text with the replacement character for each lone surrogate, as every UTF-8 encoder writes it. */
const wellFormed = (text: string): string => Buffer.from(text).toString();

const within = (value: number, limit: number): number => Math.max(-limit, Math.min(limit, value));
