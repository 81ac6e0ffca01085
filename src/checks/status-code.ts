import type { Operation } from '../openapi/operations.ts';
import { responseFor } from '../openapi/responses.ts';
import { headerValues } from '../util/headers.ts';
import {
  type AnsweredExchange,
  brokenRequirement,
  type Check,
  isExpected,
  type JudgedCase,
} from './check.ts';

/**
 * The status is the expected one, or one that an ambiguity tolerates or HTTP provides. Another documented 4xx is only a
 * warning where only a *should* asks for the expected one (decision 0001).
 */
export const statusCode: Check = {
  id: 'status_code_conformance',
  run(exchange, operation, judged) {
    const { status } = exchange.response;
    const isTolerated = judged.tolerates.some((item) => item.status === status);
    if (isExpected(judged, status) || isTolerated || judged.lawful?.includes(status)) return [];
    const advised = judged.alternatives?.includes(status) ?? false;
    const [first] = judged.requirements;
    return [
      {
        check: this.id,
        severity: advised ? 'warning' : 'deviation',
        ...(advised ? first !== undefined && { requirement: first } : brokenRequirement(judged, operation)),
        location: 'status',
        expected: [
          judged.range === undefined ? judged.expect : `${judged.expect} or another ${judged.range}`,
          ...judged.tolerates.map(({ status, ambiguity }) => `${status} (${ambiguity})`),
        ].join(' or '),
        actual: [status, ...locationOf(exchange)].join(', '),
        message: `${messageOf(exchange, operation, judged)}${advised ? ' Only a should asks for it.' : ''}`,
      },
    ];
  },
};

function messageOf(exchange: AnsweredExchange, operation: Operation, judged: JudgedCase): string {
  const { status } = exchange.response;
  const { expect, range } = judged;
  const reason = responseFor(operation, expect)?.reason;
  const expected = `Expected ${range ?? expect}${reason === undefined ? '' : ` (${reason})`}`;
  if (responseFor(operation, status)) return `${expected}, received ${status}.`;
  const redirect = isRedirect(status) ? ' Redirects are not followed.' : '';
  return `${expected}, received ${status}, which the operation does not document.${redirect}`;
}

const isRedirect = (status: number): boolean => status >= 300 && status <= 399;

/** The target of a redirect. */
function locationOf(exchange: AnsweredExchange): string[] {
  if (!isRedirect(exchange.response.status)) return [];
  return headerValues(exchange.response.headers, 'Location').map((value) => `Location: ${value}`);
}
