import { jsonBody } from '../checks/json-body.ts';
import type { Exchange } from '../model/exchange.ts';

/**
 * The JSON of an answer in a text that Pact's reader takes for the value that the run reads. As it is, that reader
 * refuses much that RFC 8259 allows (found by trying): a byte order mark, a lone surrogate, a number beyond a double,
 * more than 127 levels; and `400.0` is no integer to it. None of that is the target's fault, and the run says so.
 *
 * Undefined where the body is no JSON, and where two readers may differ about what it says, which the run calls a
 * deviation: Pact judges these bytes as they are.
 */
export function plainJson(response: NonNullable<Exchange['response']>): Buffer | undefined {
  const body = jsonBody({ response });
  if (body.kind !== 'json' || body.contradictory !== undefined || body.inexact !== undefined)
    return undefined;
  return Buffer.from(JSON.stringify(plain(body.value, 0)));
}

/** What lies deeper, no contract asks for. */
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

/** With the replacement character for each lone surrogate, as by any encoder of UTF-8. */
const wellFormed = (text: string): string => Buffer.from(text).toString();

const within = (value: number, limit: number): number => Math.max(-limit, Math.min(limit, value));
