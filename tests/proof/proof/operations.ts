import { successStatus } from '../../../src/catalogue/base-request.ts';
import type { Case } from '../../../src/catalogue/case.ts';
import type { Operation } from '../../../src/openapi/operations.ts';
import type { Answer, Asked, Make } from './behaviour.ts';
import { always, jsonOf } from './behaviours.ts';
import { deepest, runAgainst, type Suite } from './suite.ts';

/** What providers that differ in one operation, whichever it is, are put together from. */

/** An operation, its cases, and the bodies that the reference implementation answers those with that succeed. */
export interface Subject {
  readonly operation: Operation;
  readonly cases: readonly Case[];
  readonly success: number;
  /** By id of the case. */
  readonly shown: ReadonlyMap<string, unknown>;
}

/** Every operation but the deepest, which has tables of its own. */
const othersOf = ({ catalogue }: Suite): readonly Operation[] =>
  [...catalogue.operations.values()].filter(({ id }) => id !== deepest);

export function subjectsOf(suite: Suite, shown: Subject['shown']): readonly Subject[] {
  return othersOf(suite).map((operation) => {
    const cases = suite.catalogue.cases.filter(({ operationId }) => operationId === operation.id);
    return { operation, cases, success: successStatus(operation) ?? 200, shown };
  });
}

/** One by one: a list shows what the other cases have at the time, and the tables may not depend on that. */
export async function shownBy(suite: Suite): Promise<Subject['shown']> {
  const names = othersOf(suite).map(({ id }) => id);
  const successes = suite.catalogue.cases.filter(({ expect }) => expect < 300);
  const { cases } = await runAgainst(suite, {
    name: 'reference',
    sentence: 'Is the reference implementation itself.',
    make: always({}),
    operations: names,
    cases: successes.map(({ id }) => id),
    terms: { consent: 'destroy', inOrder: true },
  });
  return new Map(
    cases.map(({ id, exchanges }) => [
      id,
      jsonOf({ body: Buffer.from(exchanges.at(-1)?.response?.body?.text ?? '') }),
    ]),
  );
}

/** An instance, or all of them, is also read to see whether a refusal changed something; no path of those refuses GET. */
const isReading = ({ method, path }: Asked) => method === 'GET' && /\/instances(\/[^/?]+)?$/.test(path);

/** Whether a request may be one of a case of the operation. */
export const isOf = ({ method }: Operation, asked: Asked): boolean => method === 'GET' || !isReading(asked);

/** Another answer wherever the reference implementation would answer a request of the operation with the status. */
export const answering = (
  operation: Operation,
  status: number,
  alter: (answer: Answer, asked: Asked) => Answer | 'close',
): Make =>
  always({
    answer: (answer, asked) =>
      answer.status === status && isOf(operation, asked) ? alter(answer, asked) : answer,
  });

export const idsOf = (subjects: readonly Subject[]): string[] =>
  subjects.map(({ operation }) => operation.id);

export const statusesOf = ({ cases }: Subject): number[] => [...new Set(cases.map(({ status }) => status))];

/** A case whose answer has a body that is judged. */
export const isJudged = ({ request, anyBody }: Case): boolean =>
  request.method !== 'HEAD' && anyBody === undefined;
