import type { CodeBlock } from './blocks.ts';
import { type LenientJson, readLenientJson } from './lenient-json.ts';
import { type Line, type PageNote, parseError, type SourceLocation } from './source-location.ts';

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
  /** Syntax errors that were tolerated. */
  readonly faults: readonly PageNote[];
}

const maxMessages = 20;

const requestLine = /^([A-Z]+) +(\/\S*|https?:\/\/\S+)(?: +HTTP\/[\d.]+)?$/;
/** Without its slash a path is only recognised beside the version. */
const slashlessRequestLine = /^([A-Z]+) +([^\s/:]+\/\S*) +HTTP\/[\d.]+$/;
const statusLine = /^HTTP\/[\d.]+ +(\d{3})(?: .*)?$/;

/** Method and path of a block with nothing else: this is how pages name their operation. */
export function methodAndPath({ lines }: CodeBlock): { method: string; path: string } | undefined {
  const [only, more] = lines.filter(({ text }) => text !== '');
  const [, method, path] = more ? [] : (/^([A-Z]+) +(\/\S*)$/.exec(only?.text ?? '') ?? []);
  return method !== undefined && path !== undefined ? { method, path } : undefined;
}

/**
 * Reads a block as HTTP messages or as a JSON body; none for other code. A missing empty line before the body is
 * tolerated, and so is a second message among the header fields of the first.
 * @throws SuiteError naming the line and what was expected there.
 */
export function readHttpMessages({ lines }: CodeBlock): readonly HttpMessage[] {
  const [first] = lines;
  if (!first) return [];
  const { file, line } = first;
  const place: SourceLocation = { file, line };
  if (beginsJson(first.text) || beginsMember(first.text, lines)) {
    const body = readLenientJson(lines);
    return [{ place, start: { kind: 'none' }, headers: [], body, hasOtherBody: false, faults: body.faults }];
  }
  const messages: HttpMessage[] = [];
  for (let rest = lines; rest.length > 0; ) {
    const read = messageIn(rest, messages.length > 0);
    if (!read) break;
    messages.push(read.message);
    rest = read.rest;
    if (messages.length > maxMessages)
      throw parseError(first, `at most ${maxMessages} messages in a block of code`);
  }
  return messages;
}

const beginsJson = (text: string): boolean => /^\s*'?[{[]/.test(text);

/** A body whose first brace is missing. A single line could be an excerpt. */
const beginsMember = (text: string, lines: readonly Line[]): boolean =>
  lines.length > 1 && /^\s*"[^"]{1,200}" *: *[{[]\s*$/.test(text);

interface ReadMessage {
  readonly message: HttpMessage;
  /** The next message. */
  readonly rest: readonly Line[];
}

function messageIn(lines: readonly Line[], isFurther: boolean): ReadMessage | undefined {
  const [first, ...others] = lines;
  const begun = first && startOf(first);
  if (!begun) return undefined;
  const place: SourceLocation = { file: first.file, line: first.line };
  const { start } = begun;
  const { headers, bodyLines, rest, faults: ofHeaders } = headersOf(others);
  const faults = [
    ...(isFurther ? [{ place, what: 'another message among the header fields of the one before' }] : []),
    ...begun.faults,
    ...ofHeaders,
  ];
  const [bodyStart] = bodyLines;
  if (!bodyStart) return { message: { place, start, headers, hasOtherBody: false, faults }, rest };
  if (!beginsJson(bodyStart.text) && !beginsMember(bodyStart.text, bodyLines)) {
    const other = { place: { file: bodyStart.file, line: bodyStart.line }, what: 'a body that is not JSON' };
    return { message: { place, start, headers, hasOtherBody: true, faults: [...faults, other] }, rest };
  }
  const body = readLenientJson(bodyLines);
  return {
    message: { place, start, headers, body, hasOtherBody: false, faults: [...faults, ...body.faults] },
    rest,
  };
}

interface StartLine {
  readonly start: HttpMessage['start'];
  readonly faults: readonly PageNote[];
}

function startOf(line: Line): StartLine | undefined {
  const text = line.text.trimStart();
  const [, status] = statusLine.exec(text) ?? [];
  if (status !== undefined) return { start: { kind: 'response', status: Number(status) }, faults: [] };
  if (text.startsWith('HTTP/')) throw parseError(line, 'a status line such as "HTTP/1.1 200 OK"', line.text);
  const [, method, target] = requestLine.exec(text) ?? [];
  if (method !== undefined && target !== undefined)
    return { start: { kind: 'request', method, target: pathOf(target) }, faults: [] };
  const [, verb, path] = slashlessRequestLine.exec(text) ?? [];
  if (verb === undefined || path === undefined) return undefined;
  const place = { file: line.file, line: line.line };
  return {
    start: { kind: 'request', method: verb, target: `/${path}` },
    faults: [{ place, what: 'a path without a slash before it' }],
  };
}

const pathOf = (target: string): string => target.replace(/^https?:\/\/[^/]*/, '') || '/';

const isStart = ({ text }: Line): boolean => {
  const line = text.trimStart();
  return [statusLine, requestLine, slashlessRequestLine].some((pattern) => pattern.test(line));
};

interface ReadHeaders {
  readonly headers: readonly HeaderLine[];
  readonly bodyLines: readonly Line[];
  readonly rest: readonly Line[];
  readonly faults: readonly PageNote[];
}

function headersOf(lines: readonly Line[]): ReadHeaders {
  const headers: HeaderLine[] = [];
  const faults: PageNote[] = [];
  const ended = (bodyLines: readonly Line[], rest: readonly Line[] = []): ReadHeaders => ({
    headers,
    bodyLines,
    rest,
    faults,
  });
  for (const [index, line] of lines.entries()) {
    const { file, line: number, text } = line;
    const place = { file, line: number };
    if (text === '') {
      if (lines[index - 1]?.text === '') continue;
      let next = index;
      while (lines[next]?.text === '') next += 1;
      const after = lines[next];
      if (!after || !fieldName.test(after.text)) return ended(lines.slice(next));
      faults.push({
        place: { file: after.file, line: after.line },
        what: 'an empty line between header fields',
      });
      continue;
    }
    if (beginsJson(text)) {
      faults.push({ place, what: 'no empty line before the body' });
      return ended(lines.slice(index));
    }
    if (isStart(line)) return ended([], lines.slice(index));
    const colon = text.indexOf(':');
    const name = text.slice(0, Math.max(colon, 0)).trimStart();
    if (!/^[\w-]+$/.test(name))
      throw parseError(line, 'a header field "Name: value", or an empty line before the body', text);
    headers.push({ place, name, value: unquoted(text.slice(colon + 1).trim(), place, faults) });
  }
  return ended([]);
}

const fieldName = /^ *[A-Za-z][\w-]*: /;

/** Word processors put typographic quotes around values. */
function unquoted(value: string, place: SourceLocation, faults: PageNote[]): string {
  const [, inner] = /^[‘’“”](.*)[‘’“”]$/.exec(value) ?? [];
  if (inner !== undefined) faults.push({ place, what: 'typographic quotes around a value' });
  return inner ?? value;
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
