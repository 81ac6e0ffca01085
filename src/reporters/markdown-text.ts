import { largest } from '../util/largest.ts';
import { line } from '../util/text.ts';

/** What GitHub makes links or pictures of in rendered text, where escapes are gone: an element within prevents it. */
const linking: readonly RegExp[] = [
  // Mentions and issues.
  /[@#]/g,
  // Issues as `GH-7`, or as other trackers name them; advisories.
  /(?<=[a-z])-(?=\d)|(?<=\bghsa)-/gi,
  // URLs and emoji.
  /:\/\/|:(?=[\w+/-])|(?<=www)\./gi,
];

/** A commit, by 7 of its digits or more; GitHub takes fewer for a word. */
const commit = /\b[\da-f]{7,40}\b/gi;
const commitParts = /(.{6})(.{1,6})/g;

/**
 * Any value on one line of GitHub's Markdown, as plain text: no markup, link, formula, emoji, mention, or reference to
 * an issue or a commit.
 */
export function markdownText(text: string, limit?: number): string {
  const plain = line(text, limit)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[$*[\\\]_`|~]|^[-+=]|(?<=^\d{1,9})[.)]/gi, '\\$&');
  const apart = (shown: string, pattern: RegExp) => shown.replace(pattern, '<span>$&</span>');
  return linking
    .reduce(apart, plain)
    .replace(commit, (digits) => digits.replace(commitParts, '$1<span>$2</span>'));
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
