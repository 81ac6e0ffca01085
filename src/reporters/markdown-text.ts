import { largest } from '../util/largest.ts';
import { line } from '../util/text.ts';

/**
 * Any value on one line of GitHub's Markdown, as plain text: no markup, link, formula or emoji. `@` and `#`
 * get their own element, because GitHub looks for mentions and issue numbers in the rendered text, where
 * escapes are gone.
 */
export function markdownText(text: string, limit?: number): string {
  return line(text, limit)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[$*[\\\]_`|~]|:(?=[\w+/-])|(?<=www)\.|^[-+=]|(?<=^\d{1,9})[.)]/gi, '\\$&')
    .replace(/[@#]/g, '<span>$&</span>');
}

/** Any value on one line as code, where only the closing fence has a meaning. Not for table cells. */
export function markdownCode(text: string, limit?: number): string {
  const content = line(text, limit);
  if (content.trim() === '') return '(empty)';
  const fence = '`'.repeat(longestRun(content) + 1);
  // One space at each end belongs to the fence, so that the text may start with a backtick.
  return `${fence} ${content} ${fence}`.replace(/^(`) ([^` ].*[^` ]|[^` ]) `$/s, '$1$2$1');
}

/** Escaped lines as a collapsed code block. */
export function markdownDetails(summary: string, lines: readonly string[]): string {
  const fence = '`'.repeat(Math.max(3, longestRun(lines.join('\n')) + 1));
  return `<details><summary>${summary}</summary>\n\n${fence}\n${lines.join('\n')}\n${fence}\n\n</details>`;
}

function longestRun(text: string): number {
  return largest((text.match(/`+/g) ?? []).map((run) => run.length));
}
