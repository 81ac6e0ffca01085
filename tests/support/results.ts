import { findCauses } from '../../src/evaluation/causes.ts';
import { operationsOfStored } from '../../src/evaluation/operations.ts';
import type { HeaderList } from '../../src/model/exchange.ts';
import type {
  CaseResult,
  Finding,
  RecordedBody,
  RecordedExchange,
  RunResult,
  Verdict,
  WaiverResult,
} from '../../src/model/result.ts';

/** Sample results for tests of whatever reads a `RunResult`. Every builder takes what is to be different. */

const sha256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const startedAt = '2026-11-23T10:00:00.000Z';

export function sampleBody(text: string, different: Partial<RecordedBody> = {}): RecordedBody {
  return { bytes: Buffer.byteLength(text), sha256, encoding: 'utf8', text, truncated: false, ...different };
}

/** An upgrade request answered with the given status and body. */
export function sampleExchange(
  status: number,
  body: string,
  different: Partial<RecordedExchange> = {},
): RecordedExchange {
  const headers: HeaderList = [['Content-Type', 'application/json']];
  return {
    request: {
      method: 'POST',
      url: 'https://staging.example/v1.0/1234/instances/44b277eb/action',
      headers: [...headers, ['X-Auth-Token', '$CLOUDDB_TOKEN']],
      body: sampleBody('{"upgrade":{"datastore":{"type":"mysql","version":"5.7"}}}'),
    },
    response: { status, statusText: 'None', httpVersion: '1.1', headers, body: sampleBody(body) },
    curl: `curl -i -X POST "https://staging.example/v1.0/1234/instances/44b277eb/action" -H "X-Auth-Token: $CLOUDDB_TOKEN"`,
    attempt: 1,
    startedAt,
    durationMs: 12,
    ...different,
  };
}

export const sampleDeviation: Finding = {
  check: 'status_code_conformance',
  severity: 'deviation',
  requirement: 'fault-400',
  location: 'status',
  expected: '400',
  actual: '500',
  message: 'the status is not the documented one',
};

/** A case named by its id, conforming unless the row says otherwise; the answer's status is the expected one. */
export function sampleCase(id: string, different: Partial<CaseResult> = {}): CaseResult {
  const [operationId = '', statusText = ''] = id.split('/');
  const status = Number(statusText);
  return {
    id,
    operationId,
    status,
    title: `The sample case ${id} is answered as documented`,
    requirements: ['fault-400'],
    risk: 'none',
    expect: status,
    tolerates: [],
    states: [{ name: 'an instance runs a datastore', params: { type: 'mysql', version: '5.6' } }],
    verdict: 'conforms',
    findings: [],
    exchanges: [sampleExchange(status, '{}')],
    durationMs: 15,
    ...different,
  };
}

/** A result with the given cases: coverage is counted from them; everything else is that of a conformant run. */
export function sampleResult(
  cases: readonly CaseResult[],
  different: Partial<Omit<RunResult, 'run'>> & { readonly run?: Partial<RunResult['run']> } = {},
): RunResult {
  const { run, ...rest } = different;
  return withCauses({
    formatVersion: 2,
    suite: {
      name: 'clouddb-conformance',
      version: '0.1.0',
      specification: { title: 'Upgrade an instance', version: '1.0', sha256 },
    },
    target: { url: 'https://staging.example', apiVersion: 'v1.0', accountId: '1234', builtIn: false },
    run: {
      startedAt,
      durationMs: 3210,
      options: { consent: 'reject', allowIncomplete: [501] },
      consent: 'reject',
      driver: 'http',
      insecure: false,
      leftBehind: [],
      findings: [],
      exitCode: 0,
      ...run,
    },
    conclusion: 'conformant',
    coverage: sampleCoverage(cases),
    requirements: {
      'fault-400': {
        statement: 'A request with an error is answered 400 with the badRequest fault.',
        strength: 'must',
        authority: 'upgrade page',
        citation: 'Response codes, row 400',
        verdict: 'conforms',
      },
      'body-202': {
        statement: 'The accepted body has an id.',
        strength: 'must',
        authority: 'example',
        citation: 'Example response',
        verdict: 'conforms',
      },
    },
    ambiguities: {
      'A-busy': {
        statement: 'The page does not say which statuses refuse an upgrade.',
        strength: 'ambiguity',
        authority: 'upgrade page',
        citation: 'Response codes, row 422',
      },
    },
    cases,
    ...rest,
  });
}

/** The result with the causes of its deviations, and its operations where it has none. */
export function withCauses(result: Omit<RunResult, 'causes' | 'operations'> & Partial<RunResult>): RunResult {
  const { operations = operationsOfStored(result) } = result;
  return { ...result, operations, ...findCauses(result.cases, result.coverage) };
}

