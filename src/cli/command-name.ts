import { type CommandName, commandNames } from '../config/option.ts';
import { quoted } from '../config/raw-option.ts';
import { SuiteError } from '../model/errors.ts';
import { didYouMean } from '../util/nearest.ts';

const usage = (message: string): SuiteError => new SuiteError('usage', message);

export const wordsOf = (command: CommandName): readonly string[] => command.split(' ');

/** The commands of two words that begin with this one. */
export const commandsOf = (word: string): readonly CommandName[] =>
  commandNames.filter((one) => one.startsWith(`${word} `));

/**
 * The command that the arguments begin with. Some commands have two words.
 * @param others names beside commands that may have been meant
 */
export function commandName(argv: readonly string[], others: readonly string[] = []): CommandName {
  const found = commandNames.find((one) => wordsOf(one).every((word, index) => argv[index] === word));
  if (found) return found;
  const [name = '', second = ''] = argv;
  const inside = commandsOf(name);
  if (inside.length > 0) {
    const hint = second.startsWith('-') ? '' : didYouMean(`${name} ${second}`, inside);
    throw usage(`${name} is not a command by itself. Use ${inside.join(' or ')}.${hint}`);
  }
  const all = commandNames.join(', ');
  throw usage(
    `Unknown command ${quoted(name)}. Commands: ${all}.${didYouMean(name, [...commandNames, ...others])}`,
  );
}
