import { type AnsweredExchange, type Check, headerValues } from './check.ts';

/** The status is the expected one, or one that an ambiguity tolerates. */
export const statusCode: Check = {
  id: 'status_code_conformance',
  run(exchange, operation, judged) {
    const { status } = exchange.response;
    if (status === judged.expect || judged.tolerates.some((tolerance) => tolerance.status === status))
      return [];
    const documented = operation.responses.has(status);
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
        message: documented
          ? `Answered ${status}, which is documented for other requests than this one.`
          : `Answered ${status}, which the operation does not document.${isRedirect(status) ? ' A redirect is not followed.' : ''}`,
      },
    ];
  },
};

const isRedirect = (status: number): boolean => status >= 300 && status <= 399;

/** Where a redirect leads. */
function locationOf(exchange: AnsweredExchange): string[] {
  if (!isRedirect(exchange.response.status)) return [];
  return headerValues(exchange, 'Location').map((value) => `Location: ${value}`);
}
