import type { Exchange } from '../../../src/model/exchange.ts';
import { answerOf, type Read, readExchange, readRequest } from '../../../src/runner/read-resource.ts';
import { type Answer, answered } from '../../support/exchanges.ts';
import { QuickGate } from '../../support/quick-gate.ts';
import { operationOf, own, runOf, type Wire } from '../../support/runs.ts';

/** GETs of the target beside the cases. */

const invalid = { status: 401, requirements: [], tolerates: [] };
const place = { in: 'header', name: 'X-Card', form: 'plain' } as const;
const operation = operationOf({ credential: { place, others: {}, invalid } });
const read: Read = { path: '/loans/{loan}', operation, values: own };

describe('the request of a read', () => {
  const target = { url: 'http://target.example', userAgent: 'suite/1' };
  const built = (different: Partial<Read> = {}) => readRequest(target, { ...read, ...different });
  const headers = [
    ['User-Agent', 'suite/1'],
    ['Accept', 'application/json'],
  ];

  test('is a GET with the credential, and with nothing that is not needed', () => {
    expect(built()).toStrictEqual({
      method: 'GET',
      url: 'http://target.example/loans/loan-own',
      headers: [...headers, ['X-Card', 'good-token']],
      body: null,
      values: own,
    });
  });

  test.each<[string, Partial<Read>, object | undefined]>([
    ['may have a query', { query: '?page=2' }, { url: 'http://target.example/loans/loan-own?page=2' }],
    ['may be without credential', { withCredential: false }, { headers, values: { loan: 'loan-own' } }],
    ['has none where the operation takes none', { operation: operationOf() }, { headers }],
    ['does not exist where a value is missing', { values: { token: 't' } }, undefined],
    ['does not exist where the credential is missing', { values: { loan: 'l' } }, undefined],
  ])('%s', (_name, different, expected) => {
    const request = built(different);
    if (expected === undefined) expect(request).toBeUndefined();
    else expect(request).toMatchObject(expected);
  });
});

interface Given {
  readonly wire?: Wire;
  readonly different?: Partial<Read>;
  readonly granted?: number;
  readonly stop?: AbortController;
  readonly renew?: () => Promise<{ readonly credential: string } | undefined>;
  readonly expiresAt?: Date;
}

async function reading({
  different = {},
  granted,
  renew,
  expiresAt,
  wire = () => ({ status: 200 }),
  stop,
}: Given) {
  const run = runOf({
    wire,
    ...(stop && { stop }),
    renewal: { ...(renew && { renew }), ...(expiresAt && { expiresAt }) },
  });
  const gate = new QuickGate(run.context.signal, granted);
  const context = { ...run.context, gate };
  const exchange = await readExchange(context, { ...read, ...different });
  const tokens = run.sent.map(({ values }) => values.token);
  return { status: exchange?.response?.status, exchange, gate, tokens, ...run };
}

const answering =
  (...answers: readonly Answer[]): Wire =>
  (_, count) =>
    answers[count - 1] ?? { status: 200 };

describe('a read', () => {
  test.each<[string, Partial<Read>, number]>([
    ['1 MiB', {}, 1024 ** 2],
    ['more where it says so', { maxBodyBytes: 5 }, 5],
  ])('takes a body of %s', async (_name, different, maxBodyBytes) => {
    const { sent, sending, context } = await reading({ different });
    expect(sent).toMatchObject([{ method: 'GET', fresh: false, maxBodyBytes }]);
    expect(sending).toEqual([{ attempt: 1, signal: context.signal }]);
  });

  test('that the throttle refuses is sent again after the pause that is asked for', async () => {
    const throttled = { status: 429, headers: [['Retry-After', '2']] } as const;
    const { status, gate, sending } = await reading({ wire: answering(throttled, { status: 413 }) });
    expect(status).toBe(200);
    expect(gate.pauses).toEqual([2000, undefined]);
    expect(sending.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
  });

  test('that the throttle refuses for too long has the throttle’s answer', async () => {
    const { status, gate } = await reading({ wire: () => ({ status: 429 }), granted: 2 });
    expect(status).toBe(429);
    expect(gate.pauses).toHaveLength(3);
  });

  test('without an answer is not sent again', async () => {
    const { exchange, sent } = await reading({ wire: () => ({ blame: 'target', message: 'reset' }) });
    expect(exchange?.failure?.message).toBe('reset');
    expect(sent).toHaveLength(1);
  });

  test('is not sent where a value is missing, or once the run was stopped', async () => {
    const stop = new AbortController();
    stop.abort();
    for (const given of [{ different: { values: {} } }, { stop }]) {
      const { exchange, sent } = await reading(given);
      expect([exchange, sent]).toEqual([undefined, []]);
    }
  });

  test('is not sent where the run is stopped while it waits for its turn', async () => {
    const stop = new AbortController();
    const reads = reading({ wire: () => ({ status: 429 }), stop });
    stop.abort();
    expect((await reads).sent.length).toBeLessThan(2);
  });
});

describe('the own credential of a read', () => {
  const renew = async () => ({ credential: 'fresh' });
  const ownRead = { own: true };
  const refusedOnce = answering({ status: 401 });

  test.each<[string, Given, readonly string[]]>([
    [
      'is renewed when it is refused',
      { different: ownRead, wire: refusedOnce, renew },
      ['good-token', 'fresh'],
    ],
    [
      'is renewed when it is known to have expired',
      { different: ownRead, renew, expiresAt: new Date(0) },
      ['fresh'],
    ],
    [
      'is not renewed for another refusal',
      { different: ownRead, wire: answering({ status: 403 }), renew },
      ['good-token'],
    ],
    [
      'is not renewed where it is a state’s',
      { wire: refusedOnce, renew, expiresAt: new Date(0) },
      ['good-token'],
    ],
    ['stays where there is no other', { different: ownRead, wire: refusedOnce }, ['good-token']],
    [
      'stays where renewing fails',
      { different: ownRead, wire: refusedOnce, renew: () => Promise.reject(new Error('no')) },
      ['good-token'],
    ],
  ])('%s', async (_name, given, tokens) => {
    expect((await reading(given)).tokens).toEqual(tokens);
  });

  test('is not renewed for a read without it', async () => {
    const different = { own: true, withCredential: false };
    const { status, tokens } = await reading({ different, wire: refusedOnce, renew });
    expect([status, tokens]).toEqual([401, [undefined]]);
  });
});

describe('what a read shows', () => {
  const { response: _, ...unanswered } = answered({});
  const incomplete = (blame: 'suite' | 'target') =>
    answered({ status: 200, body: '{}', incomplete: { blame, message: 'too long' } });

  test.each<[string, Exchange | undefined, object]>([
    ['the JSON of a success', answered({ status: 203, body: { a: 1 } }), { status: 203, body: { a: 1 } }],
    ['no JSON of an error', answered({ status: 404, body: { a: 1 } }), { status: 404, body: undefined }],
    ['the status of other text', answered({ status: 200, body: 'text' }), { status: 200, body: undefined }],
    ['the status where the target breaks off', incomplete('target'), { status: 200, body: undefined }],
    [
      'why the suite stopped reading',
      incomplete('suite'),
      { status: 200, body: undefined, unread: 'too long' },
    ],
    ['nothing where there was no answer', unanswered, { status: undefined, body: undefined }],
    ['nothing where nothing was sent', undefined, { status: undefined, body: undefined }],
  ])('is %s', (_name, exchange, expected) => {
    expect(answerOf(exchange)).toStrictEqual(expected);
  });
});
