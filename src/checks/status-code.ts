import type { Operation } from '../openapi/operations.ts';
import { headerValues } from '../util/headers.ts';
import type { AnsweredExchange, Check, JudgedCase } from './check.ts';

/** The status is the expected one, or one that an ambiguity tolerates. */
export const statusCode: Check = {
  id: 'status_code_conformance',
  run(exchange, operation, judged) {
    const { status } = exchange.response;
    if (status === judged.expect || judged.tolerates.some((tolerance) => tolerance.status === status))
      return [];
    const [requirement] = judged.requirements;
    return [
      {
        check: this.id,
        severity: 'deviation',
        ...(requirement !== undefined && { requirement }),
        location: 'status',
        expected: [
          judged.expect,
          ...judged.tolerates.map(({ status, ambiguity }) => `${status} (${ambiguity})`),
        ].join(' or '),
        actual: [status, ...locationOf(exchange)].join(', '),
        message: messageOf(exchange, operation, judged),
      },
    ];
  },
};

function messageOf(exchange: AnsweredExchange, { responses }: Operation, { expect }: JudgedCase): string {
  const { status } = exchange.response;
  const reason = responses.get(expect)?.reason;
  const expected = `Expected ${expect}${reason === undefined ? '' : ` (${reason})`}`;
  if (responses.has(status)) return `${expected}, received ${status}.`;
  const redirect = isRedirect(status) ? ' Redirects are not followed.' : '';
  return `${expected}, received ${status}, which the operation does not document.${redirect}`;
}

const isRedirect = (status: number): boolean => status >= 300 && status <= 399;

/** The target of a redirect. */
function locationOf(exchange: AnsweredExchange): string[] {
  if (!isRedirect(exchange.response.status)) return [];
  return headerValues(exchange.response.headers, 'Location').map((value) => `Location: ${value}`);
}
