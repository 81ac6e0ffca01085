import type { Case } from '../../../src/catalogue/case.ts';
import type { Check } from '../../../src/checks/check.ts';
import type { CaseOutcome } from '../../../src/evaluation/case-outcome.ts';
import type { Exchange } from '../../../src/model/exchange.ts';
import type { Consent, Risk } from '../../../src/model/result.ts';
import type { SetUp } from '../../../src/provider-states/driver.ts';
import type { RunContext } from '../../../src/runner/context.ts';
import type { Hints } from '../../../src/runner/options.ts';
import type { Phase } from '../../../src/runner/plan.ts';
import { type EarlierAttempt, notReached, type Postponed } from '../../../src/runner/postponed.ts';
import type { RenewalOptions } from '../../../src/runner/renewal.ts';
import { usedBy } from '../../../src/runner/request.ts';
import { runCase } from '../../../src/runner/run-case.ts';
import { consents } from '../../../src/runner/unsent.ts';
import { found } from '../../support/apis.ts';
import { answered } from '../../support/exchanges.ts';
import {
  caseOf,
  consentHints,
  driverOf,
  type FlatOptions,
  onLoan,
  operationOf,
  own,
  ready,
  responseOf,
  runOf,
  type Wire,
} from '../../support/runs.ts';

interface Given {
  readonly wire?: Wire;
  readonly options?: Partial<FlatOptions>;
  readonly renewal?: Partial<RenewalOptions>;
  readonly stop?: AbortController;
  readonly phase?: Phase;
  readonly earlier?: EarlierAttempt;
  /** What the driver says, one set-up after the other. */
  readonly states?: readonly SetUp[];
}

/** What becomes of one case, and what was sent and torn down for it. */
async function ran(item: Case, { phase = 'together', earlier, states = [], ...given }: Given = {}) {
  const fake = driverOf({ answers: states });
  const run = runOf({ ...given, options: { driver: fake.driver, ...given.options } });
  run.context.setUps.announce(item);
  const result = await runCase(run.context, item, phase, earlier);
  await run.context.setUps.close();
  return { ...run, ...fake, result };
}

const outcomeOf = (result: CaseOutcome | Postponed): CaseOutcome => {
  if ('postponed' in result) throw new Error(`postponed: ${result.postponed}`);
  return result;
};

const messages = (result: CaseOutcome | Postponed) =>
  outcomeOf(result).findings.map(({ check, severity, message }) => `${check} ${severity}: ${message}`);

const statuses = (exchanges: readonly Exchange[]) => exchanges.map(({ response }) => response?.status);

const header = (headers: readonly (readonly [string, string])[] | undefined, name: string) =>
  headers?.find(([key]) => key === name)?.[1];

const onState = (different: Parameters<typeof caseOf>[0] = {}) => caseOf({ states: [onLoan], ...different });

