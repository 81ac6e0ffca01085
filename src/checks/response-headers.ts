import type { Finding } from '../model/result.ts';
import type { ResponseHeader } from '../openapi/operations.ts';
import { headerValues } from '../util/headers.ts';
import { type AnsweredExchange, type Check, documentedResponse, isExpected } from './check.ts';

/**
 * Documented headers are present and well-formed. A header that is only good practice (`x-should`) gives a
 * warning if it is absent, or if it is malformed and no requirement asks for the form. Not for HEAD, whose
 * answer may omit headers about the content (RFC 9110 §9.3.2).
 */
export const responseHeaders: Check = {
  id: 'response_headers_conformance',
  run(exchange, operation, judged) {
    if (exchange.request.method === 'HEAD') return [];
    const documented = documentedResponse(exchange, operation);
    // A throttle's status that has another reason, or is tolerated in a case about something else, needs no such header.
    const asked = !documented?.throttle || (isExpected(judged, documented.status) && !judged.notThrottled);
    return (documented?.headers ?? []).flatMap((header) => headerFindings(this.id, exchange, header, asked));
  },
};

function headerFindings(
  check: string,
  exchange: AnsweredExchange,
  header: ResponseHeader,
  asked: boolean,
): Finding[] {
  const location = `header ${header.name}`;
  const values = headerValues(exchange.response.headers, header.name);
  if (values.length === 0) {
    const requirement = header.should ?? header.requirement;
    if (!header.required && (header.should === undefined || !asked)) return [];
    return [
      {
        check,
        severity: header.required ? 'deviation' : 'warning',
        ...(requirement !== undefined && { requirement }),
        location,
        expected: `a header ${header.name}`,
        actual: 'none',
        message: `The answer has no ${header.name}.`,
      },
    ];
  }
  const advised = header.should !== undefined && header.requirement === undefined && !header.required;
  const requirement = header.requirement ?? header.should;
  // Each line of a repeated field is checked, unless it is a list: recipients differ in which one they take.
  const checked = header.isList ? [values.join(', ')] : values;
  return checked.flatMap((value) =>
    header.validate(value).map((violation) => ({
      check,
      severity: advised ? 'warning' : 'deviation',
      ...(requirement !== undefined && { requirement }),
      location,
      expected: violation.expected,
      actual: JSON.stringify(value),
      message: `The header ${header.name} is malformed.`,
    })),
  );
}
