import type { Finding } from '../model/result.ts';
import type { Validator } from '../openapi/schema.ts';
import type { AnsweredExchange } from './check.ts';
import { atPointer, jsonBody } from './json-body.ts';

/** Says in a check's own words what is wrong at one place; undefined leaves the schema's words. */
export type MessageFor = (violation: ReturnType<Validator>[number]) => string | undefined;

/** Judges the JSON body of an answer by a schema: one finding for each way in which it does not fit. */
export function bodyFindings(
  check: string,
  exchange: AnsweredExchange,
  validate: Validator,
  wording: MessageFor,
): Finding[] {
  const body = jsonBody(exchange);
  const of = (severity: Finding['severity'], rest: Omit<Finding, 'check' | 'severity'>): Finding => ({
    check,
    severity,
    ...rest,
  });
  if (body.kind === 'unread') return [];
  if (body.kind === 'none') {
    return [
      of('deviation', {
        location: 'body',
        expected: 'a JSON body',
        actual: 'no body',
        message: 'The answer has no body.',
      }),
    ];
  }
  if (body.kind === 'unreadable') {
    const actual = Buffer.from(exchange.response.body).toString();
    return [
      of('deviation', {
        location: 'body',
        expected: 'a JSON body',
        actual,
        message: `${capitalised(body.why)}.`,
      }),
    ];
  }
  const found = validate(body.value);
  const contradictions = [
    ...(body.contradictory === undefined ? [] : [of('deviation', contradiction(body.contradictory))]),
    ...(body.inexact === undefined ? [] : inexactIntegerFindings(body.inexact, validate, found)).map((rest) =>
      of('deviation', rest),
    ),
  ];
  const told = firstOf(found);
  const violations = told.map((violation) =>
    of(violation.advisory ? 'warning' : 'deviation', {
      ...(violation.requirement !== undefined && { requirement: violation.requirement }),
      location: violation.pointer === '' ? 'body' : `body ${violation.pointer}`,
      expected: violation.expected,
      actual: describe(violation, atPointer(body.value, violation.pointer)),
      message: wording(violation) ?? defaultWording(violation),
    }),
  );
  const left = found.length - told.length;
  return [
    ...contradictions,
    ...violations,
    ...(left === 0
      ? []
      : [of('note', { location: 'body', message: `It does not fit in ${left} more ways.` })]),
  ];
}

/** How many violations of a kind are told: a target can send any number of members that are not documented. */
const maxPerKind = 20;

function firstOf(violations: ReturnType<Validator>): ReturnType<Validator> {
  if (violations.length <= maxPerKind) return violations;
  const kinds = [true, false].map((kind) => violations.filter(({ advisory }) => advisory === kind));
  const first = new Set(kinds.flatMap((ofKind) => ofKind.slice(0, maxPerKind)));
  return violations.filter((violation) => first.has(violation));
}

function contradiction(name: string): Omit<Finding, 'check' | 'severity'> {
  return {
    location: 'body',
    expected: `one member ${quote(name)} in an object`,
    actual: 'two, with different values',
    message: `What the body says depends on its reader: it names the member ${quote(name)} twice (RFC 8259 §4).`,
  };
}

/** Only where the document asks for an integer: anywhere else a number may have as many digits as it likes. */
function inexactIntegerFindings(
  { exact, written }: { readonly exact: unknown; readonly written: unknown },
  validate: Validator,
  found: ReturnType<Validator>,
): Omit<Finding, 'check' | 'severity'>[] {
  const known = new Set(found.map(({ pointer }) => pointer));
  const pointers = validate(exact).map(({ pointer }) => pointer);
  return [...new Set(pointers)]
    .filter((pointer) => !known.has(pointer))
    .slice(0, maxPerKind)
    .map((pointer) => ({
      location: `body ${pointer}`,
      expected: 'a number that every reader takes for the same integer',
      actual: String(atPointer(written, pointer)),
      message: 'What the body says depends on its reader: a number is an integer only to some (RFC 8259 §6).',
    }));
}

function defaultWording({ pointer, keyword, member }: ReturnType<Validator>[number]): string {
  const place = pointer === '' ? 'The body' : pointer;
  if (keyword === 'required') return `${place} lacks the member "${member}".`;
  if (keyword === 'additionalProperties') return `${place} has a member that is not documented.`;
  return `${place} is not what is documented.`;
}

function describe({ keyword, member }: ReturnType<Validator>[number], actual: unknown): string {
  if (keyword === 'required') {
    const names = Object.keys(Object(actual));
    return `members ${names.slice(0, maxPerKind).map(quote).join(', ') || 'none'}`;
  }
  if (keyword === 'additionalProperties') return `a member ${quote(member ?? '')}`;
  return inJson(actual);
}

function inJson(value: unknown): string {
  // JSON.stringify writes null for it.
  if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY)
    return 'a number too large for a double';
  return isDeeper(value, mostLevels) ? 'a value too deep to be shown' : (JSON.stringify(value) ?? 'nothing');
}

/** JSON is read without recursion, and by some engines written with it. */
const mostLevels = 1000;

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((member) => isDeeper(member, levels - 1)));

const quote = (name: string): string => JSON.stringify(name);
const capitalised = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);