describe('a case that is sent', () => {
  test('is judged by its answer', async () => {
    const { result, sent, context } = await ran(caseOf());
    expect(result).toEqual({
      verdict: 'conforms',
      judged: 'answer',
      findings: [],
      exchanges: [expect.objectContaining({ response: expect.objectContaining({ status: 400 }) })],
      durationMs: expect.any(Number),
    });
    expect(sent).toMatchObject([{ method: 'POST', url: 'http://target.example/loans/loan-own/renew' }]);
    expect(context.wideScopeSetUps.size).toBe(0);
  });

  test('says how long it took', async () => {
    jest.useFakeTimers();
    try {
      jest.advanceTimersByTime(1000);
      const { result } = await ran(caseOf(), {
        wire: () => {
          jest.advanceTimersByTime(250);
          return { status: 400 };
        },
      });
      expect(result).toMatchObject({ durationMs: 250 });
    } finally {
      jest.useRealTimers();
    }
  });

  test('goes with the run’s signal, its id and the number of the attempt', async () => {
    const item = caseOf();
    const { sending, stop } = await ran(item, { wire: (_, count) => ({ status: count === 1 ? 503 : 400 }) });
    expect(sending).toEqual([1, 2].map((attempt) => ({ attempt, signal: stop.signal, caseId: item.id })));
  });

  test.each<[Risk, boolean]>([
    ['none', false],
    ['if-deviant', false],
    ['change', true],
  ])('of risk %s goes on a fresh connection: %s', async (risk, fresh) => {
    const { sent } = await ran(onState({ risk }), { options: { consent: 'change' } });
    expect(sent).toMatchObject([{ fresh }]);
  });

  test('about an operation that the catalogue does not have is a defect of ours', async () => {
    const item = caseOf({ operationId: 'burnBook' });
    await expect(ran(item)).rejects.toThrow(
      `${item.id} is about an operation that the catalogue does not have.`,
    );
  });

  test('has behind it what it was answered before', async () => {
    const before = answered({ status: 404 });
    const note = { check: 'interference', severity: 'note', message: 'Sent again.' } as const;
    const { result, sending } = await ran(caseOf(), { earlier: { exchanges: [before], findings: [note] } });
    expect(result).toMatchObject({ verdict: 'conforms', findings: [note] });
    expect(statuses(outcomeOf(result).exchanges)).toEqual([404, 400]);
    expect(sending).toMatchObject([{ attempt: 2 }]);
  });

  test('keeps what is shown of a long answer, and not the rest', async () => {
    const body = 'x'.repeat(1_000_000);
    const { result } = await ran(caseOf(), { wire: () => ({ status: 400, body }) });
    const [exchange] = outcomeOf(result).exchanges;
    expect(exchange?.response?.body.length).toBeLessThan(body.length);
    expect(exchange?.response?.whole).toMatchObject({ bytes: body.length });
  });

  test('whose transport answers nothing at all is a defect of ours', async () => {
    const { context } = runOf();
    const item = caseOf();
    context.setUps.announce(item);
    const mute: RunContext = { ...context, transport: { send: async () => [], close: () => {} } };
    await expect(runCase(mute, item, 'together')).rejects.toThrow('The transport returned no exchange.');
  });
});

describe('the values of a request', () => {
  const path = '/loans/{loan}/renew/{copy}';

  test('are the run’s, replaced by what the provider state gives', async () => {
    const { sent } = await ran(onState({ request: { path } }), {
      options: { values: { ...own, copy: '7' } },
      states: [ready({ loan: 'given', token: 'of the state' })],
    });
    expect(sent[0]?.url).toBe('http://target.example/loans/given/renew/7');
    expect(header(sent[0]?.headers, 'X-Card')).toBe('of the state');
  });

  test('of the provider state are those that the case has a use for', async () => {
    const { sent } = await ran(onState({ request: { path }, uses: ['copy'] }), {
      states: [ready({ loan: 'given', copy: '9' })],
    });
    expect(sent[0]?.url).toBe('http://target.example/loans/loan-own/renew/9');
  });

  test.each<[string, string, string, string]>([
    [
      'one is lacking',
      '/loans/{copy}',
      'The request needs copy.',
      'a value for copy (an example in the document, or a provider state)',
    ],
    ['one that an option gives', '/{shelf}', 'The request needs shelf.', '--shelf'],
    [
      'several are lacking',
      '/{shelf}/{copy}',
      'The request needs shelf, copy.',
      '--shelf and a value for copy (an example in the document, or a provider state)',
    ],
  ])(
    'where %s: nothing is sent, and the case says what would help',
    async (_title, template, reason, testableBy) => {
      const { result, sent } = await ran(caseOf({ request: { path: template } }), {
        options: { hints: hintsWith({ shelf: '--shelf' }) },
      });
      expect(result).toMatchObject({
        verdict: 'not-exercised',
        reason,
        testableBy,
        exchanges: [],
        findings: [],
      });
      expect(sent).toEqual([]);
    },
  );

  const hintsWith = (values: Readonly<Record<string, string>>): Hints => ({
    consent: consentHints,
    states: 'give states',
    maxWait: '--max-wait',
    rate: '--rate',
    values,
  });

  test.each<[string, readonly string[] | undefined, Readonly<Record<string, string>>]>([
    ['all, where a case does not say which', undefined, { a: '1', b: '2' }],
    ['those that it names', ['b', 'c'], { b: '2' }],
    ['none, where it names none', [], {}],
  ])('that a state gives and a case uses are %s', (_title, uses, used) =>
    expect(usedBy(caseOf(uses && { uses }), { a: '1', b: '2' })).toEqual(used),
  );
});

