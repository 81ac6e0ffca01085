import type { Json } from '../../model/json.ts';
import type { CaseResult, Finding, RecordedResponse } from '../../model/result.ts';
import { pointerNames } from '../../util/json-pointer.ts';
import { abbreviate, count } from '../../util/text.ts';
import { type Content, html, type Markup, noMarkup, safeText } from './markup.ts';

/** A line of a difference: received, expected, or context. */
interface Line {
  readonly kind: 'received' | 'expected' | 'context';
  readonly text: string;
}

const received = (text: string): Line => ({ kind: 'received', text });
const expected = (text: string): Line => ({ kind: 'expected', text });
const context = (text: string): Line => ({ kind: 'context', text });

/** Enough to recognise a value. */
const valueLimit = 200;
const membersShown = 12;

/** The received against the expected value, at the location of the finding. */
export function difference(finding: Finding, { exchanges }: Pick<CaseResult, 'exchanges'>): Content {
  const lines = linesOf(finding, exchanges.at(-1)?.response);
  if (lines.length === 0) return noMarkup;
  return html`<pre class="diff"><span class="key">− received  + expected${place(finding)}</span>${lines.map(lineMarkup)}</pre>`;
}

const place = ({ location }: Finding): Content =>
  location === undefined ? noMarkup : [' at ', safeText(location, valueLimit)];

function lineMarkup({ kind, text }: Line): Markup {
  if (kind === 'received')
    return html`
<del>− ${safeText(text)}</del>`;
  if (kind === 'expected')
    return html`
<ins>+ ${safeText(text)}</ins>`;
  return html`
  ${safeText(text)}`;
}

function linesOf({ location = '', expected: wanted, actual }: Finding, response?: RecordedResponse): Line[] {
  const plain = [...text(received, actual), ...text(expected, wanted)];
  const pointer = pointerOf(location);
  const body = pointer === undefined ? undefined : jsonOf(response);
  if (pointer === undefined || body === undefined) return plain;
  return excerpt(body.value, pointer, { actual, wanted });
}

const text = (make: (value: string) => Line, value: string | undefined): Line[] =>
  value === undefined ? [] : [make(abbreviate(value, 2 * valueLimit))];

/** The steps of `body`, `body /a/0` or `/a/0`; undefined for a location outside the body. */
function pointerOf(location: string): readonly string[] | undefined {
  const [, pointer] = /^(?:body ?)?((?:\/.*)?)$/s.exec(location) ?? [];
  if (pointer === undefined || location === '') return undefined;
  return pointerNames(pointer);
}

/** The body as JSON, if it was recorded completely. */
function jsonOf(response: RecordedResponse | undefined): { readonly value: Json } | undefined {
  const body = response?.body;
  if (!body || body.truncated || body.encoding !== 'utf8') return undefined;
  try {
    return { value: JSON.parse(body.text) };
  } catch {
    return undefined;
  }
}

interface Compared {
  readonly actual: string | undefined;
  readonly wanted: string | undefined;
}

/** The containers on the path to the location, siblings as `… 3 more`, and the difference itself. */
function excerpt(value: Json, steps: readonly string[], compared: Compared, name = '', depth = 0): Line[] {
  const indent = '  '.repeat(depth);
  const [step, ...rest] = steps;
  if (!isContainer(value)) return scalar(indent + name, step === undefined ? value : undefined, compared);
  const entries = Object.entries(value);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const inside = `${indent}  `;
  const at = entries.findIndex(([key]) => key === step);
  const found = entries[at];
  const body = found
    ? [
        ...left(inside, at),
        ...excerpt(found[1], rest, compared, nameOf(found[0], value), depth + 1),
        ...left(inside, entries.length - at - 1),
      ]
    : [
        ...entries
          .slice(0, membersShown)
          .map(([key, member]) => context(`${inside}${nameOf(key, value)}${brief(member)}`)),
        ...left(inside, entries.length - membersShown),
        ...annotation(inside, step === undefined ? '' : nameOf(step, value), compared),
      ];
  return [context(`${indent}${name}${open}`), ...body, context(`${indent}${close}`)];
}

const isContainer = (value: Json | undefined): value is Json[] | { [name: string]: Json } =>
  typeof value === 'object' && value !== null;

/** The recorded value, or the finding's text if the location leads to none. */
function scalar(name: string, value: Json | undefined, { actual, wanted }: Compared): Line[] {
  const own = value === undefined ? (actual ?? 'nothing') : JSON.stringify(value);
  return [received(name + abbreviate(own, valueLimit)), ...text((words) => expected(name + words), wanted)];
}

function annotation(inside: string, name: string, { actual, wanted }: Compared): Line[] {
  return [
    ...text((words) => received(`${inside}${name}${words}`), actual),
    ...text((words) => expected(`${inside}${name}${words}`), wanted),
  ];
}

const nameOf = (key: string, container: Json): string =>
  Array.isArray(container) ? '' : `${JSON.stringify(abbreviate(key, 60))}: `;

const left = (inside: string, number: number): Line[] =>
  number > 0 ? [context(`${inside}… ${number} more`)] : [];

/** A value on one line. */
function brief(value: Json): string {
  if (!isContainer(value)) return abbreviate(JSON.stringify(value), 80);
  const number = Object.keys(value).length;
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  if (number === 0) return `${open}${close}`;
  return `${open} ${count(number, Array.isArray(value) ? 'item' : 'member')} ${close}`;
}
