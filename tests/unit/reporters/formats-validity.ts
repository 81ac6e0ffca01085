import { HarValidator } from '@har-sdk/validator';
import { Ajv } from 'ajv';
import { validateStrict } from 'ctrf';
import MarkdownIt from 'markdown-it';
import { Parser } from 'tap-parser';
import { validateXML } from 'xmllint-wasm';

/** What others have against a text of each format; nothing when it is valid. */

export function ctrfErrors(text: string): string[] {
  try {
    validateStrict(JSON.parse(text));
    return [];
  } catch (error) {
    return [String(error), JSON.stringify(error)];
  }
}

export async function harErrors(text: string): Promise<string[]> {
  const errors = await new HarValidator().verify(JSON.parse(text));
  return errors.filter((error) => !isOwn(error)).map((error) => JSON.stringify(error));
}

/**
 * What the validator asks for beyond HAR 1.2, for the programs that it is made for: at least one entry, and a method
 * that it knows, which the case of an unrecognised method cannot have.
 */
function isOwn({
  instancePath,
  keyword,
}: {
  readonly instancePath: string;
  readonly keyword: string;
}): boolean {
  if (keyword === 'minItems') return instancePath === '/log/entries';
  return keyword === 'enum' && /^\/log\/entries\/\d+\/request\/method$/.test(instancePath);
}

/** Strict: a line that is not TAP is an error as well. Each point's diagnostics have to be YAML. */
export function tapErrors(text: string): string[] {
  const errors: string[] = [];
  const parser = new Parser({ strict: true });
  let points = 0;
  parser.on('assert', ({ tapError, diag, name }) => {
    points += 1;
    if (tapError !== null) errors.push(`${name}: ${tapError}`);
    if (diag !== null && typeof diag !== 'object') errors.push(`${name}: its diagnostics are no mapping`);
  });
  parser.on('extra', (extra) => errors.push(`not TAP: ${extra}`));
  parser.on('complete', ({ plan, count, failures }) => {
    if (plan.end !== points || count !== points) errors.push(`${points} points, planned ${plan.end}`);
    for (const failure of failures) if (failure.tapError) errors.push(failure.tapError);
  });
  parser.end(text.replace('\n', '\npragma +strict\n'));
  return errors;
}

/** No schema of SVG is at hand: well-formed XML with the one root there may be. */
const svg = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/2000/svg">
  <xs:element name="svg"><xs:complexType>
    <xs:sequence><xs:any processContents="skip" maxOccurs="unbounded"/></xs:sequence>
    <xs:anyAttribute processContents="skip"/>
  </xs:complexType></xs:element></xs:schema>`;

export async function svgErrors(text: string): Promise<string[]> {
  const { errors } = await validateXML({ xml: [{ fileName: 'badge.svg', contents: text }], schema: svg });
  return errors.map(({ message }) => message);
}

/** What shields.io documents of its endpoint; it refuses members that it does not know. */
const endpoint = new Ajv().compile({
  type: 'object',
  required: ['schemaVersion', 'label', 'message'],
  additionalProperties: false,
  properties: {
    schemaVersion: { const: 1 },
    label: { type: 'string' },
    message: { type: 'string', minLength: 1 },
    color: { enum: ['green', 'red', 'orange'] },
  },
});

export function badgeJsonErrors(text: string): string[] {
  endpoint(JSON.parse(text));
  return (endpoint.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** Lines as GitHub's runner reads them. */
export function annotationErrors(text: string): string[] {
  const command = /^::(error|notice) title=[^:,]+::(?:[^%]|%25)+$/;
  return text
    .split('\n')
    .slice(0, -1)
    .filter((line) => !command.test(line));
}

const ownTags = /^<\/?(details|summary|sub|span)>$/;

/** GitHub's flavour, with HTML and with addresses made links: nothing may come of a value but text and code. */
export function markdownErrors(text: string): string[] {
  const size = Buffer.byteLength(text);
  const tooLong = size < 65_536 ? [] : [`${size} bytes, which no comment can hold`];
  const tokens = new MarkdownIt({ html: true, linkify: true })
    .parse(text, {})
    .flatMap((token) => [token, ...(token.children ?? [])]);
  const wrong = tokens.flatMap(({ type, content }) => {
    if (/^(link|image|s|hr|blockquote|em)(_open)?$/.test(type) && content !== '')
      return [`${type}: ${content}`];
    if (/^(link_open|image|s_open|hr|blockquote_open)$/.test(type)) return [type];
    if (!type.startsWith('html_')) return [];
    return (content.match(/<[^>]*>?/g) ?? [])
      .filter((tag) => !ownTags.test(tag))
      .map((tag) => `HTML: ${tag}`);
  });
  // Names would be notified, issues, commits and addresses linked: none of them may stand in one piece of text.
  const linked = tokens.filter(({ type, content }) => type === 'text' && linking.test(content));
  return [...tooLong, ...wrong, ...linked.map(({ content }) => `links: ${content}`)];
}

const linking = /[@#]\w|\bGH-\d|\b[A-Z]+-\d|https?:\/|www\.|:\w+:|\b[\da-f]{7,40}\b/i;
