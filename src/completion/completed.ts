/** What a shell completes, from the option table. The scripts differ only in how they say it. */
import { commands, helpTopics, shells } from '../config/commands.ts';
import { type CommandName, type Completion, commandNames, longName } from '../config/option.ts';
import { flagsOf, options } from '../config/options.ts';

/** What the document names, and what else words are taken from. */
export interface KnownNames {
  readonly cases: readonly string[];
  readonly operations: readonly string[];
  /** Statuses, and statuses of operations. */
  readonly codes: readonly string[];
  /** Requirements and ambiguities. */
  readonly statements: readonly string[];
  readonly reportFormats: readonly string[];
  readonly comparisonFormats: readonly string[];
}

/** What may be offered in one place. */
export type Offer =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  /** Ids of cases, and words beside them. */
  | { readonly kind: 'cases'; readonly words: readonly string[] }
  /** One of the words, with `=` and a file behind it. */
  | { readonly kind: 'formats'; readonly words: readonly string[] }
  | { readonly kind: 'files' | 'directories' | 'nothing' };

export interface CompletedOption {
  /** With its two hyphens. */
  readonly name: string;
  readonly help: string;
  /** Undefined for a flag. */
  readonly value?: {
    readonly placeholder: string;
    readonly offer: Offer;
    /** Whether the option takes several arguments, and whether one argument may be several values. */
    readonly several: boolean;
    readonly commas: boolean;
  };
}

export interface CompletedCommand {
  /** Some have two words. */
  readonly name: string;
  readonly about: string;
  readonly options: readonly CompletedOption[];
  /** What follows beside options. */
  readonly operands: Offer;
}

const nothing: Offer = { kind: 'nothing' };

/** All commands, `help` included. */
export function completedCommands(known: KnownNames): readonly CompletedCommand[] {
  const help = { name: 'help', about: 'Show help for a command', options: [], operands: words(helpWords()) };
  return [
    ...commandNames.map((name) => ({
      name,
      about: commands[name].about,
      options: flagsOf(name).map((key) => completedOption(key, name, known)),
      operands: operandsOf(name, known),
    })),
    help,
  ];
}

const helpWords = (): readonly string[] => [
  ...new Set([...commandNames.map((name) => name.replace(/ .*/, '')), ...helpTopics]),
];

function completedOption(
  key: Parameters<typeof longName>[0] & keyof typeof options,
  command: CommandName,
  known: KnownNames,
): CompletedOption {
  const { kind, help } = options[key];
  if (kind.argument === undefined) return { name: longName(key), help };
  const offer = offerOf(kind.completion, command, known);
  const { argument: placeholder, list } = kind;
  const value = { placeholder, offer, several: list !== undefined, commas: list?.commas === true };
  return { name: longName(key), help, value };
}

const words = (all: readonly string[]): Offer => ({ kind: 'words', words: all.filter(isSafe) });

/** A shell reads these as they are. */
const isSafe = (word: string): boolean => /^[\w./:=-]+$/.test(word);

function offerOf(completion: Completion | undefined, command: CommandName, known: KnownNames): Offer {
  switch (completion) {
    case undefined:
      return nothing;
    case 'files':
    case 'directories':
      return { kind: completion };
    case 'cases':
      return { kind: completion, words: [] };
    case 'operations':
      return words(known.operations);
    case 'codes':
      return words(known.codes);
    case 'report formats': {
      const formats = command === 'compare' ? known.comparisonFormats : known.reportFormats;
      return { kind: 'formats', words: formats.map((format) => `${format}=`) };
    }
    default:
      return words(completion);
  }
}

function operandsOf(name: CommandName, { codes, statements }: KnownNames): Offer {
  if (name === 'completion') return words(shells);
  if (name === 'explain')
    return {
      kind: 'cases',
      words: [...codes.filter((code) => !code.includes('/')), ...statements].filter(isSafe),
    };
  return commands[name].argument === undefined ? nothing : { kind: 'files' };
}

/** Commands of two words, by the first one: the second ones. */
export function secondWords(
  all: readonly CompletedCommand[],
): ReadonlyMap<string, readonly CompletedCommand[]> {
  const groups = new Map<string, CompletedCommand[]>();
  for (const command of all) {
    const [first = '', second] = command.name.split(' ');
    if (second !== undefined) groups.set(first, [...(groups.get(first) ?? []), { ...command, name: second }]);
  }
  return groups;
}

/** The first word of every command, with what it is for. */
export function firstWords(
  all: readonly CompletedCommand[],
): readonly Pick<CompletedCommand, 'name' | 'about'>[] {
  const about = new Map(all.map((command) => [command.name, command.about]));
  const names = new Set(all.map(({ name }) => name.replace(/ .*/, '')));
  return [...names].map((name) => ({
    name,
    about: about.get(name) ?? 'Commands about the OpenAPI document',
  }));
}

/** The ids of cases that a shell reads as they are. */
export const completedCases = ({ cases }: KnownNames): readonly string[] => cases.filter(isSafe);
