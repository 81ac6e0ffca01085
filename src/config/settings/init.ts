/** The settings of `init`. */
import { type CiName, ciNames } from '../ci.ts';
import { optionError } from '../raw-option.ts';
import type { RawOptions } from '../sources.ts';
import { optionValue } from './option-value.ts';

export interface InitSettings {
  /** The CI services to write a workflow for; may be empty. */
  readonly ci: readonly CiName[];
  readonly directory: string;
}

export function initSettings(given: RawOptions): InitSettings {
  const ci = optionValue('ci', given);
  const wanted = ciNames.filter((name) => ci.includes(name));
  const entry = given.get('ci');
  if (entry && ci.includes('none') && wanted.length > 0)
    throw optionError(entry, `holds both none and ${wanted.join(', ')}; give one or the other`);
  return { ci: wanted, directory: optionValue('dir', given) };
}
