import { line } from '../util/text.ts';

/**
 * Any value on one line of GitHub's Markdown, as nothing but text: no markup, link, formula or emoji. What stands before
 * a name that would be notified or a number that would be linked is put into an element of its own, as those are sought
 * in the rendered text, where an escape is gone.
 */
export function markdownText(text: string, limit?: number): string {
  return line(text, limit)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[$*[\\\]_`|~]|:(?=[\w+/-])|(?<=www)\.|^[-+=]|(?<=^\d{1,9})[.)]/gi, '\\$&')
    .replace(/[@#]/g, '<span>$&</span>');
}

/** Any value on one line as code, in which nothing but the end of the code has a meaning. Not for table cells. */
export function markdownCode(text: string, limit?: number): string {
  const content = line(text, limit);
  if (content.trim() === '') return '(empty)';
  const fence = '`'.repeat(longestRun(content) + 1);
  // One space at each end belongs to the fence, so that the text may begin with a backtick.
  return `${fence} ${content} ${fence}`.replace(/^(`) ([^` ].*[^` ]|[^` ]) `$/s, '$1$2$1');
}

/** Lines, safe ones, as a block of code that can be opened. */
export function markdownDetails(summary: string, lines: readonly string[]): string {
  const fence = '`'.repeat(Math.max(3, longestRun(lines.join('\n')) + 1));
  return `<details><summary>${summary}</summary>\n\n${fence}\n${lines.join('\n')}\n${fence}\n\n</details>`;
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
