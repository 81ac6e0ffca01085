import { isDeepStrictEqual } from 'node:util';
import type { Json } from '../../model/json.ts';
import { atPath } from '../../util/json-pointer.ts';
import { pathText } from '../match-rows.ts';
import type { Example, PageOperation } from '../rst/operation.ts';
import { formatLocation } from '../rst/source-location.ts';
import type { JsonObject, Unknowns } from './draft-context.ts';
import { mapMembers, membersOf } from './members.ts';

interface RequestContext {
  readonly place: string;
  readonly unknown: Unknowns;
}

/**
 * A copy in which no member is required whose absence makes a request that a page shows, this one or another of the same
 * method and path: a case without the member would call an example a fault. Where another page shows a request without
 * it that differs in more, the member stays required, and that is said.
 */
export function optionalByExample(
  schema: JsonObject,
  page: PageOperation,
  siblings: readonly PageOperation[],
  { place, unknown }: RequestContext,
): JsonObject {
  const own = bodiesOf(page.requests);
  const all = siblings.flatMap(({ requests }) => bodiesOf(requests));
  const others = siblings.filter((one) => one !== page).flatMap(({ requests }) => bodiesOf(requests));
  const optional = new Set<string>();
  for (const { path, always } of membersOf(schema)) {
    if (!always) continue;
    const shown = all.find(({ value }) =>
      own.some((one) => without(one.value, path).some((less) => isDeepStrictEqual(less, value))),
    );
    const does = others.find(({ value }) => path.length > 1 && lacks(value, path));
    if (shown) optional.add(pathText(path));
    if (shown ?? does)
      unknown.push(
        `${place}, ${pathText(path)}: whether a request without it is refused; one on the same path has none (${formatLocation((shown ?? does)?.place ?? page.place)})`,
      );
  }
  return mapMembers(schema, (part, above) => {
    const { required: before, ...rest } = part;
    if (!Array.isArray(before)) return part;
    const required = before.filter((name) => !optional.has(pathText([...above, String(name)])));
    return required.length === 0 ? rest : { ...part, required };
  });
}

interface Body {
  readonly value: Json;
  readonly place: Example['place'];
}

const bodiesOf = (examples: readonly Example[]): Body[] =>
  examples.flatMap(({ body, place }) => (body ? [{ value: body.value, place }] : []));

/** A body without a member, and with each object around it empty. */
function without(value: Json, path: readonly string[]): Json[] {
  const [name, ...rest] = path;
  if (name === undefined || !isObject(value) || !Object.hasOwn(value, name)) return [];
  const { [name]: inner = null, ...others } = value;
  if (rest.length === 0) return [others];
  return [{ ...value, [name]: {} }, ...without(inner, rest).map((less) => ({ ...value, [name]: less }))];
}

function lacks(value: Json, path: readonly string[]): boolean {
  const around = atPath(value, ...path.slice(0, -1));
  return typeof around === 'object' && around !== null && !Object.hasOwn(around, path.at(-1) ?? '');
}

const isObject = (value: Json): value is { [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
