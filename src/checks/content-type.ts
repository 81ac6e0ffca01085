import { headerValues } from '../util/headers.ts';
import { type Check, documentedResponse, isBodyChecked } from './check.ts';

/** The body has the documented media type; parameters such as `charset` are allowed. */
export const contentType: Check = {
  id: 'content_type_conformance',
  run(exchange, operation, judged) {
    const documented = documentedResponse(exchange, operation);
    // An answer without a body needs no type; the schema check reports the missing body.
    if (!documented || exchange.response.body.length === 0 || !isBodyChecked(exchange, judged)) return [];
    if (documented.mediaTypes.length === 0) return [];
    const values = headerValues(exchange.response.headers, 'Content-Type');
    const accepted = new Set(documented.mediaTypes.map(essence));
    if (values.length === 1 && values.every((value) => accepted.has(essence(value)))) return [];
    return [
      {
        check: this.id,
        severity: 'deviation',
        location: 'header Content-Type',
        expected: documented.mediaTypes.join(' or '),
        actual: values.length === 0 ? 'no Content-Type' : values.join(', '),
        message: 'The body does not have the documented media type.',
      },
    ];
  },
};

function essence(mediaType: string): string {
  return (mediaType.split(';')[0] ?? '').trim().toLowerCase();
}
