import { escapeText } from 'entities/escape';
import { visibleLines } from '../util/text.ts';

/** An element with attributes, and with a text, elements or nothing in it. */
export interface XmlElement {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly content?: string | readonly XmlElement[];
}

/** An element as lines of XML 1.0 (decision 0048). */
export function xmlLines(element: XmlElement, depth = 0): string {
  const { name, content = [] } = element;
  const indent = '  '.repeat(depth);
  const start = `${indent}<${name}${attributesOf(element)}`;
  if (content.length === 0) return `${start}/>\n`;
  const inner =
    typeof content === 'string'
      ? escaped(content)
      : `\n${content.map((one) => xmlLines(one, depth + 1)).join('')}${indent}`;
  return `${start}>${inner}</${name}>\n`;
}

/** The lines of a document before and after what is in its root. */
export const xmlAround = (root: Omit<XmlElement, 'content'>): readonly [before: string, after: string] => [
  `<?xml version="1.0" encoding="UTF-8"?>\n<${root.name}${attributesOf(root)}>\n`,
  `</${root.name}>\n`,
];

const attributesOf = ({ attributes = {} }: XmlElement): string =>
  Object.entries(attributes)
    .map(
      ([name, value]) => ` ${name}="${escaped(value).replaceAll('"', '&quot;').replaceAll('\n', '&#10;')}"`,
    )
    .join('');

/** What XML cannot hold is a visible escape. */
const escaped = (text: string): string => escapeText(visibleLines(text));
