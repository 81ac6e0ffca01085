import type { Json } from '../../model/json.ts';
import type { Example, PageOperation } from '../rst/operation.ts';
import { formatLocation } from '../rst/source-location.ts';
import { applyTableRows } from './apply-table-rows.ts';
import type { DraftContext } from './draft-context.ts';
import { inferBodySchema, mediaTypeOf } from './infer-body.ts';
import { capitalised, freeName, slugOf } from './names.ts';

export function requestBodyOf(
  id: string,
  requests: readonly Example[],
  pages: readonly PageOperation[],
  { schemas, unknown }: DraftContext,
): Json | undefined {
  const rows = pages.flatMap(({ parameters }) => parameters.filter(({ kind }) => kind === 'body'));
  const withBody = requests.filter(({ body }) => body !== undefined);
  const [first] = withBody;
  if (!first) {
    if (requests.some(({ hasOtherBody: otherBody }) => otherBody))
      unknown.push(`${id}: the request body of the example is not JSON; left out`);
    applyTableRows({}, rows, `${id}, request`, unknown);
    return undefined;
  }
  const name = freeName(`${capitalised(id)}Request`, new Set(schemas.keys()));
  const place = `${id}, request`;
  schemas.set(name, applyTableRows(inferBodySchema(place, withBody, unknown), rows, place, unknown));
  const taken = new Set<string>();
  const examples = withBody.flatMap((example): [string, Json][] =>
    example.body && example.body.elided.size === 0
      ? [
          [
            freeName(slugOf(example.label) || 'example', taken),
            {
              summary: example.label,
              'x-citation': formatLocation(example.place),
              value: example.body.value,
            },
          ],
        ]
      : [],
  );
  const list = pages.some(({ blocks }) => blocks.some(({ block }) => block.kind === 'list'));
  if (list)
    unknown.push(`${id}: whether a list on the page names more accepted requests; they are not examples yet`);
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
