import { isJsonMediaType } from '../../openapi/media-type.ts';
import { documentedFor } from '../../openapi/responses.ts';
import { successStatus } from '../base-request.ts';
import { expectedAnswer, type Rule } from './rule.ts';

/** The valid request in other forms, which HTTP makes equal: only a standard asks that they are accepted. */
export const equivalentForms: Rule = {
  id: 'equivalent-forms',
  derive(operation, { request }) {
    const { body } = operation;
    const status = successStatus(operation);
    const { contentType } = request;
    if (!body || status === undefined || contentType === null) return [];
    const chunked = {
      slug: 'body-chunked',
      title: 'A body that is sent in chunks is accepted',
      subject: 'a body in chunks',
      // RFC 9112 section 7.1; a server may ask for the length instead (RFC 9110 section 15.5.12).
      request: { framing: 'chunked' as const },
      strength: 'should' as const,
      lawful: [411],
      ...expectedAnswer(body.chunked, status),
    };
    const mediaTypeCase = {
      slug: 'media-type-case',
      title: 'A media type in other letters is the same media type',
      subject: 'a media type in other letters',
      // RFC 9110 section 8.3.1.
      request: { contentType: contentType.replace(/^(.)([^/]*)(\/[^;]*)/, otherLetters) },
      strength: 'should' as const,
      // RFC 9110 section 15.5.16. Where the operation documents it, it is a warning like every other refusal.
      ...(documentedFor(operation, 415) === undefined && { lawful: [415] }),
      ...expectedAnswer(body.mediaTypeCase, status),
    };
    return isJsonMediaType(contentType) ? [chunked, mediaTypeCase] : [chunked];
  },
};

/** `Application/JSON`; in what parameters have, letters may count. */
const otherLetters = (_: string, first: string, rest: string, subtype: string): string =>
  first.toUpperCase() + rest + subtype.toUpperCase();
