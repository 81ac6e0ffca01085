/** A plain object: a JSON object, or any other object that is not also an array, a Map, a `Response` and so on. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // Not compared with Object.prototype, of which every realm has its own. A module namespace has no prototype.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** A member that the object itself has: `constructor` and the like come from its prototype. */
export const ownMember = <T>(members: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(members, name) ? members[name] : undefined;

/** The members of a JSON object; of any other value, none. */
export const membersOf = (value: unknown): Readonly<Record<string, unknown>> =>
  isPlainObject(value) ? value : {};
