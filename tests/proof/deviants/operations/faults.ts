import type { ResponseHeader } from '../../../../src/openapi/operations.ts';
import { faultMembers, headed } from '../../proof/behaviours.ts';
import { answering, isJudged, type Subject, statusesOf } from '../../proof/operations.ts';
import { checks, type Deviant } from '../deviant.ts';
import { type FaultRow, faultRows } from '../faults.ts';

/** Every fault of an operation, wrong in the ways that matter most; the deepest operation has all of them. */

const wanted: ReadonlySet<string> = new Set([
  'other-member',
  'member-of-another-fault',
  'two-members',
  'code-of-another-status',
  'code-missing',
  'message-missing',
  'message-empty',
  'html',
  'empty',
  'content-type-missing',
]);

const rows: readonly FaultRow[] = faultRows.filter(([slug]) => wanted.has(slug));

export function faultDeviants(subject: Subject): Deviant[] {
  const { operation, cases } = subject;
  return statusesOf(subject)
    .filter((status) => status >= 400)
    .flatMap((status) => {
      const item = cases.find((one) => one.status === status && isJudged(one));
      if (!item) return [];
      const common = { status, operations: [operation.id], cases: [item.id] };
      return [
        ...rows.map(
          ([slug, sentence, check, change]): Deviant => ({
            ...common,
            name: `${operation.id}-${status}-${slug}`,
            sentence: `With ${status}, ${sentence}.`,
            check,
            make: answering(operation, status, (answer) =>
              change(answer, status, faultMembers[status] ?? ''),
            ),
          }),
        ),
        ...(operation.responses.get(status)?.headers ?? []).flatMap(
          ({ name, should }: ResponseHeader): Deviant[] =>
            should === undefined
              ? []
              : [
                  {
                    ...common,
                    name: `${operation.id}-${status}-without-${name.toLowerCase()}`,
                    sentence: `With ${status}, sends no ${name}.`,
                    check: checks.headers,
                    as: 'warning',
                    make: answering(operation, status, (answer) => headed(answer, name, undefined)),
                  },
                ],
        ),
      ];
    });
}