describe('a provider state', () => {
  test.each<[string, SetUp, object]>([
    [
      'that failed makes the case errored',
      { outcome: 'failed', reason: 'no database' },
      { verdict: 'errored', reason: 'Its provider state failed: no database.' },
    ],
    [
      'that the driver does not support is not exercised, which a driver would mend',
      { outcome: 'not-supported', reason: 'Never heard of it.' },
      { verdict: 'not-exercised', reason: 'Never heard of it.', testableBy: 'give states' },
    ],
    [
      'that the driver would support, if asked otherwise, is not exercised, and says how',
      { outcome: 'not-supported', reason: 'No value.', testableBy: '--value' },
      { verdict: 'not-exercised', reason: 'No value.', testableBy: '--value' },
    ],
  ])('%s', async (_title, state, expected) => {
    const { result, sent } = await ran(onState(), { states: [state] });
    expect(result).toStrictEqual({
      ...expected,
      findings: [],
      exchanges: [],
      durationMs: expect.any(Number),
    });
    expect(sent).toEqual([]);
  });

  test('is torn down once its case is done, with what the case created by mistake', async () => {
    const { tornDown } = await ran(onState(), { wire: () => ({ status: 202, body: { id: 'made' } }) });
    expect(tornDown).toEqual([{ ...onLoan, values: { loan: 'loan-1' }, created: ['made'] }]);
  });

  test('is torn down by the digits of what was created, where the id is a number', async () => {
    const { tornDown } = await ran(onState(), {
      wire: () => ({ status: 202, body: '{"id": 9007199254740993}' }),
    });
    expect(tornDown).toEqual([{ ...onLoan, values: { loan: 'loan-1' }, created: ['9007199254740993'] }]);
  });

  test.each<[string, Parameters<Wire>[0]['method'], string, Partial<Parameters<typeof operationOf>[0]>]>([
    ['a safe method was answered', 'GET', '{"id":"made"}', {}],
    ['a HEAD was answered', 'HEAD', '{"id":"made"}', {}],
    ['the answer names no id', 'POST', '{}', {}],
    ['the id is neither text nor a number', 'POST', '{"id":true}', {}],
    ['the answer is no JSON', 'POST', 'made', {}],
    [
      'the document does not say where the id is',
      'POST',
      '{"id":"made"}',
      { responses: new Map([responseOf(202)]) },
    ],
    ['the document does not have the status', 'POST', '{"id":"made"}', { responses: new Map() }],
  ])('has nothing created where %s', async (_title, method, body, different) => {
    const operation = operationOf(different);
    const { tornDown } = await ran(onState({ request: { method } }), {
      wire: () => ({ status: 202, body }),
      options: { catalogue: { operations: new Map([[operation.id, operation]]), cases: [] } },
    });
    expect(tornDown).toMatchObject([{ created: [] }]);
  });

  test.each<[string, number, object]>([
    ['is refused', 400, { created: [] }],
    ['is answered with a redirect', 302, { created: [] }],
  ])('has nothing created where the request %s', async (_title, status, expected) => {
    const { tornDown } = await ran(onState(), { wire: () => ({ status, body: { id: 'made' } }) });
    expect(tornDown).toMatchObject([expected]);
  });

  test('is torn down also where its case is never sent', async () => {
    const { tornDown, sent } = await ran(onState({ request: { path: '/{shelf}' } }));
    expect(sent).toEqual([]);
    expect(tornDown).toHaveLength(1);
  });
});

