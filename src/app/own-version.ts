import { readFile } from 'node:fs/promises';
import { SuiteError } from '../model/errors.ts';

/** From `src` in a checkout, and from `dist/src` in the package. */
const places = ['../../package.json', '../../../package.json'].map((path) => new URL(path, import.meta.url));

/**
 * The version of this package, without all that a run needs.
 * @throws SuiteError of kind `internal`
 */
export async function ownVersion(): Promise<string> {
  for (const place of places) {
    const text = await readFile(place, 'utf8').catch(() => undefined);
    if (text !== undefined) return String(JSON.parse(text).version);
  }
  throw new SuiteError('internal', `${places.at(-1)?.pathname} is not there; install the package again.`);
}
