import type { Finding } from '../model/result.ts';
import { type AnsweredExchange, type Check, isBodyChecked } from './check.ts';
import { jsonBody } from './json-body.ts';

/** What an invariant compares. */
export interface InvariantInput {
  /** The answer's body. */
  readonly answer: unknown;
  /** The request's body; undefined when it is no JSON. */
  readonly request: unknown;
  /** Path parameters and credential that the request was made with. */
  readonly values: Readonly<Record<string, string>>;
}

/** Two things that ought to be the same. */
export interface Mismatch {
  readonly expected: string;
  readonly actual: string;
}

/** A relation that a schema cannot state, between an answer and its request or within the answer. */
export interface Invariant {
  readonly operationId: string;
  readonly status: number;
  readonly requirement: string;
  readonly severity: 'deviation' | 'warning';
  /** JSON pointer into the answer's body. */
  readonly pointer: string;
  readonly statement: string;
  /** Undefined when the relation holds, or when a malformed body leaves nothing to compare. */
  compare(subject: InvariantInput): Mismatch | undefined;
}

/** The check of a list of invariants. */
export function invariantsCheck(invariants: readonly Invariant[]): Check {
  return {
    id: 'invariants',
    run(exchange, operation, judged) {
      const body = jsonBody(exchange);
      if (body.kind !== 'json' || !isBodyChecked(exchange, judged)) return [];
      const subject = { answer: body.value, request: requestBody(exchange), values: exchange.values };
      return invariants
        .filter(
          (invariant) =>
            invariant.operationId === operation.id && invariant.status === exchange.response.status,
        )
        .flatMap((invariant): Finding[] => {
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

function requestBody({ request }: AnsweredExchange): unknown {
  try {
    return request.body === null ? undefined : JSON.parse(Buffer.from(request.body).toString());
  } catch {
    // A case about a malformed request: nothing can be compared with it.
    return undefined;
  }
}
