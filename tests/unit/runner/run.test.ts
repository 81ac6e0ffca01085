import { getEventListeners } from 'node:events';
import type { Case } from '../../../src/catalogue/case.ts';
import type { Transport } from '../../../src/http/exchange.ts';
import { SuiteError } from '../../../src/model/errors.ts';
import type { Operation } from '../../../src/openapi/operations.ts';
import type { CredentialOptions, RunOptions } from '../../../src/runner/options.ts';
import { run } from '../../../src/runner/run.ts';
import type { Answer } from '../../support/exchanges.ts';
import { inNoTime } from '../../support/no-time.ts';
import {
  caseOf,
  driverOf,
  type FlatOptions,
  onLoan,
  operationOf,
  responseOf,
  runOptions,
  transportOf,
  type Wire,
} from '../../support/runs.ts';

/** A run from its options to its result, with a transport in place of the wire. */

interface Given {
  readonly cases?: readonly Case[];
  readonly operation?: Operation;
  readonly wire?: Wire;
  readonly transport?: Transport;
  readonly options?: Partial<FlatOptions>;
  readonly credential?: Partial<CredentialOptions>;
}

function optionsOf({ cases = [caseOf()], operation = operationOf(), ...given }: Given = {}) {
  const { transport, sent } = transportOf(given.wire ?? (() => ({ status: 400 })));
  const catalogue = { operations: new Map([[operation.id, operation]]), cases };
  const options = runOptions({ catalogue, ...given.options });
  const all: RunOptions = {
    ...options,
    target: { ...options.target, through: () => given.transport ?? transport },
    credential: { ...options.credential, ...given.credential },
  };
  return { options: all, sent };
}

const resultOf = async (given?: Given) => (await run(optionsOf(given).options)).result;
const verdictsIn = ({ cases }: Awaited<ReturnType<typeof resultOf>>) =>
  Object.fromEntries(cases.map(({ id, verdict }) => [id, verdict]));
const [one, other] = [caseOf({ id: 'one' }), caseOf({ id: 'other', request: { path: '/other' } })];

const answering =
  (answers: readonly Answer[]): Wire =>
  (_, count) =>
    answers[count - 1] ?? { status: 400 };

test('every case has its outcome', async () => {
  const wire: Wire = ({ url }) => ({ status: url.toString().endsWith('/other') ? 404 : 400 });
  const result = await resultOf({ cases: [one, other], wire });
  expect(verdictsIn(result)).toEqual({ one: 'conforms', other: 'deviates' });
  expect(result.run.findings).toEqual([]);
  expect(result.run).not.toHaveProperty('stopped');
});

describe('a throttle', () => {
  test('that answers every request is no throttle', async () => {
    const result = await resultOf({ cases: [one, other], wire: () => ({ status: 413 }) });
    expect(verdictsIn(result)).toEqual({ one: 'deviates', other: 'deviates' });
  });

  test('that lets one request pass is one', async () => {
    const wire: Wire = ({ url }) => ({ status: url.toString().endsWith('/other') ? 413 : 400 });
    const result = await resultOf({ cases: [one, other], wire });
    expect(verdictsIn(result)).toEqual({ one: 'conforms', other: 'inconclusive' });
  });

  test('that a case met on its way is a case of the result', async () => {
    const wire = answering([{ status: 413 }]);
    const result = await inNoTime(() => resultOf({ cases: [one], wire, options: { maxWaitS: 60 } }));
    expect(verdictsIn(result)).toEqual({ one: 'conforms', 'renewLoan/413/while-throttled': 'conforms' });
    expect(result.cases.map(({ unplanned }) => unplanned)).toEqual([undefined, true]);
  });

  const documented = operationOf({
    responses: new Map([responseOf(400), responseOf(429, { throttle: true })]),
  });
  const undocumented = {
    check: 'status_code_conformance',
    severity: 'deviation',
    location: 'status',
    expected: 'a documented status',
    actual: '429',
    message: 'The target throttles with 429, which the operation does not document.',
  };

  test.each<[string, Operation, number, readonly object[]]>([
    ['429, which is not documented, deviates', operationOf(), 429, [undocumented]],
    ['429, which is documented, does not', documented, 429, []],
    ['another status does not', operationOf(), 413, []],
  ])('with %s', async (_name, operation, status, findings) => {
    expect((await resultOf({ operation, wire: () => ({ status }) })).run.findings).toEqual(findings);
  });

  const unavailable: Answer = { status: 503, headers: [['Retry-After', '1']] };
  const often = {
    check: 'throttling',
    severity: 'warning',
    message:
      'The target answered 503 with Retry-After 6 times to requests that should have had another answer, and the run waited each time. Requests that are sent more slowly (--rate) may not meet it.',
  };

  test.each<[number, readonly object[]]>([
    [5, []],
    [6, [often]],
  ])('with 503 for %i times', async (times, findings) => {
    const wire = answering(Array.from({ length: times }, () => unavailable));
    const result = await inNoTime(() => resultOf({ cases: [one], wire, options: { maxWaitS: 300 } }));
    expect(verdictsIn(result)).toEqual({ one: 'conforms' });
    expect(result.run.findings).toEqual(findings);
  });
});