function sampleCoverage(cases: readonly CaseResult[]): RunResult['coverage'] {
  const statuses = [...new Set(cases.map((one) => one.status))];
  return statuses.map((status) => {
    const here = cases.filter((one) => one.status === status);
    const number = (verdict: Verdict) => here.filter((one) => one.verdict === verdict).length;
    const present = [...new Set(here.map((one) => one.verdict))];
    return {
      operationId: here[0]?.operationId ?? '',
      status,
      verdict: number('deviates') > 0 ? 'deviates' : number('conforms') > 0 ? 'conforms' : 'incomplete',
      cases: Object.fromEntries(present.map((verdict) => [verdict, number(verdict)])),
    };
  });
}

export function conformantResult(): RunResult {
  return sampleResult(
    [
      sampleCase('upgradeInstance/202/mysql-5.6-5.7'),
      sampleCase('upgradeInstance/400/body-missing'),
      sampleCase('upgradeInstance/401/token-missing', {
        findings: [{ check: 'authenticate', severity: 'warning', message: 'no WWW-Authenticate header' }],
      }),
    ],
    {
      target: { url: 'http://127.0.0.1:40001', apiVersion: 'v1.0', accountId: null, builtIn: true },
      run: { driver: 'reference' },
    },
  );
}

/** One cause in three cases, another resting on an example only, a tolerated case, and a 429 of the run. */
export function deviatingResult(): RunResult {
  const wrong = { verdict: 'deviates', exchanges: [sampleExchange(500, '{"fault":1}')] } as const;
  return sampleResult(
    [
      sampleCase('upgradeInstance/202/mysql-5.6-5.7', {
        verdict: 'deviates',
        requirements: ['body-202'],
        exchanges: [sampleExchange(202, '{"instance":{}}')],
        findings: [
          {
            check: 'response_schema_conformance',
            severity: 'deviation',
            requirement: 'body-202',
            location: '/instance/id',
            expected: 'a string',
            actual: 'nothing',
            message: 'a required member is absent',
          },
          { check: 'headers', severity: 'note', message: 'the date is odd' },
        ],
      }),
      sampleCase('upgradeInstance/400/body-missing', { ...wrong, findings: [sampleDeviation] }),
      sampleCase('upgradeInstance/400/body-malformed', { ...wrong, findings: [sampleDeviation] }),
      sampleCase('upgradeInstance/400/body-array', {
        ...wrong,
        findings: [{ ...sampleDeviation, actual: '501' }],
      }),
      sampleCase('upgradeInstance/422/busy-build', {
        verdict: 'tolerated',
        tolerates: [{ status: 404, ambiguity: 'A-busy' }],
        exchanges: [sampleExchange(404, '{}')],
      }),
    ],
    {
      conclusion: 'deviates',
      run: {
        exitCode: 1,
        insecure: true,
        created: [
          { kind: 'instanceId', id: '9f1c', createdAt: '2026-11-23T10:00:01.000Z' },
          {
            kind: 'instanceId',
            id: '7b20',
            createdAt: '2026-11-23T10:00:02.000Z',
            removedAt: '2026-11-23T10:00:03.000Z',
          },
        ],
        leftBehind: [
          { caseId: 'upgradeInstance/202/mysql-5.6-5.7', what: 'instance 9f1c', reason: 'no teardown' },
        ],
        findings: [
          {
            check: 'throttling',
            severity: 'deviation',
            expected: '413',
            actual: '429',
            message: 'throttled with 429',
          },
        ],
      },
    },
  );
}

/** Something of every verdict that shows nothing. */
export function incompleteResult(): RunResult {
  const complete = sampleResult([
    sampleCase('upgradeInstance/400/body-missing'),
    sampleCase('upgradeInstance/403/other-account', {
      verdict: 'not-consented',
      reason: 'it could change the target',
      testableBy: '--consent change',
      exchanges: [],
    }),
    sampleCase('upgradeInstance/500/instance-fault', {
      verdict: 'not-exercised',
      reason: 'no driver was given',
      testableBy: 'a provider-state driver (--states)',
      exchanges: [],
    }),
    sampleCase('upgradeInstance/503/unavailable', {
      verdict: 'errored',
      reason: 'the driver answered 500',
      exchanges: [],
    }),
    sampleCase('upgradeInstance/404/absent', { verdict: 'inconclusive', reason: 'throttled for 120 s' }),
    sampleCase('upgradeInstance/405/get', { verdict: 'not-selected', exchanges: [] }),
  ]);
  const { requirements } = complete;
  const [id, statement] = Object.entries(requirements)[1] ?? [];
  return {
    ...complete,
    conclusion: 'incomplete',
    run: { ...complete.run, exitCode: 3, stopped: '--max-time of 1800 s was reached' },
    requirements:
      id && statement ? { ...requirements, [id]: { ...statement, verdict: 'incomplete' } } : requirements,
  };
}

/** A deviation in one case that a waiver covers. */
export function waivedResult(): RunResult {
  return sampleResult(
    [
      sampleCase('upgradeInstance/400/body-missing', {
        verdict: 'deviates',
        waived: sampleWaiver.reason,
        findings: [{ ...sampleDeviation, waiver: sampleWaiver.entry }],
      }),
    ],
    { conclusion: 'deviates', run: { waivers: [sampleWaiver] } },
  );
}

