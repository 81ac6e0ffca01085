/** The code of an error, such as `ENOENT`, as the system, Node or its HTTP parser set it; `''` when it has none. */
export function errorCode(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
