import type { Finding } from '../model/result.ts';
import { manyViolations, type Validator } from '../openapi/violations.ts';
import { atPointer } from '../util/json-pointer.ts';
import { capitalised } from '../util/text.ts';
import type { AnsweredExchange } from './check.ts';
import { type JsonBody, jsonBody } from './json-body.ts';

type Violation = ReturnType<Validator>[number];
type FindingDetails = Omit<Finding, 'check' | 'severity'>;

/** The check's own message for a violation; undefined: the default message. */
export type MessageFor = (violation: Violation) => string | undefined;

/** Compares the JSON body of an answer with a schema: one finding for each violation. */
export function bodyFindings(
  check: string,
  exchange: AnsweredExchange,
  validate: Validator,
  messageFor: MessageFor,
): Finding[] {
  const body = jsonBody(exchange);
  const finding = (severity: Finding['severity'], details: FindingDetails): Finding => ({
    check,
    severity,
    ...details,
  });
  if (body.kind === 'unread') return [];
  if (body.kind !== 'json') return [finding('deviation', noJson(body, exchange))];
  const found = validate(body.value);
  const ambiguous = [
    ...(body.contradictory === undefined ? [] : [conflictingMemberDetails(body.contradictory)]),
    ...(body.inexact === undefined ? [] : inexactIntegerDetails(body.inexact, validate, found)),
  ];
  const reported = limited(found);
  const omitted = found.length - reported.length;
  const atLeast = found.length < manyViolations ? '' : 'at least ';
  const inRoom = quotes(maxQuoted);
  return [
    ...ambiguous.map((details) => finding('deviation', details)),
    ...reported.map((violation) =>
      finding(
        violation.advisory ? 'warning' : 'deviation',
        violationDetails(violation, body.value, messageFor, inRoom),
      ),
    ),
    ...(omitted === 0
      ? []
      : [
          finding('note', {
            location: 'body',
            message: `The body has ${atLeast}${omitted} more violations.`,
          }),
        ]),
  ];
}

function noJson(body: Exclude<JsonBody, { kind: 'json' | 'unread' }>, { response }: AnsweredExchange) {
  const [actual, message] =
    body.kind === 'none'
      ? ['no body', 'The answer has no body.']
      : [Buffer.from(response.body).toString(), `${capitalised(body.why)}.`];
  return { location: 'body', expected: 'a JSON body', actual, message };
}

function violationDetails(
  violation: Violation,
  value: unknown,
  messageFor: MessageFor,
  inRoom: (text: string) => string,
): FindingDetails {
  const { pointer, requirement, expected } = violation;
  return {
    ...(requirement !== undefined && { requirement }),
    location: pointer === '' ? 'body' : `body ${pointer}`,
    expected,
    actual: inRoom(describe(violation, atPointer(value, pointer))),
    ...wordsFor(violation, messageFor(violation)),
  };
}

/** The message, and the name of the member that is missing if that is all it says. */
function wordsFor(violation: Violation, own: string | undefined): Pick<Finding, 'message' | 'missing'> {
  const { keyword, member } = violation;
  const missing = own === undefined && keyword === 'required' ? member : undefined;
  return { ...(missing !== undefined && { missing }), message: own ?? defaultMessage(violation) };
}

/** The most violations reported of each severity: a target can send any number of undocumented members. */
const maxPerKind = 20;

function limited(violations: readonly Violation[]): readonly Violation[] {
  const first = new Set([
    ...violations.filter(({ advisory }) => advisory).slice(0, maxPerKind),
    ...violations.filter(({ advisory }) => !advisory).slice(0, maxPerKind),
  ]);
  return violations.filter((violation) => first.has(violation));
}

function conflictingMemberDetails(name: string): FindingDetails {
  return {
    location: 'body',
    expected: `one member ${quote(name)} in an object`,
    actual: 'two, with different values',
    message: `The body has the member ${quote(name)} twice, with different values: parsers differ in which one counts (RFC 8259 §4).`,
  };
}

/** Only where the document asks for an integer: any other number may have any number of digits. */
function inexactIntegerDetails(
  { exact, written }: { readonly exact: unknown; readonly written: unknown },
  validate: Validator,
  found: readonly Violation[],
): FindingDetails[] {
  const known = new Set(found.map(({ pointer }) => pointer));
  const pointers = validate(exact).map(({ pointer }) => pointer);
  return [...new Set(pointers)]
    .filter((pointer) => !known.has(pointer))
    .slice(0, maxPerKind)
    .map((pointer) => ({
      location: `body ${pointer}`,
      expected: 'a number that every parser reads as the same integer',
      actual: String(atPointer(written, pointer)),
      message: 'Only some parsers read this number as an integer (RFC 8259 §6).',
    }));
}

function defaultMessage({ pointer, keyword, member }: Violation): string {
  const place = pointer === '' ? 'The body' : pointer;
  if (keyword === 'required') return `${place} has no member "${member}".`;
  if (keyword === 'additionalProperties') return `${place} has an undocumented member.`;
  return `${place} is not as documented.`;
}

function describe({ keyword, member }: Violation, actual: unknown): string {
  if (keyword === 'required') {
    const names = Object.keys(Object(actual));
    return `members ${names.slice(0, maxPerKind).map(quote).join(', ') || 'none'}`;
  }
  if (keyword === 'additionalProperties') return `a member ${quote(member ?? '')}`;
  return inJson(actual);
}

/**
 * How many characters the findings of one answer may quote. They are kept until the end of the run, values are quoted
 * whole (half a secret would not be found), and a value may be inside another that is quoted as well.
 */
const maxQuoted = 128 * 1024;

/** Shares equal texts, and replaces a text for which there is no room. */
function quotes(room: number): (text: string) => string {
  const known = new Map<string, string>();
  let left = room;
  return (text) => {
    const same = known.get(text);
    if (same !== undefined) return same;
    if (text.length > left) return `a value of ${text.length} characters`;
    left -= text.length;
    known.set(text, text);
    return text;
  };
}

function inJson(value: unknown): string {
  // JSON.stringify would write null.
  if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY)
    return 'a number too large for a double';
  return isDeeper(value, maxLevels)
    ? 'a value nested too deeply to show'
    : (JSON.stringify(value) ?? 'nothing');
}

/** JSON.parse does not recurse; JSON.stringify does in some engines. */
const maxLevels = 1000;

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((member) => isDeeper(member, levels - 1)));

const quote = (name: string): string => JSON.stringify(name);
