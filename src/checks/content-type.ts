import { covers } from '../openapi/media-type.ts';
import { headerValues } from '../util/headers.ts';
import { type Check, documentedResponse, isBodyChecked } from './check.ts';

/** The body has a documented media type, or one in a documented range; parameters such as `charset` are allowed. */
export const contentType: Check = {
  id: 'content_type_conformance',
  run(exchange, operation, judged) {
    const documented = documentedResponse(exchange, operation);
    // An answer without a body needs no type; the schema check reports the missing body.
    if (!documented || exchange.response.body.length === 0 || !isBodyChecked(exchange, judged)) return [];
    const { mediaTypes } = documented;
    const values = headerValues(exchange.response.headers, 'Content-Type');
    // OpenAPI leaves open whether an answer has a body of which the document says nothing.
    if (mediaTypes.length === 0) return [];
    // An answer without a type may be anything (RFC 9110 section 8.3).
    const [value = '*/*', ...more] = values;
    if (more.length === 0 && mediaTypes.some((range) => covers(range, value))) return [];
    return [
      {
        check: this.id,
        severity: 'deviation',
        location: 'header Content-Type',
        expected: mediaTypes.join(' or '),
        actual: values.length === 0 ? 'no Content-Type' : values.join(', '),
        message: 'The body does not have the documented media type.',
      },
    ];
  },
};
