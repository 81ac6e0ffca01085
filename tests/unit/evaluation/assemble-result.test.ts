import type { Case } from '../../../src/catalogue/case.ts';
import { assembleResult } from '../../../src/evaluation/assemble-result.ts';
import type { CaseOutcome, RawRun } from '../../../src/evaluation/case-outcome.ts';
import type { ConnectionSecret } from '../../../src/http/connection.ts';
import type { HeaderList } from '../../../src/model/exchange.ts';
import type { Json } from '../../../src/model/json.ts';
import type { Finding, WaiverResult } from '../../../src/model/result.ts';
import type { Secret } from '../../../src/secrets/redaction.ts';
import { answered } from '../../support/exchanges.ts';
import { caseOf, type FlatOptions, operationOf, responseOf, runOptions } from '../../support/runs.ts';

const outcomeOf = (different: Partial<CaseOutcome> = {}): CaseOutcome => ({
  verdict: 'conforms',
  findings: [],
  exchanges: [],
  durationMs: 1,
  ...different,
});

/** An outcome with one exchange, made with this credential, with these headers and this text as its answer. */
function exchanging(token: string | undefined, body: Json = '', headers: HeaderList = []): CaseOutcome {
  const exchange = answered({ status: 400, body, values: token === undefined ? {} : { token } });
  return outcomeOf({ exchanges: [{ ...exchange, request: { ...exchange.request, headers } }] });
}

interface Given {
  readonly cases?: readonly Case[];
  readonly outcomes?: Readonly<Record<string, CaseOutcome>>;
  readonly options?: Partial<FlatOptions>;
  readonly yielded?: Partial<Omit<RawRun, 'outcomes'>>;
}

async function assembled({
  cases = [caseOf({ id: 'a' })],
  outcomes = {},
  options = {},
  yielded = {},
}: Given = {}) {
  const operation = operationOf({ responses: new Map([responseOf(404), responseOf(400)]) });
  const catalogue = { operations: new Map([[operation.id, operation]]), cases };
  const { result, leak } = await assembleResult(runOptions({ values: {}, catalogue, ...options }), {
    outcomes: new Map(Object.entries(outcomes)),
    preflight: [],
    unplanned: [],
    findings: [],
    created: [],
    leftBehind: [],
    credentials: new Set(),
    renewed: [],
    startedAt: new Date('2026-11-23T10:00:00.000Z'),
    durationMs: 1,
    ...yielded,
  });
  return { result, leak, ...result, bodies: bodiesOf(result.cases) };
}

const bodiesOf = (cases: Awaited<ReturnType<typeof assembleResult>>['result']['cases']) =>
  cases.flatMap(({ exchanges }) => exchanges.map(({ response }) => response?.body?.text));

describe('a case in the result', () => {
  test('that was not selected has no more than its facts', async () => {
    const item = caseOf({ id: 'a', tolerates: [{ status: 404, ambiguity: 'A' }] });
    const { request: _, derivedBy: _by, ...facts } = item;
    expect((await assembled({ cases: [item] })).cases).toStrictEqual([
      { ...facts, verdict: 'not-selected', findings: [], exchanges: [], durationMs: 0 },
    ]);
  });

  test('has its outcome, the duration to a tenth of a millisecond', async () => {
    const item = caseOf({ id: 'a' });
    const finding: Finding = { check: 'c', severity: 'note', message: 'm' };
    const outcome = outcomeOf({
      verdict: 'errored',
      reason: `${'r'.repeat(1500)}${'s'.repeat(1500)}`,
      testableBy: '--more',
      findings: [finding],
      durationMs: 12.3456,
      verdictIfFinal: { verdict: 'deviates', findings: [] },
    });
    const { request: _, derivedBy: _by, ...facts } = item;
    expect((await assembled({ cases: [item], outcomes: { a: outcome } })).cases).toStrictEqual([
      {
        ...facts,
        verdict: 'errored',
        // The end of a trace says what happened.
        reason: `${'r'.repeat(950)}… (1100 characters left out) …${'s'.repeat(950)}`,
        testableBy: '--more',
        findings: [finding],
        exchanges: [],
        durationMs: 12.3,
      },
    ]);
  });

  test('says neither why nor what would help where its outcome does not', async () => {
    const [item] = (await assembled({ outcomes: { a: outcomeOf() } })).cases;
    for (const absent of ['reason', 'testableBy']) expect(item).not.toHaveProperty(absent);
  });

  test('has what it takes to judge it again', async () => {
    const outcome = { ...exchanging('run-token', '"loan-7"'), judged: 'answer' } as const;
    const [item] = (await assembled({ outcomes: { a: outcome } })).cases;
    expect(item?.evidence).toEqual({ sha256: expect.any(String), judged: 'answer', values: {} });
  });

  test('stands where the catalogue has it, whenever it was sent', async () => {
    const cases = ['b', 'a', 'c'].map((id) => caseOf({ id }));
    const outcomes = { c: outcomeOf(), a: outcomeOf(), b: outcomeOf() };
    expect((await assembled({ cases, outcomes })).cases.map(({ id }) => id)).toEqual(['b', 'a', 'c']);
  });

  test.each<[string, Partial<FlatOptions>, string]>([
    ['as the run did', { insecure: true }, '--insecure'],
    [
      'the way that the run went',
      { connection: { headers: [], secrets: [], curl: [{ flag: '--proxytunnel' }] } },
      '--proxytunnel',
    ],
  ])('is repeated by curl %s', async (_title, options, word) => {
    const lines = async (given: Partial<FlatOptions>) =>
      (await assembled({ outcomes: { a: exchanging(undefined) }, options: given })).cases[0]?.exchanges[0]
        ?.curl;
    expect(await lines(options)).toContain(word);
    expect(await lines({})).not.toContain(word);
  });
});

