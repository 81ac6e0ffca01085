/** Links, pictures and headings of Markdown pages, as GitHub and npm show them. */
import { dirname, posix } from 'node:path';
import MarkdownIt, { type Token } from 'markdown-it';

export interface Page {
  /** Its path from the root, with slashes. */
  readonly path: string;
  readonly text: string;
}

export interface Link {
  readonly page: string;
  readonly target: string;
}

const tagTarget = /<(?:a|img)\b[^>]*?\b(?:href|src)\s*=\s*["']?([^"'\s>]+)/gi;

/** Every link and picture of a page: inline, by reference, and in HTML. */
export function linksOf({ path, text }: Page): readonly Link[] {
  return tokensOf(text).flatMap((token): Link[] => {
    const target = token.attrGet('href') ?? token.attrGet('src');
    if (target !== null) return [{ page: path, target: decodeURI(String(target)) }];
    if (!token.type.startsWith('html')) return [];
    return [...token.content.matchAll(tagTarget)].map(([, found = '']) => ({ page: path, target: found }));
  });
}

/** The anchors of the headings: lower case, without punctuation, hyphens for spaces; a number after one that is repeated. */
export function anchorsOf(text: string): ReadonlySet<string> {
  const seen = new Map<string, number>();
  const anchors = tokensOf(text)
    .filter((_, index, all) => all[index - 1]?.type === 'heading_open')
    .map((heading) => {
      const words = (heading.children ?? []).map(({ content }) => content).join('');
      const anchor = words
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replace(/\s/g, '-');
      const before = seen.get(anchor) ?? 0;
      seen.set(anchor, before + 1);
      return before === 0 ? anchor : `${anchor}-${before}`;
    });
  return new Set(anchors);
}

const tokensOf = (text: string): readonly Token[] =>
  new MarkdownIt({ html: true }).parse(text, {}).flatMap((token) => [token, ...(token.children ?? [])]);

/**
 * Why a link leads nowhere; undefined where it does, or where it leaves the repository and looks like an address.
 * @param files what there is, by path from the root; the text of pages, for their anchors
 */
export function whyDead(
  { page, target }: Link,
  files: ReadonlyMap<string, string | undefined>,
): string | undefined {
  if (/^[a-z][a-z+.-]*:/i.test(target) || target.startsWith('//')) return whyNoAddress(target);
  if (target.startsWith('/')) return 'begins at the root of a site';
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? page : posix.normalize(posix.join(dirname(page), path)).replace(/\/$/, '');
  const isFolder = [...files.keys()].some((one) => one.startsWith(`${file}/`));
  if (!files.has(file) && !isFolder) return `there is no ${file}`;
  if (anchor === undefined) return undefined;
  return anchorsOf(files.get(file) ?? '').has(anchor) ? undefined : `${file} has no heading ${anchor}`;
}

/** Addresses are checked for their form alone: no test asks another machine. */
function whyNoAddress(target: string): string | undefined {
  if (!URL.canParse(target)) return 'is no URL';
  const { protocol, hostname, username } = new URL(target);
  if (protocol === 'mailto:') return undefined;
  if (protocol !== 'https:') return `is not https but ${protocol}`;
  if (!hostname.includes('.') || username !== '' || /[.,;:]$/.test(target))
    return 'is no address of a public page';
  return undefined;
}
