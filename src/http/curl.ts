import { isAscii, isUtf8 } from 'node:buffer';
import { constants, gzipSync } from 'node:zlib';
import type { Exchange } from '../model/exchange.ts';
import type { Redactor, Segment } from '../secrets/redaction.ts';
import { quotedWord } from '../util/shell-word.ts';
import { visible } from '../util/text.ts';
import { parseUrl } from './url.ts';

export interface CurlOptions {
  /** Whether certificates are not verified. */
  readonly insecure?: boolean;
  /** How the target is reached. */
  readonly options?: readonly CurlOption[];
}

/** An option that does not depend on the request: alone, with a value, or with a secret that a variable holds. */
export interface CurlOption {
  readonly flag: string;
  readonly value?: string;
  /** Name of the variable, without `$`. */
  readonly variable?: string;
}

type Request = Exchange['request'];

/** How the body gets into curl: before a pipe, as an option, or not at all. */
interface BodyWords {
  readonly source?: string;
  readonly option?: string;
  readonly remark?: string;
  /** The text of the body, if secrets are variables in it. */
  readonly template?: string;
}

const maxInline = 2 * 1024;
const maxUncompressed = 16 * 1024;
const maxRepeated = 64 * 1024;

/**
 * One bash line that sends the same bytes again. Secrets are variables in it (decision 0005), and what
 * cannot be repeated is said in a comment.
 */
export function curlLine(
  request: Request,
  redactor: Redactor,
  { insecure = false, options = [] }: CurlOptions = {},
): string {
  const to = parseUrl(request.url);
  if (!to) return '# not repeated here: the URL is not one that can be sent';
  const quote = (text: string) => joinSegments(redactor.segments(text), quoteBytes);
  const body = bodyWords(request.body, redactor);
  const hasData = body.option !== undefined;
  const remarks = [...remarksOf(request, body.template, redactor), ...(body.remark ? [body.remark] : [])];

  const line = [
    ...(body.source ? [body.source, '|'] : []),
    'curl --silent --show-error --include --path-as-is --globoff --http1.1',
    ...(insecure ? ['--insecure'] : []),
    ...options.flatMap(({ flag, value, variable }) => [
      flag,
      ...(value === undefined ? [] : [joinSegments(redactor.segments(value), quotedWord)]),
      ...(variable === undefined ? [] : [`"$${variable}"`]),
    ]),
    ...methodWords(request.method, hasData, quote),
    ...headerWords(request, to.host, hasData, quote),
    ...(body.option ? [body.option] : []),
    // curl rewrites lower-case escapes and some characters of a path; a request target is sent unchanged.
    ...(/^(?:[\w\-.~!$&()*+,;=:@/?]|%[0-9A-F]{2})*$/.test(to.path)
      ? []
      : ['--request-target', quote(to.path)]),
    quote(request.url),
    ...(remarks.length > 0 ? [`# ${remarks.join('; ')}`] : []),
  ].join(' ');
  return redactor.contains(line) ? '# not repeated here: the line would show a secret' : line;
}

/** A variable holds a secret's plain value; where the request held another form of it, the line says so. */
function remarksOf(
  { method, url, headers }: Request,
  body: string | undefined,
  redactor: Redactor,
): string[] {
  const encoded = new Set<string>();
  for (const text of [method, url, ...headers.flat(), body ?? ''])
    for (const part of redactor.segments(text))
      if (typeof part !== 'string' && !part.plain) encoded.add(part.secret);
  return [...encoded].map((name) => `$${name} stood there in an encoded form`);
}

function methodWords(method: string, hasData: boolean, quote: (text: string) => string): string[] {
  if (method !== 'HEAD') return ['-X', /^[A-Z]+$/.test(method) ? method : quote(method)];
  // With data curl refuses --head, and without it waits for content that an answer to HEAD never has.
  return hasData ? ['-X HEAD --max-time 10'] : ['--head'];
}

/** The given fields in order, and an option against each field that curl would add itself. */
function headerWords(
  { headers, body }: Request,
  host: string,
  hasData: boolean,
  quote: (text: string) => string,
): string[] {
  const length = String(body?.length ?? 0);
  const curlsOwn = (name: string, value: string): boolean => {
    if (name === 'host') return value === host;
    if (name === 'content-length') return length !== '0' && value === length;
    return name === 'connection' && /^(keep-alive|close)$/.test(value);
  };
  const names = new Set(headers.map(([name]) => name.toLowerCase()));
  const unwanted = ['Accept', 'User-Agent', ...(hasData ? ['Content-Type', 'Expect'] : [])].filter(
    (name) => !names.has(name.toLowerCase()),
  );
  const given = headers
    .filter(([name, value]) => !curlsOwn(name.toLowerCase(), value))
    // `Name:` would remove a field; `Name;` sends it empty.
    .map(([name, value]) => (value.trim() === '' ? `${name};` : `${name}: ${value}`));
  return [...given.map(quote), ...unwanted.map((name) => `'${name}:'`)].map((word) => `-H ${word}`);
}

