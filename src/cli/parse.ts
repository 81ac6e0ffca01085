/** Reads a command line. Prints nothing and exits nothing: the result is data, a mistake is a SuiteError. */
import { CommanderError } from 'commander';
import { comparisonReporters } from '../compare/index.ts';
import { isCi } from '../config/ci.ts';
import { helpTopics, programName, type Shell, shells } from '../config/commands.ts';
import { type CommandName, commandNames, longName } from '../config/option.ts';
import { flagsOf, type OptionKey, optionKeys, options } from '../config/options.ts';
import { quoted } from '../config/raw-option.ts';
import { type PublishSettings, publishSettings } from '../config/settings/broker.ts';
import {
  type ExplainSettings,
  explainSettings,
  type ListSettings,
  listSettings,
} from '../config/settings/catalogue.ts';
import {
  type CompareSettings,
  compareSettings,
  openWarnings,
  type ReportSettings,
  reportSettings,
  type SpecCheckSettings,
  type SpecImportSettings,
  specCheckSettings,
  specImportSettings,
} from '../config/settings/files.ts';
import { type InitSettings, initSettings } from '../config/settings/init.ts';
import {
  type RunSettings,
  runSettings,
  type VerifySettings,
  verifySettings,
} from '../config/settings/run.ts';
import { type ServeSettings, serveSettings } from '../config/settings/serve.ts';
import { collectOptions, type Environment, type RawOptions, variableWarnings } from '../config/sources.ts';
import { SuiteError } from '../model/errors.ts';
import { didYouMean, nearest } from '../util/nearest.ts';
import { commandName, commandsOf, wordsOf } from './command-name.ts';
import { buildCommand, commandHelp, groupHelp, programHelp, topicHelp } from './help.ts';

/** What a command line asks for. Warnings are for stderr and never stop a command. */
export type Invocation =
  | { readonly command: 'run'; readonly settings: RunSettings; readonly warnings: readonly string[] }
  | { readonly command: 'list'; readonly settings: ListSettings; readonly warnings: readonly string[] }
  | {
      readonly command: 'explain';
      /** What to explain: a case id, a status or a requirement id, as given. */
      readonly id: string;
      readonly settings: ExplainSettings;
      readonly warnings: readonly string[];
    }
  | { readonly command: 'serve'; readonly settings: ServeSettings; readonly warnings: readonly string[] }
  | { readonly command: 'init'; readonly settings: InitSettings; readonly warnings: readonly string[] }
  | { readonly command: 'verify'; readonly settings: VerifySettings; readonly warnings: readonly string[] }
  | { readonly command: 'publish'; readonly settings: PublishSettings; readonly warnings: readonly string[] }
  | { readonly command: 'report'; readonly settings: ReportSettings; readonly warnings: readonly string[] }
  | { readonly command: 'compare'; readonly settings: CompareSettings; readonly warnings: readonly string[] }
  | {
      readonly command: 'spec check';
      readonly settings: SpecCheckSettings;
      readonly warnings: readonly string[];
    }
  | {
      readonly command: 'spec import';
      readonly settings: SpecImportSettings;
      readonly warnings: readonly string[];
    }
  | { readonly command: 'completion'; readonly shell: Shell; readonly warnings: readonly string[] }
  | { readonly command: 'help'; readonly text: string }
  | { readonly command: 'version' };

const usage = (message: string): SuiteError => new SuiteError('usage', message);

/**
 * Reads the arguments (without node and script), the variables and the config file.
 * @param cwd where a config file is looked for when none is named
 * @throws SuiteError of kind `usage` or `configuration`.
 */
export async function parse(
  argv: readonly string[],
  env: Environment,
  knownFormats: readonly string[],
  cwd: string,
): Promise<Invocation> {
  const [first = '', ...others] = argv;
  if (argv.length === 1 && ['--version', '-V'].includes(first)) return { command: 'version' };
  if (argv.length === 1 && ['--help', '-h'].includes(first)) return { command: 'help', text: programHelp() };
  if (first === 'help') return helpOn(others, knownFormats);

  // An empty first argument is most likely an unset variable. It does not mean the default command.
  const named = argv.length > 0 && !first.startsWith('-');
  const group = commandsOf(first);
  if (group.length > 0 && isHelp(others)) return { command: 'help', text: groupHelp(first, group) };
  const command = named ? commandName(argv) : 'run';
  const { args, operands, help } = readArguments(command, named ? argv.slice(wordsOf(command).length) : argv);
  const formats = formatsOf(command, knownFormats);
  if (help) return { command: 'help', text: commandHelp(command, formats) };

  const wanted = oneArgument[command];
  const operand = wanted === undefined ? undefined : operands.shift();
  if (wanted !== undefined && !operand?.trim()) throw usage(`Missing argument: ${wanted}.`);
  if (operands.length > 0 && !fileCommands.includes(command))
    throw unexpected(command, operands[0] ?? '', args);

  const given = await collectOptions(command, args, env, cwd);
  return invocationOf(command, given, { operand, operands, knownFormats, formats, env });
}

