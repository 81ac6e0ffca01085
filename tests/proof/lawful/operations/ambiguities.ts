import type { Case } from '../../../../src/catalogue/case.ts';
import type { Answer, Asked } from '../../proof/behaviour.ts';
import { always, at, bodied, faultWithoutWait, json, jsonOf, replacedAt } from '../../proof/behaviours.ts';
import { isOf, type Subject } from '../../proof/operations.ts';
import type { Variant } from '../variant.ts';

/** One for each answer that an ambiguity allows to some operation: the cases that allow it all get it. */

interface Pair {
  readonly ambiguity: string;
  readonly status: number;
  readonly subject: Subject;
  readonly item: Case;
}

const pairsOf = (subject: Subject): Pair[] =>
  subject.cases.flatMap((item) =>
    item.tolerates.map(({ ambiguity, status }) => ({ ambiguity, status, subject, item })),
  );

/** One operation each: requests of siblings can look alike. */
export function ambiguityVariants(subjects: readonly Subject[]): readonly Variant[] {
  const groups = new Map<string, Pair[]>();
  for (const pair of subjects.flatMap(pairsOf)) {
    const key = `${pair.subject.operation.id} ${pair.ambiguity} ${pair.status}`;
    groups.set(key, [...(groups.get(key) ?? []), pair]);
  }
  return [...groups.values()].flatMap((pairs) => {
    const [first] = pairs;
    if (!first) return [];
    const { ambiguity, status, subject } = first;
    const { id } = subject.operation;
    return [
      {
        name: `${id}-${ambiguity.slice('AMB-'.length).toLowerCase()}-${status}`,
        sentence: `Answers ${status} where ${ambiguity} allows it.`,
        ambiguity,
        tolerated: status,
        operations: [id],
        cases: pairs.map(({ item }) => item.id),
        make: always({
          answer: (answer, asked) =>
            pairs.some(({ item }) => item.expect === answer.status) && isOf(subject.operation, asked)
              ? tolerated(subject, status, answer, asked)
              : answer,
        }),
      },
    ];
  });
}

function tolerated(
  { operation, success, cases, shown }: Subject,
  status: number,
  answer: Answer,
  asked: Asked,
) {
  if (status >= 300) return faultWithoutWait(status);
  // A success that a page has beside the other: with the same body.
  if (answer.status < 300) return { ...answer, status };
  const example = cases.find((item) => item.expect === success);
  const body = operation.responses.get(status)?.schema && example && shown.get(example.id);
  const accepted: Answer = { status, headers: json, body: Buffer.of() };
  return body === undefined ? accepted : bodied(accepted, asAsked(body, asked));
}

/** A new instance is as it was asked for. */
function asAsked(body: unknown, asked: Asked): unknown {
  const request = at(jsonOf(asked), ['instance']);
  const members = [
    ['flavor.id', at(request, ['flavorRef'])],
    ['replica_of.id', at(request, ['replica_of'])],
  ] as const;
  return members.reduce((made: unknown, [path, value]) => {
    const full = ['instance', ...path.split('.')];
    return value === undefined || at(made, full) === undefined ? made : replacedAt(made, full, String(value));
  }, body);
}
