import type { ProviderState } from '../model/provider-state.ts';
import type {
  CaseResult,
  CoverageRow,
  Finding,
  LeftBehind,
  RecordedBody,
  RecordedExchange,
  RecordedRequest,
  RecordedResponse,
  RunResult,
  Statement,
  Tolerance,
  WaiverResult,
} from '../model/result.ts';
import { safeJson } from '../util/text.ts';

type Copy<T> = (value: T) => unknown;

/** One entry per member, in the order they are written; the compiler asks for every member of the type. */
type Members<T> = { readonly [Name in keyof T]-?: Copy<T[Name]> };

const asIs: Copy<unknown> = (value) => value;

/** Copies an object member by member, so that order and extent never depend on how it was built. */
function object<T extends object>(members: Members<T>): Copy<T> {
  return (value) => {
    const copy: Record<string, unknown> = {};
    for (const name in members) copy[name] = members[name](value[name]);
    return copy;
  };
}

/** An absent member stays `undefined`, which JSON leaves out. */
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
  statement: asIs,
  strength: asIs,
  authority: asIs,
  citation: asIs,
  verdict: asIs,
});

const finding = object<Finding>({
  check: asIs,
  severity: asIs,
  requirement: asIs,
  location: asIs,
  expected: asIs,
  actual: asIs,
  message: asIs,
  waiver: asIs,
});

const waiver = object<WaiverResult>({
  entry: asIs,
  case: asIs,
  check: asIs,
  location: asIs,
  actual: asIs,
  message: asIs,
  reason: asIs,
  owner: asIs,
  expires: asIs,
  problem: optional(object<NonNullable<WaiverResult['problem']>>({ kind: asIs, message: asIs })),
});

const body = object<RecordedBody>({ bytes: asIs, sha256: asIs, encoding: asIs, text: asIs, truncated: asIs });

const exchange = object<RecordedExchange>({
  request: object<RecordedRequest>({ method: asIs, url: asIs, headers: asIs, body: nullable(body) }),
  response: optional(
    object<RecordedResponse>({
      status: asIs,
      statusText: asIs,
      httpVersion: asIs,
      headers: asIs,
      body: nullable(body),
    }),
  ),
  error: asIs,
  curl: asIs,
  attempt: asIs,
  startedAt: asIs,
  durationMs: asIs,
});

const caseResult = object<CaseResult>({
  id: asIs,
  operationId: asIs,
  status: asIs,
  title: asIs,
  requirements: asIs,
  risk: asIs,
  expect: asIs,
  tolerates: list(object<Tolerance>({ status: asIs, ambiguity: asIs })),
  states: list(object<ProviderState>({ name: asIs, params: asIs })),
  verdict: asIs,
  reason: asIs,
  testableBy: asIs,
  waived: asIs,
  findings: list(finding),
  exchanges: list(exchange),
  durationMs: asIs,
});

/** All but the cases, which come last. */
const head = object<Omit<RunResult, 'cases'>>({
  formatVersion: asIs,
  suite: object<RunResult['suite']>({
    name: asIs,
    version: asIs,
    specification: object<RunResult['suite']['specification']>({ title: asIs, version: asIs, sha256: asIs }),
  }),
  target: object<RunResult['target']>({ url: asIs, apiVersion: asIs, accountId: asIs, builtIn: asIs }),
  run: object<RunResult['run']>({
    startedAt: asIs,
    durationMs: asIs,
    options: asIs,
    consent: asIs,
    driver: asIs,
    insecure: asIs,
    leftBehind: list(object<LeftBehind>({ caseId: asIs, what: asIs, reason: asIs })),
    findings: list(finding),
    waivers: optional(list(waiver)),
    stopped: asIs,
    exitCode: asIs,
  }),
  conclusion: asIs,
  coverage: list(
    object<CoverageRow>({ operationId: asIs, status: asIs, verdict: asIs, cases: asIs, reason: asIs }),
  ),
  requirements: byName(statement),
  ambiguities: byName(statement),
});

/** What stands around a value that is written two levels deep, which gives it the indentation that it is to have. */
const [opening, closing] = ['[\n  [', '\n  ]\n]'];

/** The whole result; `spec/report.schema.json` describes it. Lone surrogates come out as escapes. */
export function toJson(result: RunResult): string {
  // Case by case and joined once: copy and text of a big result side by side would take twice the memory.
  const cases = result.cases.flatMap((one, index) => [
    index === 0 ? '' : ',',
    safeJson([[caseResult(one)]], 2).slice(opening.length, -closing.length),
  ]);
  const before = safeJson(head(result), 2).replace(/\n\}$/, ',\n  "cases": [');
  return [before, ...cases, cases.length === 0 ? ']\n}\n' : '\n  ]\n}\n'].join('');
}
