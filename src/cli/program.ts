import { basename, delimiter, dirname } from 'node:path';
import { programName } from '../config/commands.ts';
import { shellWord } from '../util/shell-word.ts';

/** How a shell elsewhere calls this program: by its name where PATH has it, else by its file. */
export function programCall([node, script]: readonly (string | undefined)[], path = ''): string {
  const folders = path.split(delimiter);
  const called = (file: string) => (folders.includes(dirname(file)) ? basename(file) : shellWord(file));
  if (node === undefined || script === undefined) return programName;
  return basename(script) === programName ? called(script) : `${called(node)} ${shellWord(script)}`;
}
