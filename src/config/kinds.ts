/** The kinds of option values. Each states once what is allowed, for arguments, variables and config file. */
import { isIP } from 'node:net';
import { type AllowedCode, partsOfCode } from '../catalogue/allowed-code.ts';
import type { Shard } from '../catalogue/shard.ts';
import type { Json } from '../model/json.ts';
import { didYouMean } from '../util/nearest.ts';
import { encodeSegment, isDotSegment, longestSegment } from '../util/path-segment.ts';
import type { Kind, Refuse } from './option.ts';

/** Control characters and lone surrogates, which are useless in a file name, and surrogates cannot be percent-encoded. */
export const unprintable = /[\p{Cc}\p{Cs}]/u;

/** Rejects a text, as `Refuse` does a value. */
type RefuseText = (why?: string, hint?: string) => never;

/** A kind written as text. `parse` returns undefined for text that is not allowed. */
export function text<T>(
  argument: string,
  allowed: string,
  parse: (text: string, refuse: RefuseText) => T | undefined,
  shown?: (text: string) => string,
): Kind<T> {
  return {
    argument,
    allowed,
    schema: { type: 'string' },
    fromText: (given) => given,
    read(value, refuse) {
      if (typeof value !== 'string') return refuse(value);
      return parse(value, (why, hint) => refuse(value, why, hint)) ?? refuse(value);
    },
    ...(shown && { shown: (value: Json) => (typeof value === 'string' ? shown(value) : value) }),
  };
}

export const flag: Kind<boolean> = {
  allowed: 'true or false',
  schema: { type: 'boolean' },
  fromText: (given) => ({ true: true, 1: true, false: false, 0: false })[given.toLowerCase()] ?? given,
  read: (value, refuse) => (typeof value === 'boolean' ? value : refuse(value)),
};

/** A whole number; `of` is its unit. */
export function wholeNumber(argument: string, minimum: number, maximum: number, of = ''): Kind<number> {
  return {
    argument,
    allowed: `a whole number${of && ` of ${of}`} from ${minimum} to ${maximum}`,
    schema: { type: 'integer', minimum, maximum },
    // A number with more digits than JavaScript holds exactly stays text, so that messages show it as written.
    fromText: (given) => (/^\d{1,15}$/.test(given) ? Number(given) : given),
    read: (value, refuse) =>
      typeof value === 'number' && Number.isInteger(value) && value >= minimum && value <= maximum
        ? value
        : refuse(value),
  };
}

/** @param renamed former names, with the present ones */
export function choice<const T extends string>(
  names: readonly [T, T, ...T[]],
  renamed: Readonly<Partial<Record<string, NoInfer<T>>>> = {},
): Kind<T> {
  const allowed = `one of ${names.join(', ')}`;
  const kind = text(names.join('|'), allowed, (given, refuse) => {
    const now = Object.hasOwn(renamed, given) ? renamed[given] : undefined;
    if (now !== undefined) refuse(`must be ${allowed} ("${given}" is now called "${now}")`);
    return names.find((name) => name === given) ?? refuse(undefined, didYouMean(given, names));
  });
  return { ...kind, schema: { enum: [...names] }, completion: names };
}

/** Several values of a kind. */
export function list<T>(item: Kind<T>, split: NonNullable<Kind<T>['list']>): Kind<readonly T[]> {
  const { shown, ...rest } = item;
  const each = (value: Json, refuse: Refuse) =>
    Array.isArray(value) ? value : refuse(value, `must be a list, each item of it ${item.allowed}`);
  return {
    ...rest,
    list: split,
    schema: { type: 'array', minItems: 1, items: item.schema },
    read: (value, refuse) => each(value, refuse).map((one) => item.read(one, refuse)),
    ...(shown && { shown: (value: Json) => (Array.isArray(value) ? value.map(shown) : shown(value)) }),
  };
}

/** The path of a file. Whether it exists is checked when it is opened. */
export const file: Kind<string> = {
  ...text('FILE', 'the path of a file, without control characters', (given) =>
    unprintable.test(given) ? undefined : given,
  ),
  completion: 'files',
};

/** The path of a directory. */
export const directory: Kind<string> = {
  ...file,
  argument: 'DIR',
  completion: 'directories',
  allowed: 'the path of a directory, without control characters',
};

/** A value of one path segment, sent percent-encoded. */
export function segment(argument: string): Kind<string> {
  return text(
    argument,
    'text for one path segment: no control characters, no space at either end, not "." or ".."',
    (given, refuse) => {
      if (unprintable.test(given) || given !== given.trim() || isDotSegment(given)) return undefined;
      if (encodeSegment(given).length > longestSegment)
        return refuse(`must be at most ${longestSegment} characters long when it is percent-encoded`);
      return given;
    },
  );
}

