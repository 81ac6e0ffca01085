/** OpenAPI 3.2 in the form of 3.1. What the suite does not cover is named, and left out. */
import { isPlainObject } from '../../util/plain-object.ts';
import type { Part } from './positions.ts';

type Members = Readonly<Record<string, unknown>>;

/** What of OpenAPI 3.2 the suite does not cover, by the members of each part that ask for it. */
const notCovered: Readonly<Partial<Record<Part | 'root', Readonly<Record<string, string>>>>> = {
  root: { $self: '$self: references by it are not followed' },
  pathItem: {
    query: 'the method QUERY',
    additionalOperations: 'additionalOperations: methods other than those of OpenAPI 3.1',
  },
  mediaType: {
    itemSchema: 'itemSchema: items of a stream are not judged',
    itemEncoding: 'itemEncoding',
    prefixEncoding: 'prefixEncoding',
  },
  example: { serializedValue: 'serializedValue of an example' },
  securityScheme: { oauth2MetadataUrl: 'oauth2MetadataUrl of a security scheme' },
};

/** Members that say nothing which the suite would use. */
const unused: Readonly<Partial<Record<Part, readonly string[]>>> = {
  mediaType: ['encoding', 'description'],
  response: ['summary'],
  securityScheme: ['deprecated'],
};

/** A part in the form of OpenAPI 3.1, with what was left out of it and is not covered. */
export function partOf31(
  part: Part,
  members: Members,
): { readonly members: Members; readonly left: readonly string[] } {
  const left = namedIn(part, members);
  const drop = new Set([...Object.keys(notCovered[part] ?? {}), ...(unused[part] ?? [])]);
  const kept = Object.fromEntries(Object.entries(members).filter(([name]) => !drop.has(name)));
  if (part === 'response') return { members: { description: '', ...kept }, left };
  if (part === 'example') return { members: withValue(kept), left };
  if (part === 'operation') return withoutQueryString(kept, left);
  if (part === 'pathItem') return withoutQueryString(kept, left);
  if (part === 'parameter' && kept.style === 'cookie') return { members: { ...kept, style: 'form' }, left };
  if (part === 'securityScheme' && isPlainObject(kept.flows) && 'deviceAuthorization' in kept.flows) {
    const { deviceAuthorization: _, ...flows } = kept.flows;
    return {
      members: { ...kept, flows },
      left: [...left, 'deviceAuthorization: the suite obtains no token by it'],
    };
  }
  return { members: kept, left };
}

const namedIn = (part: Part | 'root', members: Members): string[] =>
  Object.entries(notCovered[part] ?? {}).flatMap(([name, what]) => (name in members ? [what] : []));

/** `dataValue` is the value as its schema describes it. */
function withValue({ dataValue, ...others }: Members): Members {
  return dataValue === undefined || 'value' in others ? others : { ...others, value: dataValue };
}

/** A parameter that stands for the whole query is left out of requests. */
function withoutQueryString(members: Members, left: readonly string[]) {
  const { parameters } = members;
  const list: readonly unknown[] = Array.isArray(parameters) ? parameters : [];
  const kept = list.filter((parameter) => !isQueryString(parameter));
  return kept.length === list.length
    ? { members, left }
    : { members: { ...members, parameters: kept }, left: [...left, 'parameters in: querystring'] };
}

export const isQueryString = (parameter: unknown): boolean =>
  isPlainObject(parameter) && parameter.in === 'querystring';

/** The members of the document itself. */
export function rootOf31({ $self, ...root }: Members): {
  readonly members: Members;
  readonly left: readonly string[];
} {
  const { tags, servers } = root;
  const without = (list: unknown, names: readonly string[]) =>
    Array.isArray(list)
      ? list.map((item: unknown) =>
          isPlainObject(item)
            ? Object.fromEntries(Object.entries(item).filter(([name]) => !names.includes(name)))
            : item,
        )
      : list;
  return {
    members: {
      ...root,
      ...(tags !== undefined && { tags: without(tags, ['summary', 'parent', 'kind']) }),
      ...(servers !== undefined && { servers: without(servers, ['name']) }),
    },
    left: $self === undefined ? [] : namedIn('root', { $self }),
  };
}
