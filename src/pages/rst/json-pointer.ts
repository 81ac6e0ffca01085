/** A JSON pointer (RFC 6901) with more names behind it. */
export const pointerTo = (pointer: string, ...names: readonly string[]): string =>
  names.reduce((all, name) => `${all}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, pointer);
