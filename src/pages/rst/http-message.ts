import type { CodeBlock } from './blocks.ts';
import { type LenientJson, readLenientJson, type ToleratedError } from './lenient-json.ts';
import { type Line, parseError, type SourceLocation } from './source-location.ts';

export interface HeaderLine {
  readonly place: SourceLocation;
  readonly name: string;
  readonly value: string;
}

/** A request or an answer in an example. */
export interface HttpMessage {
  readonly place: SourceLocation;
  readonly start:
    | { readonly kind: 'request'; readonly method: string; readonly target: string }
    | { readonly kind: 'response'; readonly status: number }
    /** A body alone. */
    | { readonly kind: 'none' };
  readonly headers: readonly HeaderLine[];
  /** The body, if it is JSON. */
  readonly body?: LenientJson;
  /** True if there is a body that is not JSON. */
  readonly hasOtherBody: boolean;
  readonly faults: readonly ToleratedError[];
}

const requestLine = /^([A-Z]+) +(\/\S*|https?:\/\/\S+)(?: +HTTP\/[\d.]+)?$/;
const statusLine = /^HTTP\/[\d.]+ +(\d{3})(?: .*)?$/;

/** Method and path of a block with nothing else: this is how pages name their operation. */
export function methodAndPath({ lines }: CodeBlock): { method: string; path: string } | undefined {
  const [only, more] = lines.filter(({ text }) => text !== '');
  const [, method, path] = more ? [] : (/^([A-Z]+) +(\/\S*)$/.exec(only?.text ?? '') ?? []);
  return method !== undefined && path !== undefined ? { method, path } : undefined;
}

/**
 * Reads a block as an HTTP message or as its JSON body; undefined for other code. A missing empty line before
 * the body is tolerated.
 * @throws SuiteError naming the line and what was expected there.
 */
export function readHttpMessage({ lines }: CodeBlock): HttpMessage | undefined {
  const [first, ...rest] = lines;
  if (!first) return undefined;
  const { file, line } = first;
  const place: SourceLocation = { file, line };
  if (beginsJson(first.text)) {
    const body = readLenientJson(lines);
    return { place, start: { kind: 'none' }, headers: [], body, hasOtherBody: false, faults: body.faults };
  }
  const start = startOf(first);
  if (!start) return undefined;
  const { headers, bodyLines, faults } = headersOf(rest);
  const [bodyStart] = bodyLines;
  if (!bodyStart || !beginsJson(bodyStart.text))
    return { place, start, headers, hasOtherBody: bodyStart !== undefined, faults };
  const body = readLenientJson(bodyLines);
  return { place, start, headers, body, hasOtherBody: false, faults: [...faults, ...body.faults] };
}

const beginsJson = (text: string): boolean => /^\s*[{[]/.test(text);

function startOf(line: Line): HttpMessage['start'] | undefined {
  const text = line.text.trimStart();
  const [, status] = statusLine.exec(text) ?? [];
  if (status !== undefined) return { kind: 'response', status: Number(status) };
  if (text.startsWith('HTTP/')) throw parseError(line, 'a status line such as "HTTP/1.1 200 OK"', line.text);
  const [, method, target] = requestLine.exec(text) ?? [];
  if (method === undefined || target === undefined) return undefined;
  return { kind: 'request', method, target: pathOf(target) };
}

const pathOf = (target: string): string => target.replace(/^https?:\/\/[^/]*/, '') || '/';

function headersOf(lines: readonly Line[]): {
  headers: HeaderLine[];
  bodyLines: Line[];
  faults: ToleratedError[];
} {
  const headers: HeaderLine[] = [];
  for (const [index, line] of lines.entries()) {
    const { file, line: number, text } = line;
    const place = { file, line: number };
    if (text === '') return { headers, bodyLines: afterEmpty(lines.slice(index)), faults: [] };
    if (beginsJson(text))
      return {
        headers,
        bodyLines: lines.slice(index),
        faults: [{ place, what: 'no empty line before the body' }],
      };
    const colon = text.indexOf(':');
    const name = text.slice(0, Math.max(colon, 0)).trimStart();
    if (!/^[\w-]+$/.test(name))
      throw parseError(line, 'a header field "Name: value", or an empty line before the body', text);
    headers.push({ place, name, value: text.slice(colon + 1).trim() });
  }
  return { headers, bodyLines: [], faults: [] };
}

function afterEmpty(lines: readonly Line[]): Line[] {
  const first = lines.findIndex(({ text }) => text !== '');
  return first < 0 ? [] : lines.slice(first);
}

/** Standard header fields that API documents do not list. */
const ofHttp = new Set(
  `accept accept-charset accept-encoding accept-language age cache-control connection content-encoding content-length
  content-type date etag expires host keep-alive last-modified server transfer-encoding user-agent vary via`.split(
    /\s+/,
  ),
);

/** Whether a header field is a standard one of HTTP, not of an API. */
export const isStandardHeader = (name: string): boolean => ofHttp.has(name.toLowerCase());
