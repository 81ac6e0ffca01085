import type { ResponseHeader } from '../openapi/operations.ts';
import type { Finding } from '../result.ts';
import { type Answered, type Check, documentedAnswer, headerValues } from './check.ts';

/** Documented headers are there and well-formed; absence of one that is only good practice is a warning. */
export const responseHeaders: Check = {
  id: 'response_headers_conformance',
  run(exchange, operation) {
    const documented = documentedAnswer(exchange, operation);
    return (documented?.headers ?? []).flatMap((header) => judge(this.id, exchange, header));
  },
};

function judge(check: string, exchange: Answered, header: ResponseHeader): Finding[] {
  const location = `header ${header.name}`;
  const values = headerValues(exchange, header.name);
  if (values.length === 0) {
    const requirement = header.should ?? header.requirement;
    if (!header.required && header.should === undefined) return [];
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
  // A field that is repeated is judged each time: recipients differ in which line they take.
  return values.flatMap((value) =>
    header.validate(value).map((violation) => ({
      check,
      severity: 'deviation',
      ...(header.requirement !== undefined && { requirement: header.requirement }),
      location,
      expected: violation.expected,
      actual: JSON.stringify(value),
      message: `The header ${header.name} is malformed.`,
    })),
  );
}
