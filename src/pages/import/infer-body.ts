import { isSameHeader } from '../../util/headers.ts';
import type { Example } from '../rst/operation.ts';
import type { Unknowns } from './draft-context.ts';
import { type InferredSchema, inferSchema, type Sample } from './infer-schema.ts';

/** The JSON media type of an example; `application/json` if it shows none. */
export const mediaTypeOf = ({ headers }: Example): string => {
  const field = headers.find(({ name }) => isSameHeader(name, 'Content-Type'))?.value ?? '';
  const [essence = ''] = field.split(';');
  return /^[\w.+-]+\/([\w.+-]+\+)?json$/.test(essence.trim()) ? essence.trim() : 'application/json';
};

/** The schema of the bodies of examples. */
export function inferBodySchema(
  place: string,
  examples: readonly Example[],
  unknown: Unknowns,
): InferredSchema {
  const samples = examples.flatMap(({ body }): Sample[] =>
    body ? [{ value: body.value, elided: (pointer) => body.elided.has(pointer) }] : [],
  );
  const result = inferSchema(samples);
  if (samples.length === 1)
    unknown.push(
      `${place}: which members are required; assumed for all members of the only example, unless a table says otherwise`,
    );
  for (const what of result.unknown) unknown.push(`${place}, ${what}`);
  return result.schema;
}