describe('a state that reaches beyond its resource', () => {
  test.each<[string, SetUp, Phase, boolean]>([
    ['waits until nothing else is in flight', ready({ loan: '1' }, { scope: 'account' }), 'together', true],
    ['waits the more if all is affected', ready({ loan: '1' }, { scope: 'service' }), 'together', true],
    [
      'is used at once where nothing else is in flight',
      ready({ loan: '1' }, { scope: 'account' }),
      'exclusive',
      false,
    ],
    ['is another than one of its resource', ready({ loan: '1' }, { scope: 'instance' }), 'together', false],
    ['is another than one whose driver says nothing', ready({ loan: '1' }), 'together', false],
  ])('%s', async (_title, state, phase, postponed) => {
    const { result, context, sent } = await ran(onState(), { states: [state], phase });
    if (postponed) expect(result).toEqual({ postponed: 'exclusive' });
    else expect(result).toMatchObject({ verdict: 'conforms' });
    expect([...context.wideScopeSetUps].map(({ values }) => values)).toEqual(
      postponed ? [{ loan: '1' }] : [],
    );
    expect(sent).toHaveLength(postponed ? 0 : 1);
  });
});

describe('what the user allows', () => {
  test.each<[Consent, Risk, boolean]>([
    ['observe', 'none', true],
    ['observe', 'if-deviant', false],
    ['observe', 'change', false],
    ['reject', 'none', true],
    ['reject', 'if-deviant', true],
    ['reject', 'change', false],
    ['change', 'none', true],
    ['change', 'if-deviant', true],
    ['change', 'change', true],
  ])('with consent %s, a case of risk %s: %s', (consent, risk, allowed) =>
    expect(consents(consent, risk)).toBe(allowed),
  );

  test.each<[Exclude<Risk, 'none'>, Consent, string]>([
    ['if-deviant', 'observe', 'allow reject'],
    ['change', 'reject', 'allow change'],
  ])(
    'a case of risk %s is not sent with consent %s, and says what would allow it',
    async (risk, consent, hint) => {
      const { result, sent } = await ran(caseOf({ risk }), { options: { consent } });
      expect(result).toEqual({
        verdict: 'not-consented',
        reason: 'It could change the target, which the run was not allowed to.',
        testableBy: hint,
        findings: [],
        exchanges: [],
        durationMs: expect.any(Number),
      });
      expect(sent).toEqual([]);
    },
  );

  test.each<[string, Parameters<typeof ran>[0], Partial<FlatOptions>]>([
    ['on a resource of its own', onState({ risk: 'change' }), { consent: 'observe' }],
    ['on the built-in target', caseOf({ risk: 'change' }), { consent: 'observe', builtIn: true }],
    ['that can change nothing', caseOf({ risk: 'none' }), { consent: 'observe' }],
    ['that it covers', caseOf({ risk: 'if-deviant' }), { consent: 'reject' }],
  ])('is not asked of a case %s', async (_title, item, options) => {
    const { result, sent } = await ran(item, { options });
    expect(result).toMatchObject({ verdict: 'conforms' });
    expect(sent).toHaveLength(1);
  });

  test.each<[string, Partial<FlatOptions>, SetUp | undefined, Postponed]>([
    ['the run’s resource', {}, undefined, { postponed: 'shared-change', resource: 'loan-own' }],
    [
      'the resource that its state gave a second time',
      {},
      ready({ loan: 'loan-own' }),
      { postponed: 'shared-change', resource: 'loan-own' },
    ],
    ['no resource', { values: { token: 'good-token' } }, undefined, { postponed: 'shared-change' }],
  ])('has a case that would change %s come last', async (_title, options, state, postponed) => {
    const item = state ? onState({ risk: 'change' }) : caseOf({ risk: 'change' });
    const given = { options: { ...options, consent: 'change' } as const, ...(state && { states: [state] }) };
    expect((await ran(item, given)).result).toStrictEqual(postponed);
    expect((await ran(item, { ...given, phase: 'exclusive' })).result).toStrictEqual(postponed);
  });

  test('has a case come last whose operation acts on no resource', async () => {
    const { resourceParameter: _, ...operation } = operationOf();
    const { result } = await ran(caseOf({ risk: 'change' }), {
      options: {
        consent: 'change',
        catalogue: { operations: new Map([[operation.id, operation]]), cases: [] },
      },
    });
    expect(result).toStrictEqual({ postponed: 'shared-change' });
  });

  test('has it sent when it is its turn', async () => {
    const item = caseOf({ risk: 'change', expect: 202 });
    const { result } = await ran(item, {
      wire: () => ({ status: 202 }),
      options: { consent: 'change' },
      phase: 'shared-change',
    });
    expect(result).toMatchObject({ verdict: 'conforms' });
  });
});