describe('a run in the result', () => {
  test('is described by what it was given and how it went', async () => {
    const { result } = await assembled({
      outcomes: { a: outcomeOf() },
      options: {
        builtIn: true,
        insecure: true,
        consent: 'observe',
        given: { rate: 5 },
        ambiguities: { A: { statement: 's', strength: 'ambiguity', authority: 'a', citation: 'c' } },
      },
      yielded: { durationMs: 1234.6 },
    });
    expect(result).toMatchObject({
      formatVersion: 2,
      suite: { name: 'suite' },
      target: { url: 'http://target.example', apiVersion: 'v1', accountId: null, builtIn: true },
      ambiguities: { A: { statement: 's' } },
      run: {
        startedAt: '2026-11-23T10:00:00.000Z',
        durationMs: 1235,
        options: { rate: 5 },
        consent: 'observe',
        driver: 'fake',
        insecure: true,
        leftBehind: [],
        findings: [],
        exitCode: 3,
      },
    });
    for (const absent of ['waivers', 'stopped', 'scope', 'preflight', 'created'])
      expect(result.run).not.toHaveProperty(absent);
  });

  test('has what was asked before it, what it made, and the operations that it was about', async () => {
    const scope = { names: ['renewLoan'], of: 2 };
    const asked = { what: '--loan', method: 'GET', url: 'http://target.example/run-token' };
    const { result } = await assembled({
      options: {
        values: { token: 'run-token' },
        catalogue: { operations: new Map(), cases: [], scope },
      },
      yielded: {
        preflight: [{ ...asked, status: 200, verdict: 'usable' }],
        created: [{ kind: 'loan', id: 'of run-token', createdAt: '2026-11-23T10:00:01.000Z' }],
      },
    });
    expect(result.run).toMatchObject({
      scope,
      preflight: [{ ...asked, url: 'http://target.example/$TOKEN', status: 200, verdict: 'usable' }],
      created: [{ kind: 'loan', id: 'of $TOKEN', createdAt: '2026-11-23T10:00:01.000Z' }],
    });
  });

  test('says what of the document it does not cover', async () =>
    expect((await assembled({ options: { notCovered: ['webhooks'] } })).result.run.findings).toEqual([
      {
        check: 'document',
        severity: 'note',
        message: 'The document has something that the suite does not cover: webhooks.',
      },
    ]));

  test('covers the documented statuses in their order', async () =>
    expect((await assembled()).coverage.map(({ operationId, status }) => [operationId, status])).toEqual([
      ['renewLoan', 400],
      ['renewLoan', 404],
    ]));

  test('has its own findings, and says why it was stopped', async () => {
    const finding: Finding = { check: 'c', severity: 'deviation', message: 'm'.repeat(600) };
    const { result } = await assembled({
      yielded: { findings: [finding], stopped: 'the run was interrupted' },
    });
    expect(result.run).toMatchObject({
      findings: [{ ...finding, message: `${'m'.repeat(500)}… (600 characters)` }],
      stopped: 'the run was interrupted',
      exitCode: 1,
    });
    expect(result.conclusion).toBe('deviates');
  });

  test('has its waivers, which are laid over what was found', async () => {
    const waiver = { case: 'run', check: 'c', reason: 'known', owner: 'me', expires: '2026-12-01' };
    const { result } = await assembled({
      options: { waivers: { entries: [waiver], today: '2026-11-23' } },
      yielded: { findings: [{ check: 'c', severity: 'deviation', message: 'm' }] },
    });
    expect(result.run.waivers).toEqual([{ ...waiver, entry: 1 } satisfies WaiverResult]);
    expect(result.run.findings).toMatchObject([{ waiver: 1 }]);
  });

  test.each<[string, readonly string[], number]>([
    ['hold', ['2026-12-01', '2026-12-02'], 3],
    ['have expired, even one of several,', ['2026-12-01', '2026-11-22'], 1],
  ])('whose waivers %s ends with its own code', async (_title, days, exitCode) => {
    const entries = days.map((expires) => ({
      ...{ case: 'run', check: 'c', reason: 'known', owner: 'me' },
      expires,
    }));
    const { result } = await assembled({
      options: { waivers: { entries, today: '2026-11-23' } },
      yielded: { findings: [{ check: 'c', severity: 'deviation', message: 'm' }] },
    });
    expect(result.run.exitCode).toBe(exitCode);
  });

  const sent = { cases: ['a', 'b'].map((id) => caseOf({ id })), outcomes: { a: outcomeOf() } };
  test.each<[string, Partial<FlatOptions>, number, string]>([
    ['incomplete', {}, 3, 'incomplete'],
    ['of a selection, all of which was shown', { selected: new Set(['a']) }, 0, 'incomplete'],
    ['interrupted', { signal: AbortSignal.abort() }, 130, 'incomplete'],
  ])('that was %s ends with its own code', async (_title, options, exitCode, conclusion) => {
    const { result } = await assembled({ ...sent, options });
    expect(result).toMatchObject({ conclusion, run: { exitCode } });
  });

  test('ends with the code of a run that is strict, where there is a warning', async () => {
    const findings: Finding[] = [{ check: 'c', severity: 'warning', message: 'm' }];
    const codes = [false, true].map(async (strict) => {
      const options = { exitRules: { strict, allowIncomplete: [] } };
      return (await assembled({ options, yielded: { findings } })).run.exitCode;
    });
    expect(await Promise.all(codes)).toEqual([3, 1]);
  });

  test('shows the requirements that it was given', async () => {
    const statement = { statement: 's', strength: 'must', authority: 'a', citation: 'c' } as const;
    expect((await assembled({ options: { requirements: { R: statement } } })).requirements).toMatchObject({
      R: { ...statement, verdict: 'incomplete' },
    });
  });
});

