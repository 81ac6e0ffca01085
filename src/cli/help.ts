/** Builds the commands from the option table, and their help. */
import { Command, Option as Flag } from 'commander';
import { commands, exitMeanings, type HelpTopic, programExamples, programName } from '../config/commands.ts';
import { configName } from '../config/config-discovery.ts';
import { type CommandName, commandNames, longName } from '../config/option.ts';
import { flagsOf, options, optionsOf } from '../config/options.ts';
import { exitCodes } from '../model/errors.ts';

/** A command with its options of the table, for parsing and for help. */
export function buildCommand(name: CommandName): Command {
  const { argument, about } = commands[name];
  const command = silenced(new Command(`${programName} ${name}`)).description(about);
  if (argument !== undefined) command.argument(argument);
  for (const key of flagsOf(name)) {
    const { kind, fallback, group, help } = options[key];
    const value = kind.argument === undefined ? '' : ` <${kind.argument}${kind.list ? '...' : ''}>`;
    const flag = new Flag(longName(key) + value, help).helpGroup(`${group}:`);
    if (typeof fallback === 'string' || typeof fallback === 'number')
      flag.default(fallback, String(fallback));
    command.addOption(flag);
  }
  return command;
}

const withoutFile = ['Each option has a variable (for --max-time CLOUDDB_MAX_TIME; lists with commas).'];
const withFile = [
  'Each option has a variable (for --max-time CLOUDDB_MAX_TIME; lists with commas) and a key in the',
  'config file (maxTime; lists as arrays). Options override variables, and variables override the file.',
  'Paths are relative to the working directory. The config file is the one that --config names, else',
  `${configName}.{yaml,yml,json,js,mjs,cjs,ts,mts,cts} in the working`,
  `directory, or above it up to the root of the repository. \${NAME} in one of its values stands for that`,
  'variable. Two keys have no option: auth (where the token comes from) and stateValues.',
];

/** The help of one command. */
export function commandHelp(name: CommandName, formats: readonly string[]): string {
  const keys = optionsOf(name);
  return [
    buildCommand(name).helpInformation(),
    keys.includes('report') ? section('Report formats', [formats.join(', ')]) : '',
    keys.length === 0 ? '' : section('Giving options', keys.includes('config') ? withFile : withoutFile),
    section('Examples', commands[name].examples),
    exitCodeHint,
  ].join('');
}

const joint = '\u00a0';

/** The help of the program. */
export function programHelp(): string {
  const root = commandList(programName, commandNames);
  root.description('Tests whether an implementation conforms to the Cloud Databases API.');
  root
    .addOption(new Flag('-V, --version', 'print the version').helpGroup('General:'))
    .helpCommand('help [command]', 'show help for a command');
  const more = `The default command is run. See ${programName} run --help for its options.`;
  const help = root.helpInformation().replaceAll(joint, ' ');
  return `${help}\n${more}\n${section('Examples', programExamples)}${exitCodeHint}`;
}

/** The help of commands that begin with the same word. */
export function groupHelp(word: string, names: readonly CommandName[]): string {
  const help = commandList(`${programName} ${word}`, names).helpCommand(false).helpInformation();
  const examples = names.map((name) => commands[name].examples[0]);
  return `${help.replaceAll(joint, ' ')}${section('Examples', examples)}${exitCodeHint}`;
}

function commandList(title: string, names: readonly CommandName[]): Command {
  const root = silenced(new Command(title)).usage('[command] [options]');
  for (const name of names) {
    const { argument = '', about } = commands[name];
    // Commander would read the second word as an argument.
    root.command(`${name.replace(' ', joint)} ${argument}`, about);
  }
  return root;
}

/** Commander must not print, exit, or ask for the width of the terminal. */
function silenced(command: Command): Command {
  const discard = () => {};
  return command
    .exitOverride()
    .configureOutput({ writeOut: discard, writeErr: discard, outputError: discard })
    .configureHelp({ helpWidth: 100 })
    .addHelpOption(new Flag('-h, --help', 'show this help').helpGroup('General:'));
}

const section = (title: string, lines: readonly string[]): string =>
  lines.length === 0 ? '' : `\n${[`${title}:`, ...lines.map((line) => `  ${line}`)].join('\n')}\n`;

const exitCodeHint = `\nExit codes: ${programName} help exit-codes\n`;

/** What `help` says of a topic. */
export const topicHelp: Readonly<Record<HelpTopic, () => string>> = {
  'exit-codes': () => {
    const lines = Object.entries(exitMeanings).map(([name, meaning]) => {
      const code = Object.entries(exitCodes).find(([one]) => one === name)?.[1];
      return `${String(code).padStart(3)}  ${meaning}`;
    });
    return section('Exit codes', lines).trimStart();
  },
};
