import type { Value } from '../model/json.ts';
import { isPlainObject } from './plain-object.ts';

/**
 * A copy of a JSON value with another one at a path of names, or without the member there if that is undefined. Items of
 * arrays are named by their index; objects on the way that are absent are made.
 */
export function replacedAt(value: Value, [name, ...rest]: readonly string[], replacement: Value): Value;
export function replacedAt(
  value: Value,
  [name, ...rest]: readonly string[],
  replacement: Value | undefined,
): Value | undefined;
export function replacedAt(
  value: Value,
  [name, ...rest]: readonly string[],
  replacement: Value | undefined,
): Value | undefined {
  if (name === undefined) return replacement;
  if (Array.isArray(value))
    return value.map((item, index) =>
      String(index) === name ? (replacedAt(item, rest, replacement) ?? item) : item,
    );
  const members: { [name: string]: Value } = isPlainObject(value) ? { ...value } : {};
  const inner = replacedAt(members[name] ?? {}, rest, replacement);
  if (inner === undefined) delete members[name];
  else members[name] = inner;
  return members;
}
