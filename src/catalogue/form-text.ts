/** Values as forms. */
import type { Value } from '../model/json.ts';
import { textOf } from './parameter-text.ts';

export type Leaf = [name: string, value: string];

/** The members of an object whose values have no parts, and the items of its lists; undefined for anything deeper. */
export function leavesOf(value: Value): readonly Leaf[] | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const leaves: Leaf[] = [];
  for (const [name, member] of Object.entries(value))
    for (const item of Array.isArray(member) ? member : [member]) {
      const written = textOf(item);
      if (written === undefined) return undefined;
      leaves.push([name, written]);
    }
  return leaves.length > 0 ? leaves : undefined;
}

export const formText = (leaves: readonly Leaf[]): string => new URLSearchParams([...leaves]).toString();

const boundary = 'conformance-part';

export const multipartType = `multipart/form-data; boundary=${boundary}`;

export const multipartText = (leaves: readonly Leaf[]): string =>
  `${leaves.map(part).join('')}--${boundary}--\r\n`;

const part = ([name, value]: Leaf): string =>
  `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
