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

const name = `__${programName.replaceAll('-', '_')}`;
const complete = `complete -c ${programName}`;

export function fishScript(known: KnownNames): string {
  const commands = completedCommands(known);
  return [
    `# fish completion for ${programName}, as \`${programName} completion fish\` prints it.`,
    ...functions(commands, completedCases(known)),
    `${complete} -f`,
    `${complete} -l help -s h -d ${quoted('show this help')}`,
    ...commandLines('none', firstWords(commands)),
    ...[...secondWords(commands)].flatMap(([word, all]) => commandLines(word, all)),
    ...commands.flatMap((command) => [
      ...command.options.map((option) => optionLine(command, option)),
      ...(command.operands.kind === 'nothing'
        ? []
        : [`${complete} -n ${isCommand(command)} ${offered(command.operands)}`]),
    ]),
    '',
  ].join('\n');
}

/** The words of commands that follow what was typed. */
const commandLines = (
  typed: string,
  words: readonly Pick<CompletedCommand, 'name' | 'about'>[],
): readonly string[] =>
  words.map((word) => `${complete} -n '${name}_is ${typed}' -a ${word.name} -d ${quoted(word.about)}`);

const isCommand = ({ name: command }: CompletedCommand): string => quoted(`${name}_is '${command}'`);

function optionLine(command: CompletedCommand, { name: option, help, value }: CompletedOption): string {
  const what = value
    ? ` ${value.offer.kind === 'nothing' ? '-x' : `-r ${offered(value.offer, value.commas)}`}`
    : '';
  return `${complete} -n ${isCommand(command)} -l ${option.slice(2)}${what} -d ${quoted(help)}`;
}

function offered(offer: Offer, commas = false): string {
  switch (offer.kind) {
    case 'files':
    case 'nothing':
      return '-F';
    case 'directories':
      return "-f -a '(__fish_complete_directories)'";
    case 'formats':
      return `-f -a ${quoted(`(${name}_formats ${offer.words.join(' ')})`)}`;
    case 'cases':
      return `-f -a ${quoted(`(${name}_list $${name}_cases ${offer.words.join(' ')})`)}`;
    case 'words':
      return commas
        ? `-f -a ${quoted(`(${name}_list ${offer.words.join(' ')})`)}`
        : `-f -a ${quoted(offer.words.join(' '))}`;
  }
}

function functions(commands: readonly CompletedCommand[], cases: readonly string[]): string[] {
  const groups = [...secondWords(commands).keys()];
  return [
    `set -g ${name}_cases ${cases.join(' ')}`,
    `function ${name}_is -d 'Whether this is the command that is being typed'`,
    '  set -l words (commandline -opc)',
    '  set -e words[1]',
    '  set -l command none',
    '  if test (count $words) -gt 0',
    '    set command run',
    "    if not string match -q -- '-*' $words[1]",
    '      set command $words[1]',
    `      if contains -- $command ${groups.join(' ')}; and test (count $words) -gt 1`,
    '        set command "$command $words[2]"',
    '      end',
    '    end',
    '  end',
    '  # Without a command, the options are those of run.',
    '  test "$command" = "$argv[1]"; or test "$command $argv[1]" = "none run"',
    'end',
    `function ${name}_list -d 'Words behind the last comma'`,
    "  set -l before (commandline -ct | string replace -r '^--[^=]*=' '' | string replace -r '[^,]*$' '')",
    '  for word in $argv',
    '    echo $before$word',
    '  end',
    'end',
    `function ${name}_formats -d 'Formats, each with a file behind it'`,
    "  set -l token (commandline -ct | string replace -r '^--[^=]*=' '')",
    "  if string match -q -- '*=*' $token",
    "    set -l before (string replace -r '=.*' '=' -- $token)",
    "    for path in (__fish_complete_path (string replace -r '^[^=]*=' '' -- $token))",
    '      echo $before$path',
    '    end',
    '  else',
    "    printf '%s\\n' $argv",
    '  end',
    'end',
  ];
}

const quoted = (text: string): string => `'${text.replace(/['\\]/g, (character) => `\\${character}`)}'`;
