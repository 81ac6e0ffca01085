/** Reads the shell commands of documentation: as much of the shell's language as documentation uses. */

export interface ShellCommand {
  readonly words: readonly string[];
  /** Variables set for it: on its line, or exported on a line before. */
  readonly env: Readonly<Record<string, string>>;
  /** Where `cd` led to, from the directory in which the block begins. */
  readonly directory: string;
}

/** The commands of a block. In a transcript only what follows the prompt `$` is a command. */
export function shellCommands(text: string): readonly ShellCommand[] {
  const commands: ShellCommand[] = [];
  let exported: Record<string, string> = {};
  let directory = '.';
  for (const line of commandLines(text)) {
    for (const words of splitCommands(line)) {
      const { env, rest } = assignments(words);
      const [program, argument = '.'] = rest;
      if (program === 'export') exported = { ...exported, ...assignments(rest.slice(1)).env };
      else if (program === undefined) exported = { ...exported, ...env };
      // After `git clone`, the directory of the clone is this repository.
      else if (program === 'cd')
        directory = argument === 'clouddb-conformance' ? '.' : `${directory}/${argument}`;
      else commands.push({ words: rest, env: { ...exported, ...env }, directory });
    }
  }
  return commands;
}

function commandLines(text: string): readonly string[] {
  // A line that ends in a backslash goes on with the next one.
  const lines = withoutHereDocuments(text.replace(/\\\n\s*(> )?/g, ' ').split('\n'));
  const prompted = lines.filter((line) => /^\s*\$ /.test(line));
  return prompted.length > 0 ? prompted.map((line) => line.replace(/^\s*\$ /, '')) : lines;
}

function withoutHereDocuments(lines: readonly string[]): readonly string[] {
  let end: string | undefined;
  return lines.filter((line) => {
    const inside = end !== undefined;
    if (line.trim() === end) end = undefined;
    if (!inside) end = /<<-?\s*['"]?(\w+)/.exec(line)?.[1];
    return !inside;
  });
}

/** A comment, what separates two commands, a redirection, or a word; a placeholder `<id>` is a word. */
const token =
  /\s*(?:(?<comment>#.*)|(?<separator>&&|\|\||[;|&])|(?<redirection>\d?>>?&?\s*[^\s;|&]+|<<?-?\s+\S+|<<\S+)|(?<word>(?:"(?:[^"\\]|\\.)*"|'[^']*'|\$\([^)]*\)|\$\{[^}]*\}|\\.|<[^\s<>]+>|[^\s"'\\;|&<>#]|(?<=\S)#)+))/y;

/** The words of each command on a line. */
export function splitCommands(line: string): readonly (readonly string[])[] {
  const commands: string[][] = [[]];
  token.lastIndex = 0;
  for (let match = token.exec(line); match; match = token.exec(line)) {
    const { separator, word } = match.groups ?? {};
    if (separator !== undefined) commands.push([]);
    // The brackets of a synopsis say that an option may be left out.
    if (word !== undefined) commands.at(-1)?.push(unquoted(word).replace(/^\[|\]$/g, ''));
    if (token.lastIndex >= line.length) break;
  }
  return commands.filter((words) => words.length > 0);
}

const unquoted = (word: string): string =>
  word.replace(
    /"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)/g,
    (_, double: string | undefined, single: string | undefined, escaped: string | undefined) =>
      double?.replace(/\\(.)/g, '$1') ?? single ?? escaped ?? '',
  );

function assignments(words: readonly string[]): {
  readonly env: Readonly<Record<string, string>>;
  readonly rest: readonly string[];
} {
  const at = words.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word));
  const count = at === -1 ? words.length : at;
  const pairs = words.slice(0, count).map((word): [string, string] => {
    const equals = word.indexOf('=');
    return [word.slice(0, equals), word.slice(equals + 1)];
  });
  return { env: Object.fromEntries(pairs), rest: words.slice(count) };
}
