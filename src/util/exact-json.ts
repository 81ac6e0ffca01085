import type { Value } from '../model/json.ts';
import { isPlainObject } from './plain-object.ts';

/** A value as JSON text. Whole numbers keep all their digits. */
export function exactJson(value: Value): string {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(exactJson).join(',')}]`;
  const members = Object.entries(value).map(
    ([name, member]) => `${JSON.stringify(name)}:${exactJson(member)}`,
  );
  return `{${members.join(',')}}`;
}

/** The value with numbers in place of long whole numbers, for what knows no others. The same object if it has none. */
export function rounded(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const changed = entries.map(([name, member]) => [name, rounded(member)] as const);
  if (changed.every(([, member], index) => member === entries[index]?.[1])) return value;
  return Array.isArray(value) ? changed.map(([, member]) => member) : Object.fromEntries(changed);
}

/** Whether a part of a document is a JSON value. YAML also has infinite numbers, dates and binary data. */
export function isValue(value: unknown): value is Value {
  if (value === null || ['string', 'boolean', 'bigint'].includes(typeof value)) return true;
  if (typeof value === 'number') return Number.isFinite(value);
  return (Array.isArray(value) || isPlainObject(value)) && Object.values(value).every(isValue);
}
