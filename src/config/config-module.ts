/** Runs a config file that is code. Imported only for one: the loader brings a compiler. */

import { createJiti } from 'jiti';
import { rootMessage, SuiteError } from '../model/errors.ts';
import type { Json } from '../model/json.ts';
import { isPlainObject } from '../util/plain-object.ts';
import { sentence } from './raw-option.ts';

/**
 * The default export of a JavaScript or TypeScript module, as plain data.
 * @param shown the path in messages
 * @throws SuiteError of kind `configuration` when it cannot be run, or exports something else than data.
 */
export async function importConfig(file: string, shown: string): Promise<Json> {
  // The cache would leave a copy of the file, and of a token in it, in a temporary directory.
  const jiti = createJiti(file, { fsCache: false, moduleCache: false });
  let exported: unknown;
  try {
    exported = await jiti.import(file, { default: true });
  } catch (cause) {
    // After the first line of a syntax error comes the source, which may hold a token.
    const [why = ''] = rootMessage(cause).split('\n');
    throw new SuiteError('configuration', sentence(`The config file ${shown} cannot be run: ${why}`), {
      cause,
    });
  }
  return plain(exported, { at: '', shown, parents: [] });
}

interface Place {
  /** The keys that lead to a value, such as `auth.url`; empty for the whole. */
  readonly at: string;
  readonly shown: string;
  readonly parents: readonly object[];
}

/** A copy of a value, which must be plain data: a function or a date would be dropped or changed silently. */
function plain(value: unknown, place: Place): Json {
  // An option without a value, such as an unset variable of `process.env`, is rejected as empty later.
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value !== 'object') throw notData(place, `a ${typeof value}`);
  if (place.parents.includes(value)) throw notData(place, 'an object that contains itself');
  const inside = (key: string | number): Place => ({
    ...place,
    at: place.at === '' ? String(key) : `${place.at}.${key}`,
    parents: [...place.parents, value],
  });
  if (Array.isArray(value)) return value.map((item, index) => plain(item, inside(index)));
  if (!isPlainObject(value)) throw notData(place, 'an object of a class');
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item, inside(key))]));
}

const notData = ({ at, shown }: Place, what: string): SuiteError =>
  new SuiteError(
    'configuration',
    `${at === '' ? `The default export of ${shown}` : `${at} in ${shown}`} must be plain data (text, numbers, true, false, lists, mappings), not ${what}.`,
  );
