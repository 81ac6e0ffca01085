/**
 * The option table: every option once. The command line, the variables, the config file with its schema, and the
 * help are all derived from it. Name and variable follow from the key (`longName`, `variableName`). Help lists the
 * options in this order.
 */

import type { CommandName, Option } from './option.ts';
import { brokerOptions } from './options/broker.ts';
import { outputOptions } from './options/output.ts';
import { runOptions } from './options/run.ts';
import { targetOptions } from './options/target.ts';

const table = { ...targetOptions, ...runOptions, ...outputOptions, ...brokerOptions };

/** The type of each option's value, default included. */
export type OptionValues = {
  readonly [key in keyof typeof table]: (typeof table)[key] extends Option<infer T> ? T : never;
};

export type OptionKey = keyof OptionValues;

export const options: { readonly [key in OptionKey]: Option<OptionValues[key]> } = table;

/** Whether a name is a key of the table. */
export const isOptionKey = (name: string): name is OptionKey => Object.hasOwn(table, name);

export const optionKeys: readonly OptionKey[] = Object.keys(table).filter(isOptionKey);

/**
 * Options of `run` that `verify` has not, because they would have no effect. Its cases are those of the contract that
 * ships, and it sends only what the contract says.
 */
const notForVerify: readonly string[] = ['spec', 'specAllow', 'burst', 'shard'];

const isOf = (key: OptionKey, command: CommandName): boolean => {
  const { commands } = options[key];
  return (
    commands.some((name) => name === command) ||
    (command === 'verify' && commands.some((name) => name === 'run') && !notForVerify.includes(key))
  );
};

/** The keys of a command's options, in table order, including those that only a config file can set. */
export const optionsOf = (command: CommandName): readonly OptionKey[] =>
  optionKeys.filter((key) => isOf(key, command));

/** The keys of a command's options that arguments and variables can set. */
export const flagsOf = (command: CommandName): readonly OptionKey[] =>
  optionsOf(command).filter((key) => !options[key].onlyInFile);
