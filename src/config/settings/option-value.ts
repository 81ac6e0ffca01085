/** The value of an option, and the check that every given option has an effect. */

import { type CommandName, longName } from '../option.ts';
import { type OptionKey, type OptionValues, options, optionsOf } from '../options.ts';
import { optionError, readOption } from '../raw-option.ts';
import type { RawOptions } from '../sources.ts';

/** The value of an option: the given one, or its default. */
export const optionValue = <K extends OptionKey>(key: K, given: RawOptions): OptionValues[K] => {
  const entry = given.get(key);
  return entry ? readOption(options[key], entry) : options[key].fallback;
};

/** An option without effect is an error, because its user expects one. */
export function checkNeededOptions(command: CommandName, given: RawOptions): void {
  const available = optionsOf(command);
  for (const [key, entry] of given) {
    for (const { key: needed, because } of options[key].needs ?? []) {
      if (available.some((other) => other === needed && !given.has(other)))
        throw optionError(entry, `needs ${longName(needed)} beside it: ${because}`);
    }
  }
}
