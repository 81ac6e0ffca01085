import type { Value } from '../../model/json.ts';
import { isJsonMediaType, isSameFormat } from '../../openapi/media-type.ts';
import { exactJson } from '../../util/exact-json.ts';
import { type CaseDefinition, type Payload, text } from '../case.ts';
import { formText, type Leaf, multipartText, multipartType } from '../form-text.ts';
import { expectedAnswer, type Rule } from './rule.ts';

/** The same content in another format, so that the format is the only fault of the request. */
interface Format {
  readonly slug: string;
  readonly contentType: string;
  readonly encode: (value: Value) => Payload;
}

const formats: readonly Format[] = [
  { slug: 'text-plain', contentType: 'text/plain', encode: (value) => text(exactJson(value)) },
  { slug: 'text-html', contentType: 'text/html', encode: (value) => text(`<p>${exactJson(value)}</p>`) },
  {
    slug: 'octet-stream',
    contentType: 'application/octet-stream',
    encode: (value) => text(exactJson(value)),
  },
  { slug: 'xml', contentType: 'application/xml', encode: (value) => text(xml(value)) },
  { slug: 'yaml', contentType: 'application/yaml', encode: (value) => text(exactJson(value)) },
  {
    slug: 'form',
    contentType: 'application/x-www-form-urlencoded',
    encode: (value) => text(formText(leaves(value, ''))),
  },
  {
    slug: 'multipart',
    contentType: multipartType,
    encode: (value) => text(multipartText(leaves(value, ''))),
  },
];

/** Media types that the operation does not document, and a missing one. */
export const mediaTypes: Rule = {
  id: 'media-types',
  ofContent: true,
  derive({ body }, base) {
    const { value } = base;
    if (!body || value === undefined) return [];
    const isJsonOnly = body.mediaTypes.every(isJsonMediaType);
    const refused = formats.filter(
      ({ contentType }) => !body.mediaTypes.some((one) => isSameFormat(one, contentType)),
    );
    const unsupported = refused.map(
      ({ slug, contentType, encode }): CaseDefinition => ({
        slug: `media-type-${slug}`,
        title: `A request in ${contentType.split(';')[0]} is refused`,
        subject: isJsonOnly ? 'a media type that is not JSON' : 'a media type that is not documented',
        request: { contentType, body: encode(value) },
        ...expectedAnswer(body.unsupportedMediaType, 415),
      }),
    );
    const missing: CaseDefinition = {
      slug: 'media-type-missing',
      title: 'A body without a Content-Type is refused',
      subject: 'a body without a Content-Type',
      request: { contentType: null },
      ...expectedAnswer(body.missingMediaType, 415),
    };
    // With several, a server may find out by the content which one it is.
    return isJsonOnly ? [...unsupported, missing] : unsupported;
  },
};

function leaves(value: Value, name: string): Leaf[] {
  if (value === null || typeof value !== 'object') return [[name, String(value)]];
  return Object.entries(value).flatMap(([key, item]) => leaves(item, name === '' ? key : `${name}[${key}]`));
}

/** Elements named after members; enough for values without markup, such as request examples. */
function xml(value: Value): string {
  if (value === null || typeof value !== 'object') return String(value);
  return Object.entries(value)
    .map(([name, item]) => `<${name}>${xml(item)}</${name}>`)
    .join('');
}