/** Answers nothing until its run is stopped, and keeps why. */
function silent(onSend: (caseId: string | undefined) => void = () => {}) {
  const reasons: unknown[] = [];
  const transport: Transport = {
    close: () => {},
    send: (request, { signal, attempt, caseId }) =>
      new Promise((resolve, reject) => {
        if (!signal) return reject(new Error('There is no signal.'));
        signal.addEventListener('abort', () => {
          reasons.push(signal.reason);
          const failure = { blame: 'suite', message: 'stopped' } as const;
          const { method, url, headers, body, values } = request;
          const sent = { request: { method, url: url.toString(), headers, body }, values };
          resolve([{ ...sent, attempt, startedAt: new Date().toISOString(), durationMs: 1, failure }]);
        });
        onSend(caseId);
      }),
  };
  return { transport, reasons };
}

describe('a run that is stopped', () => {
  test.each<[string, unknown, string, number]>([
    ['by its user', undefined, 'the run was interrupted', 130],
    ['for lack of memory', new SuiteError('memory', 'memory ran out'), 'memory ran out', 4],
  ])('%s says so, and sends nothing more', async (_name, reason, stopped, exitCode) => {
    for (const early of [true, false]) {
      const stop = new AbortController();
      if (early) stop.abort(reason);
      const { transport } = silent(() => stop.abort(reason));
      const { run: facts, cases } = await resultOf({ transport, options: { signal: stop.signal } });
      expect(facts).toMatchObject({ stopped, exitCode });
      expect(cases).toMatchObject([{ verdict: 'errored', reason: `not reached: ${stopped}` }]);
      expect(getEventListeners(stop.signal, 'abort')).toEqual([]);
    }
  });

  test('by its time limit says so', async () => {
    const { transport, reasons } = silent();
    const result = await inNoTime(() => resultOf({ transport, options: { maxTimeS: 5 } }));
    expect(result.run.stopped).toBe('the run reached its limit of 5 s');
    expect(reasons).toMatchObject([{ name: 'StopReason', message: 'the run reached its limit of 5 s' }]);
  });

  test('by a defect of the suite tears down what it has set up, and fails with it', async () => {
    const fake = driverOf();
    const { transport, reasons } = silent();
    const broken: Transport = {
      ...transport,
      send: async (request, sending) => (sending.caseId === 'one' ? [] : transport.send(request, sending)),
    };
    const cases = [
      caseOf({ id: 'other', states: [onLoan] }),
      caseOf({ id: 'one', states: [{ name: 'a late loan', params: {} }] }),
    ];
    const { options } = optionsOf({ cases, transport: broken, options: { driver: fake.driver } });
    await expect(run(options)).rejects.toThrow('The transport returned no exchange.');
    expect(reasons).toMatchObject([{ name: 'StopReason', message: 'the run failed' }]);
    expect(fake.tornDown).toHaveLength(2);
  });
});

test('the own credential is renewed as the options say', async () => {
  const renew = async () => ({ credential: 'fresh' });
  const { options, sent } = optionsOf({ credential: { expiresAt: new Date(0), renew } });
  await run(options);
  expect(sent.map(({ values }) => values.token)).toEqual(['fresh']);
});

test('a driver that gives the run’s own loan gives no loan of its own', async () => {
  const answers = [{ outcome: 'ready', values: { loan: 'loan-own' } } as const];
  const cases = [caseOf({ states: [onLoan], risk: 'if-deviant' })];
  const options: Partial<FlatOptions> = { driver: driverOf({ answers }).driver, consent: 'observe' };
  expect(verdictsIn(await resultOf({ cases, options }))).toEqual({
    'renewLoan/400/sample': 'not-consented',
  });
});

test('429 that one of several operations does not document deviates', async () => {
  const { options } = optionsOf({ cases: [one], wire: () => ({ status: 429 }) });
  const operations = new Map([...options.catalogue.operations, ['other', operationOf({ id: 'other' })]]);
  const { result } = await run({ ...options, catalogue: { ...options.catalogue, operations } });
  expect(result.run.findings).toMatchObject([
    { message: 'The target throttles with 429, which not every operation documents.' },
  ]);
});

test('an operation that cannot be used is noted', async () => {
  const { options } = optionsOf({ cases: [one] });
  const unusable = [{ id: 'burn', tags: [], method: 'POST', path: '/burn', why: 'it has no answer' }];
  const { result } = await run({ ...options, catalogue: { ...options.catalogue, unusable } });
  expect(result.run.findings).toEqual([
    {
      check: 'document',
      severity: 'note',
      message: 'The operation burn (POST /burn) cannot be used: it has no answer. The run leaves it out.',
    },
  ]);
});