describe('the run’s credential', () => {
  const expired = { expiresAt: new Date(0) };
  const renewedBefore =
    'credential_renewal note: The credential had expired, and was renewed before this was sent.';

  test('that has expired is renewed before a case is sent', async () => {
    const { result, sent } = await ran(caseOf(), {
      renewal: { ...expired, renew: async () => ({ credential: 'new' }) },
    });
    expect(header(sent[0]?.headers, 'X-Card')).toBe('new');
    expect(messages(result)).toEqual([renewedBefore]);
  });

  test('that has expired is of no interest to a case that does not carry it', async () => {
    const asked: string[] = [];
    const renew = async () => {
      asked.push('renew');
      return { credential: 'new' };
    };
    const states = [ready({ loan: '1', token: 'of the state' })];
    const { result, sent } = await ran(onState(), { renewal: { ...expired, renew }, states });
    expect(header(sent[0]?.headers, 'X-Card')).toBe('of the state');
    expect(messages(result)).toEqual([]);
    expect(asked).toEqual([]);
  });

  test('is the run’s where the case has no use for that of the state', async () => {
    const states = [ready({ loan: '1', token: 'of the state' })];
    const renewal = { ...expired, renew: async () => ({ credential: 'new' }) };
    const { sent } = await ran(onState({ uses: ['loan'] }), { renewal, states });
    expect(header(sent[0]?.headers, 'X-Card')).toBe('new');
  });

  test.each<[string, Partial<RenewalOptions>, number]>([
    ['before the case is sent', expired, 0],
    ['after an answer that may be its fault', {}, 1],
  ])('that cannot be renewed %s makes the case errored', async (_title, different, sendings) => {
    const renew = () => Promise.reject(new Error('no identity service'));
    const { result, sent } = await ran(caseOf(), {
      wire: () => ({ status: 401 }),
      renewal: { ...different, renew },
    });
    expect(result).toMatchObject({
      verdict: 'errored',
      reason: 'Its credential had to be renewed, which failed: no identity service',
    });
    expect(statuses(outcomeOf(result).exchanges)).toEqual(sendings === 0 ? [] : [401]);
    expect(sent).toHaveLength(sendings);
  });

  test('that could not be renewed because the run was stopped leaves the case not reached', async () => {
    const stop = new AbortController();
    const renew = async () => {
      stop.abort(new Error('the run was interrupted'));
      throw new Error('aborted');
    };
    const { result } = await ran(caseOf(), { wire: () => ({ status: 401 }), renewal: { renew }, stop });
    expect(result).toMatchObject({ verdict: 'errored', reason: 'not reached: the run was interrupted' });
    expect(statuses(outcomeOf(result).exchanges)).toEqual([401]);
  });

  test('that is refused is renewed, and the case sent again with the new one', async () => {
    const { result, sent, sending } = await ran(caseOf(), {
      wire: (_, count) => ({ status: count === 1 ? 401 : 400 }),
      renewal: { renew: async () => ({ credential: 'new' }) },
    });
    expect(sent.map(({ headers }) => header(headers, 'X-Card'))).toEqual(['good-token', 'new']);
    expect(sending).toMatchObject([{ attempt: 1 }, { attempt: 2 }]);
    expect(messages(result)).toEqual([
      'credential_renewal note: Answered 401; the credential was renewed and the request sent again.',
    ]);
    expect(result).toMatchObject({ verdict: 'conforms' });
  });

  const doubtful = caseOf({ tolerates: [{ status: 401, ambiguity: 'A' }] });

  test('that may be why an answer is tolerated has the case sent again later', async () => {
    const { result } = await ran(doubtful, {
      wire: () => ({ status: 401 }),
      renewal: { renew: async () => ({ credential: 'new' }) },
      earlier: { exchanges: [answered({ status: 404 })], findings: [] },
    });
    expect(result).toEqual({
      postponed: 'exclusive',
      earlier: {
        exchanges: [404, 401].map((status) =>
          expect.objectContaining({ response: expect.objectContaining({ status }) }),
        ),
        findings: [
          {
            check: 'credential_renewal',
            severity: 'note',
            message: 'Answered 401, which the age of the credential may explain; sent again later.',
          },
        ],
      },
    });
  });

  test('is good, as the other cases have shown, where the tolerated answer comes again', async () => {
    const { result, sent } = await ran(doubtful, {
      wire: () => ({ status: 401 }),
      renewal: { renew: async () => ({ credential: 'new' }) },
      phase: 'exclusive',
    });
    expect(result).toMatchObject({ verdict: 'tolerated' });
    expect(sent).toHaveLength(1);
  });

  test('is not renewed for a case that proves another’s to be refused', async () => {
    const asked: string[] = [];
    const renew = async () => {
      asked.push('renew');
      return { credential: 'new' };
    };
    const item = caseOf({ request: { credential: { literal: 'wrong' } } });
    const { result } = await ran(item, { wire: () => ({ status: 401 }), renewal: { renew } });
    expect(result).toMatchObject({ verdict: 'deviates' });
    expect(asked).toEqual([]);
  });
});

