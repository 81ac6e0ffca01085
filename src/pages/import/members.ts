import type { Json } from '../../model/json.ts';
import { isPlainObject } from '../../util/plain-object.ts';
import type { NamedMember } from '../match-rows.ts';
import type { JsonObject } from './draft-context.ts';

/** A member of a body, at any depth: `users.name` is a member of every user. */
export interface Member extends NamedMember {
  readonly schema: JsonObject;
  /** Whether every example that has the object around it has the member. */
  readonly always: boolean;
}

/** The members of a schema, outer ones before those inside, in the order of the examples. */
export function membersOf(schema: JsonObject, above: readonly string[] = []): Member[] {
  const required = Array.isArray(schema.required) ? schema.required : [];
  const own = propertiesOf(schema).map(([name, inner]): Member => {
    return { path: [...above, name], schema: inner, always: required.includes(name) };
  });
  const ofItems = isPlainObject(schema.items) ? membersOf(schema.items, above) : [];
  return [...own, ...own.flatMap((member) => membersOf(member.schema, member.path)), ...ofItems];
}

/**
 * A copy in which every member is what a function makes of it, inner ones first; the schema itself last, at no path.
 * Items of a list have the path of the list.
 */
export function mapMembers(
  schema: JsonObject,
  change: (schema: JsonObject, path: readonly string[], isItem: boolean) => JsonObject,
  above: readonly string[] = [],
  isItem = false,
): JsonObject {
  const properties = propertiesOf(schema).map(([name, inner]) => [
    name,
    mapMembers(inner, change, [...above, name]),
  ]);
  const items = isPlainObject(schema.items) ? mapMembers(schema.items, change, above, true) : undefined;
  return change(
    {
      ...schema,
      ...(schema.properties !== undefined && { properties: Object.fromEntries(properties) }),
      ...(items && { items }),
    },
    above,
    isItem,
  );
}

export const propertiesOf = ({ properties }: JsonObject): [string, JsonObject][] =>
  Object.entries(isPlainObject(properties) ? properties : {}).flatMap(
    ([name, value]: [string, Json]): [string, JsonObject][] => (isPlainObject(value) ? [[name, value]] : []),
  );
