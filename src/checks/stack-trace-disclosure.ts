import type { Operation } from '../openapi/operations.ts';
import { atPath } from '../util/json-pointer.ts';
import { type AnsweredExchange, type Check, documentedResponse } from './check.ts';
import { jsonBody } from './json-body.ts';

/** Stack traces of common runtimes, also inside a JSON string, where a line break is `\n` and a tab `\t`. */
const traces: readonly (readonly [runtime: string, pattern: RegExp])[] = [
  ['Python', /Traceback \(most recent call last\)/],
  ['Java', /(?:\b|\\t)at [\w$.]{1,200}\([\w$]{1,100}\.(?:java|kt|scala):\d{1,6}\)/],
  // A letter or ">" before the line number distinguishes a file name from a time of day.
  ['JavaScript', /\bat [^\n]{0,300}[A-Za-z>]:\d{1,6}:\d{1,6}\)?(?:\\n|\n|$)/],
  ['.NET', /\bat [\w.`[\]]{1,200}\([^)\n]{0,300}\) in [^\n]{1,300}:line \d{1,6}/],
  ['Go', /goroutine \d{1,9} \[running\]/],
  ['Ruby', /\.rb:\d{1,6}:in [`'"]/],
  ['PHP', /#0 [^\n]{1,300}\.php\(\d{1,6}\)/],
];

/** How many bytes of a body are searched: traces are at the start, and a hostile body may be endless. */
const searched = 65_536;

/**
 * The body shows no stack trace (CWE-209), except where the document says that it may. A warning, because the reference does
 * not require it.
 */
export const stackTraceDisclosure: Check = {
  id: 'stack_trace_disclosure',
  run(exchange, operation) {
    const text = Buffer.from(exchange.response.body.subarray(0, searched)).toString();
    for (const [runtime, pattern] of traces) {
      const [found] = pattern.exec(text) ?? [];
      if (found !== undefined && !isOnlyInDiagnostics(pattern, exchange, operation)) {
        return [
          {
            check: this.id,
            severity: 'warning',
            location: 'body',
            actual: found,
            message: `The body seems to contain a stack trace of ${runtime}.`,
          },
        ];
      }
    }
    return [];
  },
};

/** Whether a trace in the body is in none of its members but those that may have one. */
function isOnlyInDiagnostics(pattern: RegExp, exchange: AnsweredExchange, operation: Operation): boolean {
  const { diagnostics = [] } = documentedResponse(exchange, operation) ?? {};
  const body = diagnostics.length === 0 ? undefined : jsonBody(exchange);
  if (body?.kind !== 'json') return false;
  const isAllowed = (owner: object, name: string) =>
    diagnostics.some((path) => path.at(-1) === name && atPath(body.value, ...path.slice(0, -1)) === owner);
  // With its own stack, because the target decides how deep the value is.
  const open: unknown[] = [body.value];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value === 'string' && pattern.test(value)) return false;
    if (typeof value !== 'object' || value === null) continue;
    for (const [name, member] of Object.entries(value)) {
      if (pattern.test(name)) return false;
      if (!isAllowed(value, name)) open.push(member);
    }
  }
  return true;
}