describe('a run that is stopped', () => {
  const reason = new Error('the run was interrupted');
  const said = 'not reached: the run was interrupted';

  test('does not send a case any more', async () => {
    const stop = new AbortController();
    stop.abort(reason);
    const { result, sent } = await ran(caseOf(), { stop });
    expect(result).toMatchObject({ verdict: 'errored', reason: said, findings: [], exchanges: [] });
    expect(sent).toEqual([]);
  });

  test('says nothing of the target by an exchange that it ended itself', async () => {
    const stop = new AbortController();
    const { result } = await ran(caseOf(), {
      stop,
      wire: () => {
        stop.abort(reason);
        return { blame: 'suite', message: 'stopped' };
      },
    });
    expect(result).toMatchObject({ verdict: 'errored', reason: said });
    expect(outcomeOf(result).exchanges).toMatchObject([{ failure: { message: 'stopped' } }]);
  });

  test.each<[string, Awaited<ReturnType<Wire>>, object]>([
    ['an answer that came all the same', { status: 404 }, { verdict: 'deviates' }],
    ['a failure of the target', { blame: 'target', message: 'reset' }, { verdict: 'deviates' }],
  ])('judges %s', async (_title, given, expected) => {
    const stop = new AbortController();
    const { result } = await ran(caseOf(), {
      stop,
      wire: () => {
        stop.abort(reason);
        return given;
      },
    });
    expect(result).toMatchObject(expected);
  });

  test('waits for no throttle, and keeps what was sent before', async () => {
    const stop = new AbortController();
    const { result } = await ran(caseOf(), {
      stop,
      wire: () => {
        stop.abort(reason);
        return { status: 413, headers: [['Retry-After', '5']] };
      },
      options: { maxWaitS: 60 },
    });
    expect(result).toMatchObject({ verdict: 'errored', reason: said, findings: [] });
    expect(statuses(outcomeOf(result).exchanges)).toEqual([413]);
  });

  test.each<[string, unknown, string]>([
    ['an error', reason, said],
    ['anything else', 'by hand', 'not reached: by hand'],
  ])('says why, be the reason %s', (_title, why, expected) => {
    const stop = new AbortController();
    stop.abort(why);
    expect(notReached(stop.signal)).toEqual({
      verdict: 'errored',
      reason: expected,
      findings: [],
      exchanges: [],
      durationMs: 0,
    });
  });
});