/** What a command line has beside its command and its options. */
interface Words {
  /** The one argument of a command that takes one. */
  readonly operand: string | undefined;
  /** Files, of a command that takes them. */
  readonly operands: readonly string[];
  readonly knownFormats: readonly string[];
  /** Those of the command. */
  readonly formats: readonly string[];
  readonly env: Environment;
}

async function invocationOf(
  command: CommandName,
  given: RawOptions,
  { operand, operands, knownFormats, formats, env }: Words,
): Promise<Invocation> {
  const warnings = variableWarnings(env, command, given);
  switch (command) {
    case 'run': {
      const settings = await runSettings(given, knownFormats, env);
      return { command, settings, warnings: [...warnings, ...targetWarnings(settings, env)] };
    }
    case 'list':
      return { command, settings: listSettings(given), warnings };
    case 'explain':
      return { command, id: operand ?? '', settings: explainSettings(given), warnings };
    case 'serve':
      return { command, settings: serveSettings(given), warnings };
    case 'init':
      return { command, settings: initSettings(given), warnings };
    case 'verify': {
      const settings = await verifySettings(given, knownFormats, env);
      return { command, settings, warnings: [...warnings, ...targetWarnings(settings, env)] };
    }
    case 'publish':
      return { command, settings: publishSettings(given), warnings };
    case 'report':
      return {
        command,
        settings: reportSettings(operands, given, formats, env),
        warnings: [...warnings, ...openWarnings(given, env)],
      };
    case 'compare':
      return { command, settings: compareSettings(operands, given, formats), warnings };
    case 'completion':
      return { command, shell: shellNamed(operand ?? ''), warnings };
    case 'spec check':
      return { command, settings: specCheckSettings(operands, given, env), warnings };
    case 'spec import':
      return { command, settings: specImportSettings(operands, given), warnings };
  }
}

function helpOn(names: readonly string[], formats: readonly string[]): Invocation {
  const [name] = names;
  if (name === undefined || name === 'help' || isHelp(names)) return { command: 'help', text: programHelp() };
  const topic = helpTopics.find((one) => names.length === 1 && one === name);
  if (topic) return { command: 'help', text: topicHelp[topic]() };
  const group = commandsOf(name);
  if (group.length > 0 && (names.length === 1 || isHelp(names.slice(1))))
    return { command: 'help', text: groupHelp(name, group) };
  const command = commandName(names, helpTopics);
  return { command: 'help', text: commandHelp(command, formatsOf(command, formats)) };
}

const isHelp = (argv: readonly string[]): boolean =>
  argv.length === 1 && ['--help', '-h'].includes(argv[0] ?? '');

/** Comparisons have other formats than results. */
const formatsOf = (command: CommandName, known: readonly string[]): readonly string[] =>
  command === 'compare' ? Object.keys(comparisonReporters) : known;

/** What a command needs that takes one argument. */
const oneArgument: Readonly<Partial<Record<CommandName, string>>> = {
  explain: 'a case id, status or requirement id',
  completion: `a shell, one of ${shells.join(', ')}`,
};

function shellNamed(name: string): Shell {
  const shell = shells.find((one) => one === name);
  if (shell) return shell;
  throw usage(
    `There is no completion for ${quoted(name)}; there is for ${shells.join(', ')}.${didYouMean(name, shells)}`,
  );
}

const fileCommands: readonly CommandName[] = ['report', 'compare', 'spec check', 'spec import'];

interface ParsedArguments {
  readonly args: ReadonlyMap<OptionKey, readonly string[]>;
  readonly operands: string[];
  readonly help: boolean;
}

