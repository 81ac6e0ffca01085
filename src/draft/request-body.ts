import type { Json } from '../result.ts';
import type { Example, PageOperation } from '../rst/operation.ts';
import { shownPlace } from '../rst/place.ts';
import { inferred, mediaTypeOf } from './body.ts';
import type { InferredSchema } from './infer-schema.ts';
import type { Making } from './making.ts';
import { capitalised, freeName, slugOf } from './names.ts';

export function requestBodyOf(
  id: string,
  requests: readonly Example[],
  pages: readonly PageOperation[],
  { schemas, unknown }: Making,
): Json | undefined {
  const withBody = requests.filter(({ body }) => body !== undefined);
  const [first] = withBody;
  if (!first) {
    if (requests.some(({ otherBody }) => otherBody))
      unknown.push(`${id}: the example's request body is no JSON; left out`);
    return undefined;
  }
  const name = freeName(`${capitalised(id)}Request`, new Set(schemas.keys()));
  schemas.set(name, described(inferred(`${id}, request`, withBody, unknown), pages));
  const taken = new Set<string>();
  const examples = withBody.flatMap((example): [string, Json][] =>
    example.body && example.body.elided.size === 0
      ? [
          [
            freeName(slugOf(example.label) || 'example', taken),
            { summary: example.label, 'x-citation': shownPlace(example.place), value: example.body.value },
          ],
        ]
      : [],
  );
  const list = pages.some(({ blocks }) => blocks.some(({ block }) => block.kind === 'list'));
  if (list)
    unknown.push(
      `${id}: whether a list of the page names more requests that are accepted; they are no examples yet`,
    );
  unknown.push(`${id}: in which provider state each example is accepted (x-provider-state)`);
  return {
    required: true,
    content: {
      [mediaTypeOf(first)]: {
        schema: { $ref: `#/components/schemas/${name}` },
        examples: Object.fromEntries(examples),
      },
    },
  };
}

/** A body's table adds what it says to the members of that name. */
function described(schema: InferredSchema, pages: readonly PageOperation[]): Json {
  const rows = pages.flatMap(({ parameters }) => parameters.filter(({ kind }) => kind === 'body'));
  const properties = schema.properties;
  if (rows.length === 0 || typeof properties !== 'object' || properties === null) return schema;
  const own = Object.entries(properties).map(([name, property]): [string, Json] => {
    const row = rows.find((one) => one.name === name || one.name.endsWith(`.${name}`));
    const isSchema = typeof property === 'object' && property !== null && !Array.isArray(property);
    if (!isSchema) return [name, property];
    const below = described(property, pages);
    const rest = typeof below === 'object' && below !== null && !Array.isArray(below) ? below : {};
    return [name, row ? { ...rest, description: row.description } : rest];
  });
  return { ...schema, properties: Object.fromEntries(own) };
}
