import type { Finding } from '../model/result.ts';
import { type AnsweredExchange, type Check, isBodyChecked } from './check.ts';
import { jsonBody } from './json-body.ts';

/** What an invariant compares. */
export interface InvariantInput {
  /** The answer's body. */
  readonly answer: unknown;
  /** The body of the request; undefined if it is not JSON. */
  readonly request: unknown;
  /** The query of the request, decoded; of several parameters with one name, the last. */
  readonly query: Readonly<Record<string, string>>;
  /** What the request was made with: path parameters such as version and account, and the credential. */
  readonly values: Readonly<Record<string, string>>;
}

/** Two values that should be equal. */
export interface Mismatch {
  readonly expected: string;
  readonly actual: string;
}

/** A relation between an answer and its request, or within an answer, that a schema cannot express. */
export interface Invariant {
  readonly operationId: string;
  readonly status: number;
  readonly requirement: string;
  readonly severity: 'deviation' | 'warning';
  /** JSON pointer into the answer's body. */
  readonly pointer: string;
  readonly statement: string;
  /** Undefined if the relation holds, or if the body is malformed and cannot be compared. */
  compare(subject: InvariantInput): Mismatch | undefined;
}

/** The check for a list of invariants. */
export function invariantsCheck(invariants: readonly Invariant[]): Check {
  return {
    id: 'invariants',
    run(exchange, operation, judged) {
      const { status } = exchange.response;
      const own = invariants.filter((one) => one.operationId === operation.id && one.status === status);
      // Most answers have none, and a request may be long.
      if (own.length === 0) return [];
      const body = jsonBody(exchange);
      if (body.kind !== 'json' || !isBodyChecked(exchange, judged)) return [];
      const subject = invariantInput(exchange, body.value);
      return own.flatMap((invariant): Finding[] => {
        const mismatch = invariant.compare(subject);
        if (!mismatch) return [];
        return [
          {
            check: this.id,
            severity: invariant.severity,
            requirement: invariant.requirement,
            location: `body ${invariant.pointer}`,
            expected: mismatch.expected,
            actual: mismatch.actual,
            message: invariant.statement,
          },
        ];
      });
    },
  };
}

/** @param answer the answer's body */
export const invariantInput = (exchange: AnsweredExchange, answer: unknown): InvariantInput => ({
  answer,
  request: requestBody(exchange),
  query: Object.fromEntries(new URLSearchParams(/\?([^#]*)/.exec(exchange.request.url)?.[1])),
  values: exchange.values,
});

function requestBody({ request }: AnsweredExchange): unknown {
  try {
    return request.body === null ? undefined : JSON.parse(Buffer.from(request.body).toString());
  } catch {
    // A case about a malformed request: there is nothing to compare.
    return undefined;
  }
}
