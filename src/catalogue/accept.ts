import { covers, isJsonMediaType, jsonTypeAmong } from '../openapi/media-type.ts';
import type { Operation } from '../openapi/operations.ts';

/**
 * The field Accept of a valid request, so that a server that negotiates need not refuse it: JSON where a success is
 * documented in it, else all that successes are documented in; and what errors are documented in.
 */
export function acceptOf({ responses, otherResponses }: Operation): string {
  const all = [
    ...[...responses].map(([status, { mediaTypes }]) => ({ isSuccess: status < 300, mediaTypes })),
    ...[...(otherResponses ?? [])].map(([code, { mediaTypes }]) => ({
      isSuccess: /^[2d]/.test(code),
      mediaTypes,
    })),
  ];
  const typesOf = (isSuccess: boolean) =>
    all
      .filter((one) => one.isSuccess === isSuccess)
      .flatMap(({ mediaTypes }) => mediaTypes.map(withoutCharset));
  const [ofSuccess, ofErrors] = [typesOf(true), typesOf(false)];
  const json = jsonTypeAmong(ofSuccess);
  const isCertain = json !== undefined && ofSuccess.includes(json);
  const wanted = isCertain ? [json] : [...(json === undefined ? [] : [json]), ...ofSuccess];
  const more = ofErrors.filter((mediaType) => !wanted.some((range) => covers(range, mediaType)));
  const accepted = [...new Set([...wanted, ...(isCertain || wanted.length > 0 ? more : jsonFirst(more))])];
  return accepted.length === 0 ? '*/*' : accepted.join(', ');
}

const jsonFirst = (mediaTypes: readonly string[]): string[] =>
  [...mediaTypes].toSorted((a, b) => Number(isJsonMediaType(b)) - Number(isJsonMediaType(a)));

const withoutCharset = (mediaType: string): string =>
  mediaType
    .split(';')
    .filter((part) => !part.trim().toLowerCase().startsWith('charset='))
    .join(';')
    .trim();
