import type { DocumentedResponse, Operation } from './operations.ts';

type Responses = Pick<Operation, 'responses' | 'otherResponses'>;

/** The codes of a range such as `4XX`. */
export const codesOf = (range: string): number[] =>
  [...Array(100).keys()].map((index) => 100 * Number.parseInt(range, 10) + index);

/** `4XX` for 404. */
export const rangeOf = (status: number): string => `${Math.floor(status / 100)}XX`;

/** What the document says of a code: under the code itself, else its range, else `default` (OpenAPI 3.1, section 4.8.16). */
export function responseFor(
  { responses, otherResponses }: Responses,
  status: number,
): DocumentedResponse | undefined {
  const exact = responses.get(status);
  if (exact) return exact;
  const other = otherResponses?.get(rangeOf(status)) ?? otherResponses?.get('default');
  return other && { ...other, status };
}

/**
 * Under what the document asks for a code: the code itself, or its range. `default` asks for none: it says how an answer
 * looks, and not which requests get one (decision 0040).
 */
export function documentedFor({ responses, otherResponses }: Responses, status: number): string | undefined {
  if (responses.has(status)) return String(status);
  const range = rangeOf(status);
  return otherResponses?.has(range) ? range : undefined;
}

/** Every code of which the document says something: with `default`, all. */
export function documentedCodes(operation: Responses): number[] {
  const { responses, otherResponses } = operation;
  const other = otherResponses ? [...Array(500).keys()].map((index) => index + 100) : [];
  return [
    ...responses.keys(),
    ...other.filter((status) => !responses.has(status) && responseFor(operation, status)),
  ];
}
