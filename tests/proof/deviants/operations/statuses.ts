import type { Case } from '../../../../src/catalogue/case.ts';
import type { Answer } from '../../proof/behaviour.ts';
import { fault, headed, json } from '../../proof/behaviours.ts';
import { answering, isJudged, type Subject, statusesOf } from '../../proof/operations.ts';
import { checks, type Deviant } from '../deviant.ts';

/** For every documented status of an operation: one that is not documented, another one, a success, no answer. */

const answerWith = (status: number): Answer => ({ status, headers: json, body: Buffer.from('{}') });

const isAllowed = ({ tolerates, lawful, alternatives }: Case, status: number): boolean =>
  tolerates.some((one) => one.status === status) ||
  lawful?.includes(status) === true ||
  alternatives?.includes(status) === true;

/**
 * A documented error in place of the status that not every case allows. 404 comes last: where the id in the path is only
 * that of an example, it is not held against a target.
 */
function otherFault({ operation: { responses } }: Subject, status: number, cases: readonly Case[]) {
  const errors = [403, 400, 422, 500, 404].filter((one) => one !== status && responses.has(one));
  return errors.find((one) => !cases.every((item) => isAllowed(item, one)));
}

export function statusDeviants(subject: Subject): Deviant[] {
  return statusesOf(subject).flatMap((status) => deviantsOf(subject, status));
}

function deviantsOf(subject: Subject, status: number): Deviant[] {
  const { operation, success } = subject;
  const cases = subject.cases.filter((item) => item.status === status);
  const row = (
    slug: string,
    sentence: string,
    other: Answer | 'close',
    different: Partial<Deviant> = {},
  ) => ({
    name: `${operation.id}-${status}-as-${slug}`,
    sentence,
    status,
    check: checks.status,
    operations: [operation.id],
    cases: cases.map(({ id }) => id),
    make: answering(operation, status, () => other),
    ...different,
  });
  const other = otherFault(subject, status, cases);
  const isAccepted = status < 300;
  return [
    row('409', `Answers 409, which is not documented, in place of ${status}.`, {
      ...fault(409),
      body: Buffer.from('{"fault":{"code":409,"message":"Not documented."}}'),
    }),
    ...(other === undefined
      ? []
      : [
          row(
            String(other),
            `Answers ${other} in place of ${status}.`,
            headed(fault(other), 'Retry-After', undefined),
          ),
        ]),
    ...(isAccepted || cases.every((item) => isAllowed(item, success))
      ? []
      : [row('success', `Accepts what is to be answered ${status}.`, answerWith(success))]),
    ...(isAccepted ? [row('201', `Answers 201 in place of ${status}.`, answerWith(201))] : []),
    row('closed-connection', `Closes the connection in place of answering ${status}.`, 'close', {
      check: checks.transport,
      cases: cases
        .filter(isJudged)
        .map(({ id }) => id)
        .slice(0, 1),
    }),
  ];
}
