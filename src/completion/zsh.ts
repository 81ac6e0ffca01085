import { programName } from '../config/commands.ts';
import {
  type CompletedCommand,
  type CompletedOption,
  completedCases,
  completedCommands,
  firstWords,
  type KnownNames,
  type Offer,
  secondWords,
} from './completed.ts';

const name = `_${programName.replaceAll('-', '_')}`;

/** Works as a file of `fpath`, and when it is sourced after `compinit`. */
export function zshScript(known: KnownNames): string {
  const commands = completedCommands(known);
  return [
    `#compdef ${programName}`,
    `# zsh completion, as \`${programName} completion zsh\` prints it.`,
    '',
    ...functions(completedCases(known)),
    `${name}() {`,
    '  local command=run',
    '  if [[ $words[2] != -* ]]; then',
    '    if ((CURRENT == 2)); then',
    `      local -a commands=(${described(firstWords(commands))})`,
    '      _describe command commands',
    '      return',
    '    fi',
    '    command=$words[2]',
    '    shift words',
    '    ((CURRENT--))',
    '  fi',
    ...[...secondWords(commands)].flatMap(([word, all]) => [
      `  if [[ $command == ${word} && $words[2] != -* ]]; then`,
      '    if ((CURRENT == 2)); then',
      `      local -a commands=(${described(all)})`,
      '      _describe command commands',
      '      return',
      '    fi',
      '    command="$command $words[2]"',
      '    shift words',
      '    ((CURRENT--))',
      '  fi',
    ]),
    '  case $command in',
    ...commands.flatMap((command) => [
      `    '${command.name}')`,
      `      _arguments ${specsOf(command).map(quoted).join(' ')} ;;`,
    ]),
    '  esac',
    '}',
    '',
    `if [[ $funcstack[1] == ${name} ]]; then ${name} "$@"; else compdef ${name} ${programName}; fi`,
    '',
  ].join('\n');
}

/** Words for `_describe`. */
const described = (words: readonly Pick<CompletedCommand, 'name' | 'about'>[]): string =>
  words.map((word) => quoted(`${word.name}:${word.about}`)).join(' ');

const functions = (cases: readonly string[]): string[] => [
  `${name}_cases() {`,
  `  local -a ids=(${cases.join(' ')})`,
  "  compset -P '*,'",
  '  [[ $# -eq 0 ]] || compadd -- "$@"',
  '  _multi_parts / ids',
  '}',
  `${name}_list() { compset -P '*,'; compadd -- "$@"; }`,
  `${name}_open() { compadd -S '' -- "$@"; }`,
  `${name}_formats() { if compset -P '*='; then _files; else compadd -S '' -- "$@"; fi; }`,
  '',
];

function specsOf({ options, operands }: CompletedCommand): string[] {
  const action = actionOf(operands);
  return [
    ...options.map(optionSpec),
    '(-h --help)--help[show this help]',
    ...(operands.kind === 'nothing' ? [] : [`*:argument:${action}`]),
  ];
}

function optionSpec({ name: option, help, value }: CompletedOption): string {
  const about = escaped(help);
  if (!value) return `${option}[${about}]`;
  const { placeholder, offer, several, commas } = value;
  return `${several ? '*' : ''}${option}=[${about}]:${escaped(placeholder)}:${actionOf(offer, commas)}`;
}

/** The space before a function keeps zsh from adding arguments of its own. */
function actionOf(offer: Offer, commas = false): string {
  switch (offer.kind) {
    case 'nothing':
      return '';
    case 'files':
      return '_files';
    case 'directories':
      return '_files -/';
    case 'cases':
      return ` ${[`${name}_cases`, ...offer.words].join(' ')}`;
    case 'formats':
      return ` ${name}_formats ${offer.words.join(' ')}`;
    case 'words': {
      const open = offer.words.every((word) => /[:=/]$/.test(word));
      return ` ${name}_${open && !commas ? 'open' : 'list'} ${offer.words.join(' ')}`.replaceAll(':', '\\:');
    }
  }
}

const escaped = (text: string): string => text.replace(/[[\]:\\]/g, (character) => `\\${character}`);

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
