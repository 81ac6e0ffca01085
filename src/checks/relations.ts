import { comparableId } from '../util/path-segment.ts';
import { type AnsweredExchange, isBodyChecked, type JudgedCase } from './check.ts';
import { type InvariantInput, invariantInput } from './invariants.ts';
import { jsonBody } from './json-body.ts';

/** Id of the check that compares answers with each other. */
export const relationsCheck = 'relations';

/** What a relation compares of the answers of one operation. */
export interface Compared {
  readonly operationId: string;
  readonly status: number;
  /**
   * Of each item that the answer shows, by its id, the members that nothing but a request changes. One that is undefined
   * is not compared. The body may be any JSON.
   */
  select(subject: InvariantInput): ReadonlyMap<string, Readonly<Record<string, unknown>>>;
}

/** What two answers must show alike, such as a list and the resource itself (decision 0045). */
export interface Relation {
  readonly requirement: string;
  readonly severity: 'deviation' | 'warning';
  readonly statement: string;
  readonly between: readonly Compared[];
}

/** An item of an answer, as one relation compares it. */
export interface ShownItem {
  readonly relation: Relation;
  /** As ids are compared. */
  readonly id: string;
  readonly members: Readonly<Record<string, unknown>>;
}

/** Most that is kept of one item, as JSON (decision 0032). */
const mostKept = 4096;

/**
 * What an answer shows of the items that its run was given: by its user or by a provider state. Others may be changed by
 * others at any time.
 */
export function itemsShown(
  relations: readonly Relation[],
  exchange: AnsweredExchange,
  judged: JudgedCase,
): ShownItem[] {
  const { status } = exchange.response;
  const due = relations.flatMap((relation) =>
    relation.between
      .filter((one) => one.operationId === judged.operationId && one.status === status)
      .map(({ select }) => ({ relation, select })),
  );
  if (due.length === 0) return [];
  const body = isBodyChecked(exchange, judged) ? jsonBody(exchange) : undefined;
  if (body?.kind !== 'json' || body.contradictory !== undefined) return [];
  const given = new Set(Object.values(exchange.values).map(comparableId));
  const subject = invariantInput(exchange, body.value);
  return due.flatMap(({ relation, select }) =>
    [...select(subject)]
      .map(([id, members]) => ({ relation, id: comparableId(id), text: JSON.stringify(members) }))
      .filter(({ id, text }) => given.has(id) && text.length <= mostKept)
      .map(({ text, ...item }) => ({ ...item, members: JSON.parse(text) })),
  );
}
