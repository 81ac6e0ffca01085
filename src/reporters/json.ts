import type { ProviderState } from '../model/provider-state.ts';
import type {
  CaseEvidence,
  CaseResult,
  Cause,
  CoverageRow,
  CreatedResource,
  Finding,
  LeftBehind,
  OperationResult,
  RecordedBody,
  RecordedExchange,
  RecordedFailure,
  RecordedRequest,
  RecordedResponse,
  RunResult,
  RunScope,
  Statement,
  Tolerance,
  WaiverResult,
} from '../model/result.ts';
import { safeJson } from '../util/text.ts';

type Copy<T> = (value: T) => unknown;

/** One entry for each member, in output order. The compiler checks that none is missing. */
type Members<T> = { readonly [Name in keyof T]-?: Copy<T[Name]> };

const unchanged: Copy<unknown> = (value) => value;

/** Copies an object member by member, so that the output does not depend on how the object was built. */
function object<T extends object>(members: Members<T>): Copy<T> {
  return (value) => {
    const copy: Record<string, unknown> = {};
    for (const name in members) copy[name] = members[name](value[name]);
    return copy;
  };
}

/** An absent member stays `undefined`, which JSON omits. */
function optional<T>(copy: Copy<T>): Copy<T | undefined> {
  return (value) => (value === undefined ? undefined : copy(value));
}

function list<T>(copy: Copy<T>): Copy<readonly T[]> {
  return (values) => values.map(copy);
}

function nullable<T>(copy: Copy<T>): Copy<T | null> {
  return (value) => (value === null ? null : copy(value));
}

function byName<T>(copy: Copy<T>): Copy<Readonly<Record<string, T>>> {
  return (values) => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, copy(value)]));
}

const statement = object<Statement>({
  statement: unchanged,
  strength: unchanged,
  authority: unchanged,
  citation: unchanged,
  verdict: unchanged,
});

const finding = object<Finding>({
  check: unchanged,
  severity: unchanged,
  requirement: unchanged,
  location: unchanged,
  expected: unchanged,
  actual: unchanged,
  message: unchanged,
  missing: unchanged,
  waiver: unchanged,
  cause: unchanged,
});

const cause = object<Cause>({
  id: unchanged,
  headline: unchanged,
  check: unchanged,
  expected: unchanged,
  actual: unchanged,
  requirement: unchanged,
  cases: unchanged,
  masks: unchanged,
});

const waiver = object<WaiverResult>({
  entry: unchanged,
  case: unchanged,
  check: unchanged,
  location: unchanged,
  actual: unchanged,
  message: unchanged,
  reason: unchanged,
  owner: unchanged,
  expires: unchanged,
  problem: optional(object<NonNullable<WaiverResult['problem']>>({ kind: unchanged, message: unchanged })),
});

const body = object<RecordedBody>({
  bytes: unchanged,
  sha256: unchanged,
  encoding: unchanged,
  text: unchanged,
  truncated: unchanged,
  textSha256: unchanged,
});

const exchange = object<RecordedExchange>({
  request: object<RecordedRequest>({
    method: unchanged,
    url: unchanged,
    headers: unchanged,
    body: nullable(body),
  }),
  response: optional(
    object<RecordedResponse>({
      status: unchanged,
      statusText: unchanged,
      httpVersion: unchanged,
      headers: unchanged,
      body: nullable(body),
      redacted: unchanged,
    }),
  ),
  error: unchanged,
  failure: optional(object<RecordedFailure>({ blame: unchanged, of: unchanged })),
  curl: unchanged,
  attempt: unchanged,
  startedAt: unchanged,
  durationMs: unchanged,
});

const caseResult = object<CaseResult>({
  id: unchanged,
  operationId: unchanged,
  status: unchanged,
  title: unchanged,
  subject: unchanged,
  unknownAction: unchanged,
  requirements: unchanged,
  risk: unchanged,
  expect: unchanged,
  tolerates: list(object<Tolerance>({ status: unchanged, ambiguity: unchanged, equal: unchanged })),
  states: list(object<ProviderState>({ name: unchanged, params: unchanged })),
  verdict: unchanged,
  reason: unchanged,
  testableBy: unchanged,
  unplanned: unchanged,
  baseUnproven: unchanged,
  waived: unchanged,
  findings: list(finding),
  exchanges: list(exchange),
  evidence: optional(
    object<CaseEvidence>({ sha256: unchanged, judged: unchanged, values: unchanged, comparedOn: unchanged }),
  ),
  durationMs: unchanged,
});

/** Everything except the cases, which come last. */
const head = object<Omit<RunResult, 'cases'>>({
  formatVersion: unchanged,
  suite: object<RunResult['suite']>({
    name: unchanged,
    version: unchanged,
    specification: object<RunResult['suite']['specification']>({
      title: unchanged,
      version: unchanged,
      sha256: unchanged,
      format: unchanged,
    }),
  }),
  target: object<RunResult['target']>({
    url: unchanged,
    apiVersion: unchanged,
    accountId: unchanged,
    builtIn: unchanged,
  }),
  run: object<RunResult['run']>({
    startedAt: unchanged,
    durationMs: unchanged,
    options: unchanged,
    consent: unchanged,
    scope: optional(object<RunScope>({ names: unchanged, of: unchanged })),
    driver: unchanged,
    insecure: unchanged,
    preflight: unchanged,
    created: optional(
      list(
        object<CreatedResource>({
          kind: unchanged,
          id: unchanged,
          createdAt: unchanged,
          removedAt: unchanged,
        }),
      ),
    ),
    leftBehind: list(object<LeftBehind>({ caseId: unchanged, what: unchanged, reason: unchanged })),
    findings: list(finding),
    waivers: optional(list(waiver)),
    stopped: unchanged,
    exitCode: unchanged,
  }),
  conclusion: unchanged,
  operations: list(
    object<OperationResult>({
      operationId: unchanged,
      title: unchanged,
      tag: unchanged,
      conclusion: unchanged,
      codes: object<OperationResult['codes']>({
        conforms: unchanged,
        deviates: unchanged,
        incomplete: unchanged,
        excluded: unchanged,
      }),
    }),
  ),
  coverage: list(
    object<CoverageRow>({
      operationId: unchanged,
      status: unchanged,
      verdict: unchanged,
      cases: unchanged,
      reason: unchanged,
      citation: unchanged,
    }),
  ),
  requirements: byName(statement),
  ambiguities: byName(statement),
  causes: list(cause),
});

/** The text around a value two levels deep: written there, it gets the right indentation. */
const [opening, closing] = ['[\n  [\n', '\n  ]\n]'];

/** The whole result; `spec/report.schema.json` describes it. Lone surrogates are written as escapes. */
export const toJson = (result: RunResult): string => [...jsonPieces(result)].join('');

/** The same case by case. */
export function* jsonPieces(result: RunResult): Generator<string> {
  const { cases } = result;
  const before = safeJson(head(result), 2).replace(/\n\}$/, ',\n  "cases": [');
  yield cases.length === 0 ? `${before}]\n}\n` : `${before}\n`;
  for (const [index, one] of cases.entries()) {
    const text = safeJson([[caseResult(one)]], 2).slice(opening.length, -closing.length);
    yield index < cases.length - 1 ? `${text},\n` : `${text}\n  ]\n}\n`;
  }
}
