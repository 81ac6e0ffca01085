import { createHash, randomUUID } from 'node:crypto';

/** An id for something new. */
export const newId = (): string => randomUUID();

/** A UUID that is the same in every process, for what exists from the start in each of them. */
export function fixedId(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`];
  return [...parts, hex.slice(20, 32)].join('-');
}