test('a failure of ours, in a run that goes on, is no verdict on the target', async () => {
  const { result } = await ran(caseOf(), { wire: () => ({ blame: 'suite', message: 'no port left' }) });
  expect(result).toMatchObject({ verdict: 'errored', reason: 'no port left' });
});

describe('a target that throttles for longer than the run may wait', () => {
  test.each<[string, Case, number, object]>([
    ['does not deviate by that, unless it throttles everything', caseOf(), 413, { verdict: 'deviates' }],
    [
      'may be tolerated for it in the end',
      caseOf({ tolerates: [{ status: 413, ambiguity: 'A' }] }),
      413,
      { verdict: 'tolerated' },
    ],
  ])('%s', async (_title, item, status, verdictIfFinal) => {
    const { result } = await ran(item, { wire: () => ({ status, headers: [['Retry-After', '60']] }) });
    expect(result).toMatchObject({
      verdict: 'inconclusive',
      reason: `The target answered ${status} without a break, for longer than the run may wait (--max-wait); send requests more slowly (--rate).`,
      findings: [],
      verdictIfFinal,
    });
    expect(statuses(outcomeOf(result).exchanges)).toEqual([413]);
  });

  test('is not sent on another set-up for that', async () => {
    const { setUps, sent } = await ran(onState(), { wire: () => ({ status: 413 }) });
    expect(setUps).toHaveLength(1);
    expect(sent).toHaveLength(1);
  });

  test('has 429 remembered for the run as a whole', async () => {
    const { context } = await ran(caseOf(), { wire: () => ({ status: 429 }) });
    expect(context.throttleLog.answered429).toBe(true);
  });
});

