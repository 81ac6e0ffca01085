import { html } from 'hono/html';
import { abbreviate, visible } from '../../util/text.ts';

export { html };

/** What `html` makes. It escapes every value put into it that it has not made itself. */
export type Markup = ReturnType<typeof html>;

/** What may stand between tags: text to be escaped, markup, or several of both. */
export type Content = string | Markup | readonly Content[];

/** No markup at all. */
export const noMarkup: Content = [];

/**
 * A foreign text, cut and with every unsafe character as a visible escape. The escapes are marked, so that they
 * cannot be mistaken for a backslash that was really there.
 */
export function safeText(text: string, limit = 500, keep = ''): Content {
  const short = abbreviate(text, limit);
  if (visible(short, keep) === short) return short;
  const parts: { text: string; escaped: boolean }[] = [];
  for (const character of short) {
    const safe = visible(character, keep);
    const escaped = safe !== character;
    const last = parts.at(-1);
    if (last?.escaped === escaped) last.text += safe;
    else parts.push({ text: safe, escaped });
  }
  return parts.map((part) => (part.escaped ? html`<i class="esc">${part.text}</i>` : part.text));
}

/** A foreign text in the type of code. */
export function codeMarkup(text: string, limit = 500): Markup {
  return html`<code>${safeText(text, limit)}</code>`;
}

/**
 * The fragment under which something is found, such as `case/listThings/404/absent`. Equal only for equal ids,
 * and in need of no further escape.
 */
export function anchor(kind: string, id: string): string {
  const safe = id.replace(/[^\w./-]/gu, (character) => `~${character.codePointAt(0)?.toString(16)}~`);
  return `${kind}/${safe}`;
}

export interface SectionFacts {
  readonly id: string;
  readonly title: string;
  /** What the heading and the list of contents say of its size. */
  readonly size?: string;
}

/** A part of the page, if there is anything to say in it. */
export interface Section extends SectionFacts {
  readonly content: Content;
}

/** A section under its heading. */
export function sectionMarkup({ id, title, size, content }: Section): Markup {
  const count = size === undefined ? noMarkup : html` <small>${size}</small>`;
  return html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}${count}</h2>
${content}
</section>
`;
}
