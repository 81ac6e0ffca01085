import { html } from 'hono/html';
import { abbreviate, visibleParts } from '../../util/text.ts';

export { html };

/** What `html` returns. It escapes every interpolated value that is not markup. */
export type Markup = ReturnType<typeof html>;

/** Content of an element: text to escape, markup, or a list of both. */
export type Content = string | Markup | readonly Content[];

/** No markup at all. */
export const noMarkup: Content = [];

/**
 * A text from outside, shortened, with every unsafe character as a visible escape. The escapes are marked up,
 * so that they differ from a backslash in the text.
 */
export function safeText(text: string, limit = 500, keep = ''): Content {
  return visibleParts(abbreviate(text, limit), keep).map((part) =>
    part.escaped ? html`<i class="esc">${part.text}</i>` : part.text,
  );
}

/** The same, in which a browser breaks neither a count such as `8 cases` nor an option such as `--states`. */
export function countedText(text: string, limit = 500): Content {
  const parts = abbreviate(text, limit).split(
    /(\b\d+ (?:of \d+ )?(?:\w+ )?(?:cases?|causes?|codes?|operations?)\b|--[a-z][\w-]*)/,
  );
  return parts.map((part, index) =>
    index % 2 === 1 ? html`<span class="n">${part}</span>` : safeText(part, limit),
  );
}

/** A name in camel case, which a browser breaks only before its capitals. */
export function breakable(name: string): Content {
  return name.split(/(?<=[a-z])(?=[A-Z])/).map((part, index) => [index > 0 ? html`<wbr>` : noMarkup, part]);
}

/** A text from outside as code. */
export function codeMarkup(text: string, limit = 500): Markup {
  return html`<code>${safeText(text, limit)}</code>`;
}

/**
 * The URL fragment of something, such as `case/listThings/404/absent`: unique for each id, and needs no escaping.
 */
export function anchor(kind: string, id: string): string {
  const safe = id.replace(/[^\w./-]/gu, (character) => `~${character.codePointAt(0)?.toString(16)}~`);
  return `${kind}/${safe}`;
}

export interface SectionFacts {
  readonly id: string;
  readonly title: string;
  /** A count for the heading and the table of contents. */
  readonly size?: string;
}

/** A section of the page. */
export interface Section extends SectionFacts {
  readonly content: Content;
  /** The rest of a long content, made while it is written. Each part of it, and what is before, ends its line. */
  readonly rest?: Iterable<Markup>;
}

/** A section under its heading, in pieces. */
export function* sectionMarkup({ id, title, size, content, rest = [] }: Section): Generator<Markup> {
  const count = size === undefined ? noMarkup : html` <small>${size}</small>`;
  yield html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}${count}</h2>
${content}`;
  yield* rest;
  yield html`
</section>
`;
}
