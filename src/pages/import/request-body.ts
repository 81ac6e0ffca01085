import type { Json } from '../../model/json.ts';
import type { PageOperation } from '../rst/operation.ts';
import { formatLocation } from '../rst/source-location.ts';
import type { DraftContext } from './draft-context.ts';
import { mediaTypeOf, requestSchema } from './infer-body.ts';
import { capitalised, freeName, slugOf } from './names.ts';

/** @param siblings all pages of the same method and path, the page included */
export function requestBodyOf(
  id: string,
  page: PageOperation,
  siblings: readonly PageOperation[],
  { schemas, names, unknown }: DraftContext,
): Json | undefined {
  const { requests, noBodyPlace } = page;
  const place = `${id}, request`;
  const withBody = requests.filter(({ body }) => body !== undefined);
  const [first] = withBody;
  if (!first) {
    if (requests.some(({ hasOtherBody: otherBody }) => otherBody))
      unknown.push(`${id}: the request body of the example is not JSON; left out`);
    for (const row of page.parameters.filter(({ kind }) => kind === 'body'))
      unknown.push(
        `${place}, ${row.name} (${formatLocation(row.place)}): no example shows where it belongs; left out`,
      );
    return undefined;
  }
  if (noBodyPlace)
    unknown.push(
      `${id}: whether it takes a body; the page says that it does not (${formatLocation(noBodyPlace)}), and its example has one (${formatLocation(first.place)}); taken as optional`,
    );
  const name = freeName(`${capitalised(id)}Request`, names);
  schemas.set(name, requestSchema(page, siblings, { place, unknown }));
  if (page.blocks.some(({ block }) => block.kind === 'list'))
    unknown.push(`${id}: whether a list on the page names more accepted requests; they are not examples yet`);
  unknown.push(`${id}: in which provider state each example is accepted (x-provider-state)`);
  return {
    required: noBodyPlace === undefined,
    content: {
      [mediaTypeOf(first)]: {
        schema: { $ref: `#/components/schemas/${name}` },
        examples: namedExamples(page),
      },
    },
  };
}

function namedExamples({ requests }: PageOperation): { [name: string]: Json } {
  const taken = new Set<string>();
  return Object.fromEntries(
    requests.flatMap(({ label, place, body }): [string, Json][] =>
      body && body.elided.size === 0
        ? [
            [
              freeName(slugOf(label) || 'example', taken),
              { summary: label, 'x-citation': formatLocation(place), value: body.value },
            ],
          ]
        : [],
    ),
  );
}
