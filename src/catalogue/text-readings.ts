import type { Value } from '../model/json.ts';
import { type Applied, excludes, itemsOf, typesOf } from '../openapi/applied.ts';

/**
 * What a text in a path, a query, a header field or a cookie may be read as: by its schema it is a number, a boolean or
 * text, alone or as the only item of a list.
 */
function readingsOf(text: string): Value[] {
  const readings: Value[] = [text];
  if (/^-?\d+$/.test(text)) readings.push(BigInt(text));
  if (/^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text)) readings.push(Number(text));
  if (text === 'true' || text === 'false') readings.push(text === 'true');
  return readings;
}

/** Types whose values can be told from their text. */
const readable: ReadonlySet<string> = new Set(['array', 'boolean', 'integer', 'null', 'number', 'string']);

/** Whether the schemas exclude a text, whatever it is read as. Of values with members nobody can say. */
export function excludesText(schemas: Applied, text: string): boolean {
  const types = typesOf(schemas) ?? [];
  if (types.length === 0 || !types.every((type) => readable.has(type))) return false;
  const readings = readingsOf(text);
  const items = itemsOf(schemas);
  return readings.every(
    (value) => excludes(schemas, value) && (excludes(items, value) || excludes(schemas, [value])),
  );
}

/** Whether a text is a value of the schemas as it is usually read. */
export const allowsText = (schemas: Applied, text: string): boolean =>
  readingsOf(text).some((value) => !excludes(schemas, value));
