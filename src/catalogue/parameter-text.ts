/** Values of parameters as they stand in a request (OpenAPI 3.1, "Style Values"; RFC 6570). */
import type { Value } from '../model/json.ts';
import { isJsonMediaType } from '../openapi/media-type.ts';
import type { Parameter } from '../openapi/operations.ts';
import { exactJson } from '../util/exact-json.ts';
import { encodeSegment } from '../util/path-segment.ts';

type Encode = (text: string) => string;

/**
 * What stands in the request for the value of a parameter, such as `name=value` in a query; undefined where it cannot be
 * written, or where nothing would stand there.
 */
export function writtenParameter(parameter: Parameter, value: Value): string | undefined {
  const { name, form, in: place } = parameter;
  const encode = encoderOf(parameter);
  const named = place === 'query' || place === 'cookie';
  const written =
    'mediaType' in form
      ? contentOf(form.mediaType, value, (text) => `${named ? `${encode(name)}=` : ''}${encode(text)}`)
      : styled(parameter, value, encode);
  return written !== undefined && canStand(written) ? written : undefined;
}

/** A text that takes the place of a parameter's value in a query, a header field or a cookie. */
export function writtenText(parameter: Pick<Parameter, 'in' | 'name'>, text: string): string {
  if (parameter.in === 'header') return text;
  return `${encodeText(parameter.name)}=${encodeText(text)}`;
}

/** Visible ASCII, with spaces between (RFC 9110 section 5.5). Elsewhere than in a header field, all else is encoded. */
const canStand = (text: string): boolean => /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/.test(text);

const encodeText: Encode = (text) =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** Reserved characters stay, but for those that would end the value or the query. */
const encodeUnreserved: Encode = (text) => encodeURI(text).replace(/[#&+]/g, encodeURIComponent);

function encoderOf({ in: place, form }: Parameter): Encode {
  if (place === 'header') return (text) => text;
  if (place === 'path') return encodeSegment;
  return 'allowReserved' in form && form.allowReserved ? encodeUnreserved : encodeText;
}

function contentOf(mediaType: string, value: Value, write: Encode): string | undefined {
  if (isJsonMediaType(mediaType)) return write(exactJson(value));
  const text = textOf(value);
  return text === undefined ? undefined : write(text);
}

/** A value without parts, as text. */
export function textOf(value: Value): string | undefined {
  return typeof value === 'object' ? undefined : String(value);
}

type Entry = readonly [name: string, text: string];

interface Parts {
  /** Whether it is an object, so that its parts have names. */
  readonly isObject: boolean;
  readonly entries: readonly Entry[];
}

/** Undefined where a part has parts itself: no style writes these. */
function partsOf(value: Value): Parts | undefined {
  if (typeof value !== 'object' || value === null) {
    const text = textOf(value);
    return text === undefined ? undefined : { isObject: false, entries: [['', text]] };
  }
  const entries: Entry[] = [];
  for (const [name, part] of Object.entries(value)) {
    const text = textOf(part);
    if (text === undefined) return undefined;
    entries.push([name, text]);
  }
  return { isObject: !Array.isArray(value), entries };
}

function styled(parameter: Parameter, value: Value, encode: Encode): string | undefined {
  const parts = partsOf(value);
  if (!parts || parts.entries.length === 0 || !('style' in parameter.form)) return undefined;
  const { style, explode } = parameter.form;
  const name = encodeText(parameter.name);
  const between = parameter.in === 'cookie' ? '; ' : '&';
  const flat = (separator: string) => flatParts(parts, encode).join(separator);
  const pairs = (named: string) => parts.entries.map(([, text]) => `${named}=${encode(text)}`);
  const members = () => parts.entries.map(([key, text]) => `${encode(key)}=${encode(text)}`);
  const exploded = () => (parts.isObject ? members() : pairs(name));
  switch (style) {
    case 'form':
    case 'cookie':
      return explode ? exploded().join(between) : `${name}=${flat(',')}`;
    case 'spaceDelimited':
      return explode ? exploded().join(between) : `${name}=${flat('%20')}`;
    case 'pipeDelimited':
      return explode ? exploded().join(between) : `${name}=${flat('%7C')}`;
    case 'deepObject':
      return parts.isObject
        ? parts.entries.map(([key, text]) => `${name}%5B${encode(key)}%5D=${encode(text)}`).join('&')
        : undefined;
    case 'simple':
      return explode && parts.isObject ? members().join(',') : flat(',');
    case 'label':
      return explode
        ? `.${(parts.isObject ? members() : flatParts(parts, encode)).join('.')}`
        : `.${flat(',')}`;
    case 'matrix':
      return explode
        ? exploded()
            .map((pair) => `;${pair}`)
            .join('')
        : `;${name}=${flat(',')}`;
    default:
      return undefined;
  }
}

const flatParts = ({ isObject, entries }: Parts, encode: Encode): string[] =>
  entries.flatMap(([key, text]) => (isObject ? [encode(key), encode(text)] : [encode(text)]));