/** Splits arguments into options, operands and `--help`. Values are read later, with those of the other sources. */
function readArguments(name: CommandName, argv: readonly string[]): ParsedArguments {
  const command = buildCommand(name);
  const args = new Map<OptionKey, string[]>();
  for (const key of flagsOf(name)) {
    command.on(`option:${longName(key).slice(2)}`, (text: string | null | undefined) => {
      if (typeof text === 'string') refuseOptionAsValue(key, text, argv);
      args.set(key, [...(args.get(key) ?? []), text ?? '']);
    });
  }
  const { operands, unknown } = splitArguments(command, argv);
  const help = unknown.includes('--help') || unknown.includes('-h');
  const [flag] = unknown;
  if (flag !== undefined && !help) throw unknownOption(name, flag);
  return { args, operands, help };
}

function splitArguments(command: ReturnType<typeof buildCommand>, argv: readonly string[]) {
  try {
    return command.parseOptions([...argv]);
  } catch (error) {
    // The only error that commander finds while splitting: the last option has no value.
    if (!(error instanceof CommanderError)) throw error;
    throw new SuiteError('usage', `${argv.at(-1)} needs a value.`, { cause: error });
  }
}

/**
 * `--token --strict` would make `--strict` the token: most likely a variable between them was empty.
 * A value in the same argument (`--token=--strict`) is accepted.
 */
function refuseOptionAsValue(key: OptionKey, text: string, argv: readonly string[]): void {
  if (!/^--./.test(text) || !argv.includes(text)) return;
  const name = longName(key);
  const known = optionKeys.some((one) => text === longName(one) || text.startsWith(`${longName(one)}=`));
  const what = known ? text.replace(/=.*/s, '') : 'something that begins with --';
  throw usage(
    `${name} needs a value, but ${what} follows it. If that is the value, write ${name}=… instead.`,
  );
}

/** What follows `=` or a short option may be a secret, so the message does not repeat it. */
function unknownOption(command: CommandName, argument: string): SuiteError {
  const flag = argument.replace(/=.*/s, '');
  const own = flagsOf(command);
  if (own.some((key) => longName(key) === flag)) return usage(`${flag} takes no value.`);
  const elsewhere = optionKeys.find((key) => longName(key) === flag);
  if (elsewhere && options[elsewhere].onlyInFile)
    return usage(`${elsewhere} belongs in the config file; there is no option ${flag}.`);
  if (elsewhere)
    return usage(
      `${flag} is not an option of ${command}. It is one of ${options[elsewhere].commands.join(', ')}.`,
    );
  if (flag === '--version') return usage('--version takes no other arguments. Did you mean --api-version?');
  const names = own.map(longName);
  const shown = flag.startsWith('--') || nearest(flag, names) !== undefined ? flag : flag.slice(0, 2);
  return usage(
    `Unknown option ${shown}.${didYouMean(flag, names) || ` See ${programName} ${command} --help.`}`,
  );
}

function unexpected(command: CommandName, operand: string, args: ParsedArguments['args']): SuiteError {
  // It may be the rest of a secret that should have been quoted.
  const secret = [...args.keys()].some((key) => options[key].secretShownAs !== undefined);
  const shown = secret ? 'argument' : `argument ${quoted(operand)}`;
  const isCommand = commandNames.some((name) => name === operand);
  const hint = isCommand ? ' The command comes before all options.' : '';
  return usage(
    `Unexpected ${shown}: ${command} takes ${oneArgument[command] === undefined ? 'none' : 'one'}.${hint}`,
  );
}

const targetWarnings = (settings: RunSettings, env: Environment): readonly string[] => [
  ...versionInTarget(settings),
  ...builtInByAccident(settings, env),
];

/** In CI, a config file that is not where it was expected must not become a green run of the built-in target. */
function builtInByAccident({ target, given }: RunSettings, env: Environment): readonly string[] {
  if (!isCi(env) || target !== undefined || 'config' in given || 'noConfig' in given) return [];
  return [
    'There is no --target, and no config file in the working directory or above it in its repository: the built-in reference implementation is tested. --no-config says that this is meant.',
  ];
}

function versionInTarget({ target, values }: RunSettings): readonly string[] {
  if (!target?.endsWith(`/${values.version}`)) return [];
  return [
    `The target ends in /${values.version}, and the suite appends /${values.version} again. Give --target without the version.`,
  ];
}
