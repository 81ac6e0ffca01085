import type { Example } from '../rst/operation.ts';
import type { Unknowns } from './draft-context.ts';
import { type InferredSchema, inferSchema, type Sample } from './infer-schema.ts';

export const mediaTypeOf = ({ headers }: Example): string => {
  const field = headers.find(({ name }) => name.toLowerCase() === 'content-type')?.value ?? '';
  const [essence = ''] = field.split(';');
  return /^[\w.+-]+\/([\w.+-]+\+)?json$/.test(essence.trim()) ? essence.trim() : 'application/json';
};

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
      `${place}: which members are required; there is one example, and all it has are taken to be where no table says otherwise`,
    );
  unknown.push(...result.unknown.map((what) => `${place}, ${what}`));
  return result.schema;
}
