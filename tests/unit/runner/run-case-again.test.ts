import { credentialValue } from '../../../src/catalogue/case.ts';
import type { Check } from '../../../src/checks/check.ts';
import { statusCode } from '../../../src/checks/status-code.ts';
import type { Finding } from '../../../src/model/result.ts';
import { runCase } from '../../../src/runner/run-case.ts';
import { answered } from '../../support/exchanges.ts';
import { QuickGate } from '../../support/quick-gate.ts';
import {
  caseOf,
  driverOf,
  type FlatOptions,
  onLoan,
  operationOf,
  own,
  runOf,
  type Wire,
} from '../../support/runs.ts';

/** Cases that are sent several times, or that find a resource changed by others. */

interface Given {
  readonly wire: Wire;
  readonly options?: Partial<FlatOptions>;
  readonly granted?: number;
}

function running({ wire, options = {}, granted }: Given) {
  const run = runOf({ wire, options: { driver: driverOf().driver, ...options } });
  const context = { ...run.context, gate: new QuickGate(run.context.signal, granted) };
  const send = async (item = caseOf()) => {
    context.setUps.announce(item);
    const result = await runCase(context, item, 'together');
    if ('postponed' in result) throw new Error(`postponed: ${result.postponed}`);
    return result;
  };
  return { ...run, context, send };
}

const named = (id: string, different: Parameters<typeof caseOf>[0] = {}) =>
  caseOf({ id, ...different, request: { parameters: { loan: id } } });
const idOf = (url: string | URL) => url.toString().split('/').at(-2);

describe('a throttle’s answer', () => {
  test('to every repetition of one request, while others are answered, is its answer', async () => {
    const { send, sent, sending, context } = running({
      wire: ({ url }) => ({ status: idOf(url) === 'odd' ? 429 : 400 }),
    });
    await send(named('answered'));
    const result = await send(named('odd'));
    expect(result).toMatchObject({ verdict: 'deviates' });
    expect(result.findings.at(-1)?.message).toMatch(
      /while other requests were answered: this is its answer\.$/,
    );
    const repeated = sent.map(({ url }) => idOf(url));
    expect(repeated).toEqual(['answered', 'odd', 'odd', 'odd', 'answered', 'odd', 'answered']);
    expect(sent[4]).toEqual({ ...sent[0], fresh: false });
    expect(sending[4]).toEqual({ attempt: 1, signal: context.signal });
    expect([...context.throttleLog.finalStatuses]).toEqual([429]);
  });

  test('is the throttle’s where no request was answered before', async () => {
    const { send, sent } = running({ wire: () => ({ status: 429 }), granted: 4 });
    expect(await send(named('odd'))).toMatchObject({ verdict: 'inconclusive' });
    expect(sent).toHaveLength(5);
  });

  test('is that of a case about throttles where it is as documented, also after another throttle', async () => {
    const { send, sent } = running({ wire: (_, count) => ({ status: count === 1 ? 429 : 413 }), granted: 1 });
    await send(named('first'));
    const result = await send(caseOf({ id: 'throttle', expect: 413 }));
    expect(result).toMatchObject({ verdict: 'conforms' });
    expect(sent).toHaveLength(3);
  });

  test('is the throttle’s for such a case where it is not as documented', async () => {
    const empty: Check = {
      id: 'wordy',
      run: ({ response }) =>
        response.body.length > 0 ? [] : [{ check: 'wordy', severity: 'deviation', message: 'It is empty.' }],
    };
    const { send, sent } = running({
      wire: (_, count) => ({ status: count === 1 ? 429 : 413, body: count < 4 ? '' : 'slower' }),
      options: { checks: [statusCode, empty] },
      granted: 3,
    });
    await send(named('first', { tolerates: [{ status: 413, ambiguity: 'A' }] }));
    expect(await send(caseOf({ id: 'throttle', expect: 413 }))).toMatchObject({ verdict: 'conforms' });
    expect(sent).toHaveLength(4);
  });
});

test('a credential that is refused again and again, each time in place of a newer one, is renewed three times', async () => {
  let credentials = 0;
  const run = runOf({
    renewal: {
      renew: async () => {
        credentials += 1;
        return { credential: `token-${credentials}` };
      },
    },
    wire: async ({ values }) => {
      // Another case has an answer with the same credential meanwhile.
      const operation = operationOf();
      await run.context.renewal.after(answered({ status: 400, values }), operation, caseOf());
      return { status: 401 };
    },
  });
  run.context.setUps.announce(caseOf());
  const result = await runCase(run.context, caseOf(), 'together');
  expect(run.sent.map(({ values }) => values[credentialValue])).toEqual([
    own[credentialValue],
    'token-1',
    'token-2',
    'token-3',
  ]);
  expect(result).toMatchObject({ verdict: 'deviates' });
});

describe('a wrongly accepted case', () => {
  const accepting: Wire = () => ({ status: 202, body: { id: 'made' } });

  test('on the run’s own loan is remembered, the first of them', async () => {
    const { send, context } = running({ wire: accepting });
    await send(caseOf({ id: 'first' }));
    await send(caseOf({ id: 'second' }));
    expect([...context.acceptedOnOwn]).toEqual([['renewLoan', 'first']]);
  });

  test('on a loan of a provider state is not the own loan’s', async () => {
    const { send, context } = running({ wire: accepting });
    await send(caseOf({ states: [onLoan] }));
    expect([...context.acceptedOnOwn]).toEqual([]);
  });

  test.each<[string, readonly Omit<Finding, 'check' | 'message'>[], string]>([
    ['an unexpected status', [{ severity: 'deviation', location: 'status' }], 'inconclusive'],
    [
      'an unexpected status among other deviations',
      [
        { severity: 'deviation', location: 'status' },
        { severity: 'deviation', location: 'body' },
      ],
      'inconclusive',
    ],
    ['a wrong body', [{ severity: 'deviation', location: 'body' }], 'deviates'],
    [
      'a wrong body under a status that only advice is against',
      [
        { severity: 'warning', location: 'status' },
        { severity: 'deviation', location: 'body' },
      ],
      'deviates',
    ],
  ])('may be why another on the same loan gets %s', async (_name, findings, verdict) => {
    const check: Check = {
      id: 'c',
      run: ({ response }) =>
        response.status === 202 ? [] : findings.map((one) => ({ check: 'c', message: 'm', ...one })),
    };
    const { send } = running({
      wire: (_, count) => ({ status: count === 1 ? 202 : 404 }),
      options: { checks: [check] },
    });
    await send(caseOf({ id: 'other' }));
    const item = caseOf({ id: 'item', tolerates: [{ status: 404, ambiguity: 'A' }] });
    expect((await send(item)).verdict).toBe(verdict);
  });
});