export const sampleWaiver: WaiverResult = {
  entry: 1,
  case: 'upgradeInstance/400/*',
  check: sampleDeviation.check,
  actual: '500',
  reason: 'known, ticket 12',
  owner: 'database team',
  expires: '2026-12-31',
};

export function emptyResult(): RunResult {
  return sampleResult([], {
    conclusion: 'incomplete',
    requirements: {},
    ambiguities: {},
    run: { exitCode: 3 },
  });
}

/** What a hostile target sends. Written as escapes, so that this file is safe to look at. */
export const hostileTexts = {
  markup: '<script>alert(1)</script> </failure> & " \' <!-- --> <?xml?>',
  cdata: ']]> <![CDATA[ ]]>',
  entities: '&lt; &amp;lt; &nbsp; &#7; &#x0; &foo;',
  controls: Array.from({ length: 33 }, (_, code) => String.fromCharCode(code)).join(''),
  upperControls: Array.from({ length: 33 }, (_, code) => String.fromCharCode(0x7f + code)).join(''),
  ansi: '\u001b[2J\u001b[31mred\u001b]8;;http://evil.example\u0007link\u009b1m',
  newlines: 'first\nconformant: exit code 0\r\nlast\u0085next\u2028next\u2029end',
  surrogates: 'low \udc00 high \ud800 pair \u{1f600} end \ud83d',
  bidi: '\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\ufeff\u200b',
  noncharacters: '\ufffe\uffff\u{1fffe}\u{10ffff}',
  references:
    '@team #7 GH-7 JIRA-12 o/r#7 u@deadbeef 0123456789abcdef https://x.example www.x.example a@x.example',
  commands: '::error::x\n::stop-commands::x\n  ::add-mask::a ##[error]x ##vso[task.complete]x ##teamcity[x]',
  unseen: 'a\u3164b\u115fc\u1160d\u034fe\uffa0f\ufe0fg\u{e0041}h\u2800i\u00adj\u180bk\u00a0l\u3000m',
  names: '__proto__ constructor {{template}} $shell $(shell) `shell` %s %d',
} as const;

/** A result in which every value that a target or a driver can influence holds the given text. */
export function hostileResult(text: string): RunResult {
  const finding: Finding = {
    check: 'response_schema_conformance',
    severity: 'deviation',
    requirement: 'body-202',
    location: `/instance/${text}`,
    expected: `expected ${text}`,
    actual: `actual ${text}`,
    message: `message ${text}`,
  };
  const exchange = sampleExchange(202, text, { error: `error ${text}`, curl: `curl ${text}` });
  const hostile = {
    title: `title ${text}`,
    reason: `reason ${text}`,
    testableBy: `testable ${text}`,
    states: [{ name: `state ${text}`, params: { [text]: text } }],
    findings: [finding, { ...finding, severity: 'warning' }, { ...finding, severity: 'note' }],
    exchanges: [
      {
        ...exchange,
        response: {
          status: 202,
          statusText: text,
          httpVersion: text,
          headers: [
            [text, text],
            [`X-${text}`, text],
          ],
          body: sampleBody(text, { encoding: 'base64', truncated: true }),
        },
      },
    ],
  } satisfies Partial<CaseResult>;
  const verdicts: readonly Verdict[] = [
    'conforms',
    'tolerated',
    'deviates',
    'not-exercised',
    'not-consented',
    'inconclusive',
    'errored',
    'not-selected',
  ];
  const cases = verdicts.map((verdict) =>
    sampleCase(`upgradeInstance/202/${verdict}`, {
      ...hostile,
      verdict,
      findings: hostile.findings.filter(({ severity }) => verdict !== 'conforms' || severity !== 'deviation'),
      tolerates: [{ status: 202, ambiguity: 'A-busy' }],
    }),
  );
  const result = sampleResult(
    [
      ...cases,
      sampleCase('upgradeInstance/400/waived', {
        baseUnproven: true,
        ...hostile,
        verdict: 'deviates',
        waived: text,
        findings: [{ ...finding, waiver: 1 }],
      }),
    ],
    {
      conclusion: 'deviates',
      target: { url: `https://staging.example/${text}`, apiVersion: text, accountId: text, builtIn: false },
      run: {
        exitCode: 1,
        driver: `driver ${text}`,
        options: { [text]: text },
        stopped: `stopped ${text}`,
        created: [{ kind: text, id: text, createdAt: '2026-11-23T10:00:01.000Z' }],
        leftBehind: [{ caseId: 'upgradeInstance/202/deviates', what: `what ${text}`, reason: text }],
        findings: hostile.findings,
        waivers: [
          {
            ...sampleWaiver,
            case: `case ${text}`,
            check: `check ${text}`,
            location: text,
            message: text,
            reason: `reason ${text}`,
            owner: `owner ${text}`,
            problem: { kind: 'changed', message: `problem ${text}` },
          },
        ],
      },
    },
  );
  return { ...result, coverage: result.coverage.map((row) => ({ ...row, reason: `reason ${text}` })) };
}
