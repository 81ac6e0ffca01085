import { dirname, join } from 'node:path';
import { rootMessage } from '../../model/errors.ts';
import { linesOf } from './lines.ts';
import { type Line, parseError, type SourceLocation } from './source-location.ts';

/** Reads a file of the reference, or throws an error that says why it cannot be read. */
export type Load = (file: string) => Promise<Uint8Array>;

/** Files that include each other many times would grow without limit. */
const maxLines = 200_000;
const maxDepth = 16;

/**
 * The lines of a page, with the lines of included files in place of the includes. Each line keeps its own
 * file and number.
 * @throws SuiteError naming the include that cannot be read.
 */
export async function pageLines(file: string, load: Load): Promise<readonly Line[]> {
  const lines: Line[] = [];
  await addLines(file, await load(file), [file], load, lines);
  return lines;
}

async function addLines(
  file: string,
  bytes: Uint8Array,
  open: readonly string[],
  load: Load,
  lines: Line[],
): Promise<void> {
  const own = linesOf(file, bytes);
  for (const [index, line] of own.entries()) {
    const included = includedFile(line, own[index + 1]);
    if (included === undefined) lines.push(line);
    else await addIncluded(line, included, open, load, lines);
    if (lines.length > maxLines)
      throw parseError(line, `a page of at most ${maxLines} lines with its includes`);
  }
}

async function addIncluded(
  at: SourceLocation,
  file: string,
  open: readonly string[],
  load: Load,
  lines: Line[],
): Promise<void> {
  if (open.includes(file)) throw parseError(at, 'an include without a cycle', file);
  if (open.length > maxDepth) throw parseError(at, `at most ${maxDepth} nested includes`, file);
  const bytes = await load(file).catch((cause: unknown) => {
    throw parseError(at, `the name of a readable file, relative to this one (${rootMessage(cause)})`, file);
  });
  await addLines(file, bytes, [...open, file], load, lines);
}

const directive = '.. include::';

/** The file that a line includes. Only at the margin: indented lines belong to a block of code. */
function includedFile(line: Line, next: Line | undefined): string | undefined {
  if (!line.text.startsWith(directive)) return undefined;
  const name = line.text.slice(directive.length).trim();
  if (name === '' || name.startsWith('/') || name.startsWith('<'))
    throw parseError(line, 'the name of the included file, relative to this one', line.text);
  if (next?.text.trimStart().startsWith(':') && next.text.startsWith(' '))
    throw parseError(next, 'an include without options', next.text.trim());
  return join(dirname(line.file), name);
}
