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

/** For bash 3.2 and later. Nothing but bash is started when the user presses the key. */
export function bashScript(known: KnownNames): string {
  const commands = completedCommands(known);
  return [
    `# bash completion for ${programName}, as \`${programName} completion bash\` prints it.`,
    `${name}_cases='${completedCases(known).join(' ')}'`,
    '',
    ...offers(commands),
    ...functions,
    ...beginning(commands),
    ...rest(commands),
    `complete -F ${name} ${programName}`,
    '',
  ].join('\n');
}

/** What an option or a command takes: sets `offer`, `words`, `several` and `commas`. */
function offers(commands: readonly CompletedCommand[]): string[] {
  const rows = new Map<string, string[]>();
  const add = (label: string, assignment: string) =>
    rows.set(assignment, [...(rows.get(assignment) ?? []), label]);
  for (const command of commands) {
    for (const { name: option, value } of command.options)
      if (value) add(`'${command.name} ${option}'`, assigned(value.offer, value));
    add(`'${command.name} '`, assigned(command.operands));
  }
  return [
    `${name}_offer() {`,
    "  offer='' words='' several='' commas=''",
    '  case "$1" in',
    ...[...rows].flatMap(([assignment, labels]) => [`    ${labels.join('|')})`, `      ${assignment} ;;`]),
    '  esac',
    '}',
    '',
  ];
}

function assigned(offer: Offer, value?: CompletedOption['value']): string {
  return [
    `offer=${offer.kind}`,
    ...('words' in offer ? [`words='${offer.words.join(' ')}'`] : []),
    ...(value?.several ? ['several=1'] : []),
    ...(value?.commas ? ['commas=1'] : []),
  ].join(' ');
}

const functions = [
  '# Ids part by part, as files are offered folder by folder.',
  `${name}_parts() {`,
  "  local id rest seen=' '",
  `  for id in $(compgen -W "$${name}_cases" -- "$cur"); do`,
  '    rest=${id#"$cur"}',
  '    case $rest in */*) id=$cur${rest%%/*}/; compopt -o nospace 2>/dev/null ;; esac',
  '    case $seen in *" $id "*) ;; *) seen="$seen$id "; COMPREPLY+=("$id") ;; esac',
  '  done',
  '}',
  '',
  `${name}_files() {`,
  '  compopt -o filenames 2>/dev/null',
  "  local IFS=$'\\n'",
  '  COMPREPLY=($(compgen "$1" -- "$cur"))',
  '}',
  '',
  `${name}_reply() {`,
  '  case $offer in',
  '    words)',
  '      COMPREPLY=($(compgen -W "$words" -- "$cur"))',
  '      case "${COMPREPLY[0]-}" in *[=:]) compopt -o nospace 2>/dev/null ;; esac ;;',
  `    cases) COMPREPLY=($(compgen -W "$words" -- "$cur")); ${name}_parts ;;`,
  '    formats)',
  '      if [[ $cur == *=* ]]; then',
  '        before=$before${cur%%=*}= cur=${cur#*=}',
  `        ${name}_files -f`,
  '      else',
  '        compopt -o nospace 2>/dev/null',
  '        COMPREPLY=($(compgen -W "$words" -- "$cur"))',
  '      fi ;;',
  `    files) ${name}_files -f ;;`,
  `    directories) ${name}_files -d ;;`,
  '  esac',
  '}',
  '',
];

/** Splits what was typed: the command, and the word to complete. */
function beginning(commands: readonly CompletedCommand[]): string[] {
  return [
    `${name}() {`,
    "  local IFS=$' \\t\\n' line=${COMP_LINE:0:COMP_POINT} command=run start=1 option='' before=''",
    '  local cur last flags word offer words several commas index',
    '  local -a typed',
    '  COMPREPLY=()',
    '  read -ra typed <<< "$line"',
    "  case $line in *[[:space:]]) typed+=('') ;; esac",
    '  last=$((${#typed[@]} - 1))',
    '  cur=${typed[last]}',
    "  case ${typed[1]-} in -*|'') ;; *) command=${typed[1]} start=2 ;; esac",
    ...[...secondWords(commands)].flatMap(([word, all]) => [
      `  if [[ $command == ${word} ]] && ((last >= 2)); then`,
      `    if ((last == 2)); then COMPREPLY=($(compgen -W '${all.map((one) => one.name).join(' ')}' -- "$cur")); return; fi`,
      '    command="$command ${typed[2]}" start=3',
      '  fi',
    ]),
    '  if ((last == 1)) && [[ $cur != -* ]]; then',
    `    COMPREPLY=($(compgen -W '${firstWords(commands)
      .map((word) => word.name)
      .join(' ')}' -- "$cur"))`,
    '    return',
    '  fi',
  ];
}

/** Finds what the word is, and completes it. */
function rest(commands: readonly CompletedCommand[]): string[] {
  return [
    '  # The option whose value is being typed, if it is one.',
    '  for ((index = start; index < last; index++)); do',
    '    word=${typed[index]}',
    '    case $word in',
    "      --*=*) option='' ;;",
    '      -*) option=$word ;;',
    `      *) ${name}_offer "$command $option"; [[ -n $several ]] || option='' ;;`,
    '    esac',
    '  done',
    '  case $cur in',
    '    --*=*) option=${cur%%=*} before=$option= cur=${cur#*=} ;;',
    '    -*)',
    '      case $command in',
    ...commands.map(
      (command) =>
        `        '${command.name}') flags='${command.options.map((one) => one.name).join(' ')}' ;;`,
    ),
    '      esac',
    '      COMPREPLY=($(compgen -W "$flags --help" -- "$cur"))',
    '      return ;;',
    '  esac',
    `  ${name}_offer "$command $option"`,
    '  # A flag takes no value: what follows it is for the command.',
    `  [[ -n $offer || -n $before ]] || ${name}_offer "$command "`,
    '  if [[ -n $commas && $cur == *,* ]]; then before=$before${cur%,*}, cur=${cur##*,}; fi',
    `  ${name}_reply`,
    '  # Bash replaces only what follows the last character at which it breaks words.',
    "  local whole=$before$cur breaks=''",
    "  case $COMP_WORDBREAKS in *=*) breaks='=' ;; esac",
    '  case $COMP_WORDBREAKS in *:*) breaks=$breaks: ;; esac',
    '  [[ -n $breaks ]] || breaks=" "',
    '  local kept=${whole##*[$breaks]}',
    '  for ((index = 0; index < ${#COMPREPLY[@]}; index++)); do',
    '    COMPREPLY[index]=$before${COMPREPLY[index]}',
    '    COMPREPLY[index]=${COMPREPLY[index]#"${whole%"$kept"}"}',
    '  done',
    '}',
    '',
  ];
}