/** A URL without its user information and query, which may be secret. */
export const shownUrl = (given: string): string => {
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+.-]*:\/*)?(.*)$/is.exec(given) ?? [];
  return scheme + rest.replace(/^.*@/s, '***@').replace(/\?.*$/s, '?***');
};

export function httpUrl(given: string, refuse: (why: string) => never): URL | undefined {
  if (!/^https?:\/\/[^/]/i.test(given)) return undefined;
  // The URL parser silently drops or changes these; the suite must test what was written.
  if (unprintable.test(given) || /[\s\\]/.test(given)) return undefined;
  if (!URL.canParse(given)) return undefined;
  const url = new URL(given);
  if (url.username !== '' || url.password !== '' || /^[^/]*\/\/[^/?#]*@/.test(given))
    return refuse(
      'must not hold a user name or password, which would end up in reports; give credentials with --token',
    );
  if (given.includes('#')) return refuse('must not have a fragment (from #), which is never sent');
  return url;
}

/** The root of an API; without a slash at its end, so that paths can be appended. */
export const rootUrl: Kind<string> = text(
  'URL',
  'a URL that begins with http:// or https://',
  (given, refuse) => {
    const url = httpUrl(given, refuse);
    if (given.includes('?') && url)
      return refuse('must not have a query (from ?), because paths are appended to it');
    return url?.href.replace(/(?<!\/)\/+$/, '');
  },
  shownUrl,
);

/** A number of requests per second or minute. */
export interface Rate {
  readonly requests: number;
  readonly perSeconds: 1 | 60;
}

const maxRate = 100_000;

export const rate: Kind<Rate> = text(
  'N/s|N/m',
  `requests per second or minute, such as 5/s or 90/m, from 1 to ${maxRate}`,
  (given) => {
    const [, digits, unit] = /^(\d{1,6})\/([sm])$/.exec(given) ?? [];
    const requests = Number(digits);
    if (!(requests >= 1 && requests <= maxRate)) return undefined;
    return { requests, perSeconds: unit === 's' ? 1 : 60 };
  },
);

const patternText = text(
  'PATTERN',
  'a case id, in which * and ? may stand for others (such as */404/*), or a status from 100 to 599',
  (given) => (/^\d+$/.test(given) ? /^[1-5]\d\d$/ : /^[\w.*?/:+~-]+$/).exec(given)?.[0],
);

/** Selects cases: an id in which `*` and `?` stand for anything and any one character, or a status. */
export const pattern: Kind<string> = {
  ...patternText,
  // YAML reads 404 as a number; it works without quotes.
  schema: { type: ['string', 'integer'] },
  completion: 'cases',
  read: (value, refuse) => patternText.read(typeof value === 'number' ? String(value) : value, refuse),
};

/** An operation id or a tag. Whether there is one is checked when the document has been read. */
export const operationName: Kind<string> = {
  ...text('ID|TAG', 'the operationId of an operation or a tag, without control characters', (given) =>
    unprintable.test(given) ? undefined : given,
  ),
  completion: 'operations',
};

/** One part of the catalogue, of several. */
export const shard: Kind<Shard> = text(
  'I/N',
  'I/N with I from 1 to N and N at most 256, such as 1/4',
  (given, refuse) => {
    const [, first, between, second] = /^(\d{1,3})(\D{1,4})(\d{1,3})$/.exec(given) ?? [];
    const [index, of] = [Number(first), Number(second)];
    if (!(index >= 1 && index <= of && of <= 256)) return undefined;
    return between === '/' ? { index, of } : refuse(undefined, ` Did you mean ${index}/${of}?`);
  },
);

/** A status, or that of one operation. Whether it is documented is checked when the document has been read. */
export const allowedCode: Kind<AllowedCode> = {
  argument: 'CODES',
  allowed: 'a status code from 100 to 599, or OPERATION/CODE, such as listThings/500',
  schema: { type: ['integer', 'string'], minimum: 100, maximum: 599 },
  completion: 'codes',
  fromText: (given) => (/^\d{1,15}$/.test(given) ? Number(given) : given),
  read: (value, refuse) =>
    (typeof value === 'number' || (typeof value === 'string' && value.includes('/'))) &&
    partsOfCode(value) !== undefined
      ? value
      : refuse(value),
};

export interface ReportTarget {
  readonly format: string;
  readonly file: string;
}

/** What stands for stdout in the place of a file. One with this name is `./-`. */
export const stdoutName = '-';

const reportText = text(
  'FORMAT=FILE',
  'FORMAT=FILE, such as json=report.json, or json=- for stdout',
  (given, refuse) => {
    const [, format, path] = /^([^=\s]+)=(.*\S.*)$/s.exec(given) ?? [];
    if (format === undefined || path === undefined || unprintable.test(path)) return undefined;
    if (/,\s*[\w-]+=/.test(path))
      return refuse(
        'must name one report: repeat --report for each, as --report json=a.json --report junit=b.xml',
      );
    return { format, file: path };
  },
);

/** A report format and its file. The reporters know which formats exist. */
export const report: Kind<ReportTarget> = { ...reportText, completion: 'report formats' };

/** A name or address to listen on. */
export const host: Kind<string> = text('HOST', 'a host name or an IP address, without a port', (given) =>
  isIP(given) > 0 || /^[a-z0-9]([a-z0-9.-]{0,252})$/i.test(given) ? given : undefined,
);

/** A secret that is sent in a header field. No message shows its value. */
export const headerSecret: Kind<string> = text(
  'T',
  'printable Latin-1 text of at most 8192 characters without a space at either end, as a header field needs it',
  (given) => (isHeaderValue(given) ? given : undefined),
);

/** Whether text can be sent as the value of a header field. */
export const isHeaderValue = (given: string): boolean =>
  /^[\x20-\x7e\xa0-\xff]{1,8192}$/.test(given) && given === given.trim();

/** The passphrase of an encrypted private key. It is never sent, and no message shows it. */
export const passphrase: Kind<string> = text('T', 'text of at most 1024 characters on one line', (given) =>
  given.length > 1024 || unprintable.test(given) ? undefined : given,
);
