/** Media types, and ranges of them as documents have them, parameters aside (RFC 9110 sections 8.3.1 and 12.5.1). */

/** Type and subtype, in lower case. */
export const essenceOf = (mediaType: string): string => (mediaType.split(';')[0] ?? '').trim().toLowerCase();

/** `application/json`, every `+json` type (RFC 6839 section 3.1), and `text/json` (WHATWG MIME Sniffing, section 4.6). */
export function isJsonMediaType(mediaType: string): boolean {
  const essence = essenceOf(mediaType);
  return essence === 'application/json' || essence === 'text/json' || essence.endsWith('+json');
}

export const isRange = (mediaType: string): boolean => essenceOf(mediaType).includes('*');

/** Whether a documented media type or range covers a media type. */
export function covers(documented: string, mediaType: string): boolean {
  const [start = '', end = ''] = essenceOf(documented).split(/\*(?:\/\*)?/, 2);
  const actual = essenceOf(mediaType);
  return isRange(documented) ? actual.startsWith(start) && actual.endsWith(end) : start === actual;
}

/** Whether a documented media type or range covers a media type, or is another name of its format such as `text/xml`. */
export const isSameFormat = (documented: string, mediaType: string): boolean =>
  covers(documented, mediaType) || formatOf(documented) === formatOf(mediaType);

const formatOf = (mediaType: string): string =>
  essenceOf(mediaType)
    .replace(/^[^/]*\/(?:x-)?/, '')
    .replace(/^.*\+/, '');

/** The media type in which JSON is sent and asked for: one that is documented, or that a documented range covers. */
export const jsonTypeAmong = (documented: readonly string[]): string | undefined =>
  documented.find((mediaType) => essenceOf(mediaType) === 'application/json') ??
  documented.find((mediaType) => isJsonMediaType(mediaType) && !isRange(mediaType)) ??
  (documented.some((range) => covers(range, 'application/json')) ? 'application/json' : undefined);

/** The documented media type or range that a media type falls under: the most specific (OpenAPI 3.1, section 4.8.14.1). */
export const documentedAs = (mediaType: string, documented: readonly string[]): string | undefined =>
  documented
    .filter((range) => covers(range, mediaType))
    .toSorted((a, b) => rank(a, mediaType) - rank(b, mediaType))[0];

/** One with the same parameters comes first, then those with others, then ranges, the widest last. */
function rank(documented: string, mediaType: string): number {
  if (isRange(documented)) return 1000 - essenceOf(documented).length;
  const whole = (text: string) => text.toLowerCase().replaceAll(/[\s"]/g, '');
  return whole(documented) === whole(mediaType) ? 0 : 1;
}

/** The documented media type, or the range, that stands for JSON. */
export function jsonContentAmong(documented: readonly string[]): string | undefined {
  const json = jsonTypeAmong(documented);
  return json === undefined ? documented.find(isJsonMediaType) : documentedAs(json, documented);
}