describe('secrets', () => {
  const [mine, renewed, stated, expired] = ['run-token', 'new-token', 'zzz-token', 'bad-token'];

  test('have names in the order in which the run came by them', async () => {
    const all = [mine, renewed, stated, expired, 'aaa-unused', 'bbb-unused'].join(' ');
    const { bodies } = await assembled({
      cases: [
        caseOf({ id: 'not-sent' }),
        caseOf({ id: 'a' }),
        caseOf({ id: 'b', request: { credential: 'expired' } }),
      ],
      outcomes: { b: exchanging(expired), a: exchanging(stated, all) },
      options: { values: { token: mine } },
      yielded: { renewed: [renewed], credentials: new Set(['bbb-unused', stated, 'aaa-unused', expired]) },
    });
    expect(bodies).toEqual(['$TOKEN $TOKEN_2 $TOKEN_3 $TOKEN_4 $TOKEN_5 $TOKEN_6', undefined]);
  });

  test.each<[string, Case['request']['credential']]>([
    ['a wrong credential that a case makes up', { literal: 'made-up-token' }],
    ['a credential that is not sent', 'absent'],
  ])('are not %s', async (_title, credential) => {
    const { bodies } = await assembled({
      cases: [caseOf({ id: 'a', request: { credential } })],
      outcomes: { a: exchanging('made-up-token', 'made-up-token') },
    });
    expect(bodies).toEqual(['made-up-token']);
  });

  test.each<[string, string | undefined]>([
    ['is absent', undefined],
    ['is empty', ''],
  ])('are found without the run’s credential, where that %s', async (_title, token) => {
    const { bodies, leak } = await assembled({
      outcomes: { a: exchanging(stated, `x ${stated}`) },
      options: { values: token === undefined ? {} : { token } },
    });
    expect(bodies).toEqual(['x $TOKEN']);
    expect(leak('nothing')).toBeUndefined();
  });

  test('are removed wherever they stand', async () => {
    const waiver = { case: 'run', check: 'c', reason: mine, owner: 'me', expires: '2026-12-01' };
    const finding: Finding = { check: 'c', severity: 'note', message: mine };
    const { result, leak } = await assembled({
      outcomes: { a: { ...exchanging(mine, mine), reason: mine, findings: [finding] } },
      options: {
        values: { token: mine },
        url: `http://target.example/${mine}`,
        given: { [mine]: mine },
        driver: { ...runOptions().states.driver, name: `at ${mine}` },
        waivers: { entries: [waiver], today: '2026-11-23' },
      },
      yielded: { findings: [finding], leftBehind: [{ caseId: 'a', what: mine, reason: mine }] },
    });
    expect(leak(JSON.stringify(result))).toBeUndefined();
    expect(leak(`x ${mine}`)).toBe('TOKEN');
    expect(result).toMatchObject({
      target: { url: 'http://target.example/$TOKEN' },
      cases: [{ reason: '$TOKEN', findings: [{ message: '$TOKEN' }] }],
      run: {
        driver: 'at $TOKEN',
        options: { $TOKEN: '$TOKEN' },
        waivers: [{ reason: '$TOKEN' }],
        findings: [{ message: '$TOKEN' }],
        leftBehind: [{ caseId: 'a', what: '$TOKEN', reason: '$TOKEN' }],
      },
    });
  });

  const basic = { credentialPlace: { in: 'header', name: 'X-Card', form: 'basic' } } as const;
  test.each<[string, Partial<Case['request']>, string, string, string]>([
    [
      'of a JSON Web Token',
      {},
      'eyJhbGciOiJub25lIn0.cGF5bG9hZA.c2lnbmF0dXJl',
      'c2lnbmF0dXJl',
      '$TOKEN_SIGNATURE',
    ],
    ['of a user with a password', basic, 'user:password', 'password', '$TOKEN_PASSWORD'],
    ['in base64', basic, 'user:password', 'dXNlcjpwYXNzd29yZA==', '$TOKEN_BASIC'],
    ['that are short are not', basic, 'user:secret7', 'secret7', 'secret7'],
  ])('are removed in part: %s', async (_title, request, token, part, shown) => {
    const { bodies } = await assembled({
      cases: [caseOf({ id: 'a', request })],
      outcomes: { a: exchanging(token, `it was ${part}`) },
      options: { values: { token } },
    });
    expect(bodies).toEqual([`it was ${shown}`]);
  });

  test('of the connection and others are removed, too', async () => {
    const secrets: ConnectionSecret[] = [{ name: 'PROXY', value: 'proxy-password' }];
    const otherSecrets: Secret[] = [{ name: 'KEYSTONE', value: 'keystone-password' }];
    const { bodies } = await assembled({
      outcomes: { a: exchanging(undefined, 'proxy-password keystone-password') },
      options: { connection: { headers: [], secrets, curl: [] }, otherSecrets },
    });
    expect(bodies).toEqual(['$PROXY $KEYSTONE']);
  });

  test.each<[string, string, string]>([
    ['of 8 characters are sought everywhere', '12345678', 'was $TOKEN'],
    ['of fewer are not, as they would be found everywhere', '1234567', 'was 1234567'],
  ])('%s', async (_title, token, body) =>
    expect(
      (
        await assembled({
          outcomes: { a: exchanging(token, `was ${token}`) },
          options: { values: { token } },
        })
      ).bodies,
    ).toEqual([body]),
  );

  test.each<[string, Partial<Case['request']>, ConnectionSecret[], HeaderList, HeaderList]>([
    [
      'a credential, in that of its case alone',
      {},
      [],
      [
        ['X-Card', 'short'],
        ['X-Other', 'short'],
        ['X-Card', 'other'],
      ],
      [
        ['X-Card', '$TOKEN'],
        ['X-Other', 'short'],
        ['X-Card', 'other'],
      ],
    ],
    [
      'a secret of the connection, in its own alone',
      {},
      [{ name: 'GATE', value: 'abc', header: 'X-Gate' }],
      [
        ['X-Gate', 'abc'],
        ['X-Gate', 'other'],
        ['X-Card', 'abc'],
      ],
      [
        ['X-Gate', '$GATE'],
        ['X-Gate', 'other'],
        ['X-Card', 'abc'],
      ],
    ],
    [
      'a credential, in the cookie of its case alone',
      { credentialPlace: { in: 'cookie', name: 'sid', form: 'plain' } },
      [],
      [
        ['Cookie', 'lang=short; sid=short'],
        ['X-Card', 'short'],
      ],
      [
        ['Cookie', 'lang=short; sid=$TOKEN'],
        ['X-Card', 'short'],
      ],
    ],
    [
      'nothing, where the case has no header for a credential',
      { credentialPlace: null },
      [],
      [['X-Card', 'short']],
      [['X-Card', 'short']],
    ],
  ])('that are short are hidden in a header: %s', async (_title, request, secrets, headers, shown) => {
    const { cases } = await assembled({
      cases: [caseOf({ id: 'a', request })],
      outcomes: { a: exchanging('short', '', headers) },
      options: { values: { token: 'short' }, connection: { headers: [], secrets, curl: [] } },
    });
    expect(cases[0]?.exchanges[0]?.request.headers).toEqual(shown);
    expect(cases[0]?.exchanges[0]?.request.method).toBe('POST');
  });
});
