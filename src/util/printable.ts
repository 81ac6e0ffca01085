import { styleSequences } from './paint.ts';
import { visibleLines } from './text.ts';

/**
 * What a printed text may hold beside plain lines: the colours of a painter, workflow commands of GitHub Actions, the
 * carriage return that draws a line again. The caller says so, because a target could imitate any pattern.
 */
export type OutputForm = 'plain' | 'styled' | 'commands' | 'progress';

const styleForms = [...styleSequences].map((sequence) => sequence.replace('[', '\\[')).join('|');
const styleSequence = new RegExp(`(${styleForms})`);

/** GitHub ignores white space before a workflow command (`::error::`). */
const commandStart = new RegExp(`^((?: |${styleForms})*):(?=:)`, 'gm');

/**
 * A text as it may leave the process, for a terminal, a CI system or a file (decision 0027). Every escape also means
 * the same character within JSON, so a JSON text keeps its values.
 */
export function printable(text: string, form: OutputForm = 'plain'): string {
  const escaped =
    form === 'styled'
      ? text
          .split(styleSequence)
          .map((part) => (styleSequences.has(part) ? part : visibleLines(part)))
          .join('')
      : visibleLines(text, form === 'progress' ? '\r' : '');
  if (form === 'commands' || !escaped.includes('::')) return escaped;
  return escaped.replace(commandStart, '$1\\u003a');
}
