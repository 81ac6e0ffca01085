/** A JSON pointer (RFC 6901) with names appended. */
export const pointerTo = (pointer: string, ...names: readonly string[]): string =>
  names.reduce((all, name) => `${all}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, pointer);