describe('a wrong acceptance on a resource', () => {
  const accepted = onState({ id: 'renewLoan/400/accepted' });
  const other = onState({ id: 'renewLoan/400/other' });
  const said = `Answered 404 after ${accepted.id} had been accepted on the same resource: that may be why.`;

  /** Two cases on one set-up: the first is accepted; the other is answered so meanwhile, and on any other 400. */
  async function both(
    given: Awaited<ReturnType<Wire>>,
    states: readonly SetUp[] = [],
    checks: readonly Check[] = [],
  ) {
    const fake = driverOf({ answers: states });
    let answer = () => {};
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const { context, sent } = runOf({
      options: { driver: fake.driver, ...(checks.length > 0 && { checks }) },
      wire: async ({ url }, count) => {
        if (count === 1) {
          await held;
          return { status: 202 };
        }
        return url.toString().includes('loan-1') ? given : { status: 400 };
      },
    });
    for (const item of [accepted, other]) context.setUps.announce(item);
    const running = [accepted, other].map((item) => runCase(context, item, 'together'));
    // Everything that can go on without the first answer does; then it comes.
    await new Promise((resolve) => setImmediate(resolve));
    answer();
    const [first, second] = await Promise.all(running);
    await context.setUps.close();
    return { first: outcomeOf(found(first)), second: outcomeOf(found(second)), sent, ...fake };
  }

  test('has another case, which it may have modified, sent again on a fresh set-up', async () => {
    const { first, second, setUps, sent } = await both({ status: 404 });
    expect(first).toMatchObject({ verdict: 'deviates' });
    expect(second).toMatchObject({ verdict: 'conforms' });
    expect(statuses(second.exchanges)).toEqual([404, 400]);
    expect(setUps).toHaveLength(2);
    expect(sent.map(({ url }) => url.toString().split('/').at(-2))).toEqual(['loan-1', 'loan-1', 'loan-2']);
  });

  test('leaves another case inconclusive, where there is no other resource', async () => {
    const same = ready({ loan: 'loan-1' });
    const { second, setUps } = await both({ status: 404 }, [same, same, same]);
    expect(second).toMatchObject({ verdict: 'inconclusive', reason: said, findings: [] });
    expect(statuses(second.exchanges)).toEqual([404, 404]);
    expect(setUps).toHaveLength(2);
  });

  test.each<[string, Awaited<ReturnType<Wire>>]>([
    ['a success of its own', { status: 202 }],
    ['no answer at all', { blame: 'target', message: 'reset' }],
  ])('is no excuse for %s', async (_title, given) => {
    const { second, setUps } = await both(given);
    expect(second).toMatchObject({ verdict: 'deviates' });
    expect(setUps).toHaveLength(1);
  });

  test('is no excuse for a wrong body with the expected status', async () => {
    const message = 'The body is not JSON.';
    const body: Check = {
      id: 'body',
      run: () => [{ check: 'body', severity: 'deviation', location: 'body', message }],
    };
    const same = ready({ loan: 'loan-1' });
    const { second, setUps } = await both({ status: 400 }, [same, same, same], [body]);
    expect(second).toMatchObject({ verdict: 'deviates', findings: [{ message }] });
    expect(setUps).toHaveLength(1);
  });

  test('is no concern of a case that conforms all the same', async () => {
    const { second, setUps } = await both({ status: 400 });
    expect(second).toMatchObject({ verdict: 'conforms' });
    expect(setUps).toHaveLength(1);
  });

  test('has a later case begin with a fresh set-up', async () => {
    const fake = driverOf();
    const { context, sent } = runOf({
      options: { driver: fake.driver },
      wire: (_, count) => ({ status: count === 1 ? 202 : 400 }),
    });
    for (const item of [accepted, other]) context.setUps.announce(item);
    await runCase(context, accepted, 'together');
    expect(await runCase(context, other, 'together')).toMatchObject({ verdict: 'conforms' });
    expect(sent.map(({ url }) => url.toString().split('/').at(-2))).toEqual(['loan-1', 'loan-2']);
  });

  test('says so where the driver gives a later case the same resource for a fresh one', async () => {
    const fake = driverOf({ answers: [1, 2].map(() => ready({ loan: 'loan-1' })) });
    const { context } = runOf({
      options: { driver: fake.driver },
      wire: (_, count) => ({ status: count === 1 ? 202 : 404 }),
    });
    for (const item of [accepted, other]) context.setUps.announce(item);
    await runCase(context, accepted, 'together');
    expect(await runCase(context, other, 'together')).toMatchObject({
      verdict: 'inconclusive',
      reason: said,
    });
    await context.setUps.close();
    expect(fake.tornDown).toHaveLength(2);
  });

  test('says so where it is the run’s own resource, which cannot be made anew', async () => {
    const { context } = runOf({ wire: (_, count) => ({ status: count === 1 ? 202 : 404 }) });
    const [one, two] = [caseOf({ id: accepted.id, states: [] }), caseOf({ id: other.id, states: [] })];
    for (const item of [one, two]) context.setUps.announce(item);
    await runCase(context, one, 'together');
    expect(await runCase(context, two, 'together')).toMatchObject({
      verdict: 'inconclusive',
      reason: said,
      findings: [],
    });
  });

  test('of its own is no excuse for a case that is then answered otherwise', async () => {
    const { context } = runOf({
      wire: (_, count) => ({ status: count === 1 ? 202 : 404 }),
    });
    const item = caseOf({ states: [] });
    for (const each of [item, item]) context.setUps.announce(each);
    await runCase(context, item, 'together');
    expect(await runCase(context, item, 'together')).toMatchObject({ verdict: 'deviates' });
  });

  test('does not count where a safe method is answered with a success', async () => {
    const { context } = runOf({ wire: (_, count) => ({ status: count === 1 ? 200 : 404 }) });
    const [one, two] = [caseOf({ id: accepted.id, request: { method: 'GET' } }), caseOf({ id: other.id })];
    for (const item of [one, two]) context.setUps.announce(item);
    await runCase(context, one, 'together');
    expect(await runCase(context, two, 'together')).toMatchObject({ verdict: 'deviates' });
  });
});
