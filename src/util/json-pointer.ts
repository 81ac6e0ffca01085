/** JSON pointers (RFC 6901). */

/** The pointer with more names appended. */
export const pointerTo = (pointer: string, ...names: readonly string[]): string =>
  names.reduce((all, name) => `${all}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, pointer);

/** The names that a pointer consists of. */
export const pointerNames = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));

/** The value at a pointer; undefined where there is none. */
export const atPointer = (value: unknown, pointer: string): unknown =>
  atPath(value, ...pointerNames(pointer));

/** The value at a path of names, in objects and arrays; undefined where there is none. */
export function atPath(value: unknown, ...names: readonly string[]): unknown {
  return names.reduce<unknown>((inner, name) => {
    // Own members only: a document may use names such as "constructor".
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, name)) return undefined;
    return Object.getOwnPropertyDescriptor(inner, name)?.value;
  }, value);
}