function bodyWords(body: Uint8Array | null, redactor: Redactor): BodyWords {
  // An empty body needs no data: its `Content-Length: 0` is among the headers.
  if (body === null || body.length === 0) return {};
  const omitted = { remark: `body of ${body.length} bytes not repeated here` };
  const text = textOf(body);
  if (isUtf8(body) && body.length <= maxInline && isPrintable(text)) {
    // --data-raw, as --data-binary takes a leading @ for a file's name.
    return { option: `--data-raw ${joinSegments(redactor.segments(text), quotedWord)}`, template: text };
  }
  if (redactor.contains(text)) {
    if (body.length > maxUncompressed) return omitted;
    const source = printfWords(redactor.segments(text), isUtf8(body));
    return { source, option: '--data-binary @-', template: text };
  }
  const compressed = body.length > maxUncompressed;
  const base64 = Buffer.from(compressed ? gzip(body) : body).toString('base64');
  if (base64.length > maxRepeated) return omitted;
  const source = `printf %s '${base64}' | base64 -d${compressed ? ' | gunzip' : ''}`;
  return { source, option: '--data-binary @-' };
}

/** How many bytes become one where a body is one character again and again. */
const packedRun = 100;

/**
 * The same output on every machine: byte 9 names the system it was made on (RFC 1952 section 2.3.1). A body that is too
 * large mostly is one character again and again, which is packed in a quarter of the time where nothing else is sought.
 */
function gzip(bytes: Uint8Array): Uint8Array {
  const runs = gzipSync(bytes, { strategy: constants.Z_RLE });
  const packed = runs.length * packedRun < bytes.length ? runs : gzipSync(bytes, { level: 9 });
  packed[9] = 255;
  return packed;
}

/** A body as text; when it is no UTF-8, with one character per byte. ASCII is both, and Latin-1 is read faster. */
const textOf = (body: Uint8Array): string =>
  Buffer.from(body.buffer, body.byteOffset, body.length).toString(
    isUtf8(body) && !isAscii(body) ? 'utf8' : 'latin1',
  );

const isPlain = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);

/** Only what every terminal shows unchanged, and no CI system acts on: in plain text, only what begins with two `#`. */
const isPrintable = (text: string): boolean =>
  isPlain(text) && !text.includes('##') ? true : /^\P{C}*$/u.test(text) && visible(text) === text;

/** Literals quoted, secrets as variables in double quotes. */
function joinSegments(segments: readonly Segment[], quote: (text: string) => string): string {
  if (segments.length === 0) return "''";
  return segments.map((part) => (typeof part === 'string' ? quote(part) : `"$${part.secret}"`)).join('');
}

/** For request lines and header fields, which hold one byte per character. */
function quoteBytes(text: string): string {
  if (isPlain(text) && isPrintable(text)) return quotedWord(text);
  const escaped = text.replace(/[\\']/g, '\\$&').replace(/[^\x20-\x7e]|#(?=#)/g, (character) => {
    return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
  return `$'${escaped}'`;
}

/** Prints a body with secrets in it: `%b` can write any byte, `%s` leaves a secret unchanged. */
function printfWords(segments: readonly Segment[], utf8: boolean): string {
  const format = segments.map((part) => (typeof part === 'string' ? '%b' : '%s')).join('');
  const octal = (byte: number): string => `\\0${byte.toString(8).padStart(3, '0')}`;
  const spell = (character: string): string => {
    if (character === '\\') return '\\\\';
    // Two of them may begin a command of a CI system.
    if (character !== '#' && (/[\x20-\x7e]/.test(character) || (utf8 && isPrintable(character))))
      return character;
    return [...Buffer.from(character, utf8 ? 'utf8' : 'latin1')].map(octal).join('');
  };
  const literal = (text: string): string => quotedWord([...text].map(spell).join(''));
  const words = segments.map((part) => (typeof part === 'string' ? literal(part) : `"$${part.secret}"`));
  return `printf '${format}' ${words.join(' ')}`;
}
