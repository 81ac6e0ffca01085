import type { Exchange } from '../../../src/model/exchange.ts';
import type { Removal } from '../../../src/runner/created.ts';
import { removeCreated } from '../../../src/runner/remove-created.ts';
import { answered } from '../../support/exchanges.ts';
import { operationOf, own, responseOf, runOf, type Wire } from '../../support/runs.ts';

/** The request by which the document itself removes what a case made. */

const place = { in: 'header', name: 'X-Card', form: 'plain' } as const;
const invalid = { status: 401, requirements: [], tolerates: [] };
const removing = (path = '/loans/{loan}') =>
  operationOf({
    id: 'remove',
    method: 'DELETE',
    path,
    credential: { place, others: {}, invalid },
    responses: new Map([responseOf(204), responseOf(413, { throttle: true })]),
  });
const ofLoan = (values: Removal['values'] = {}, path?: string): Removal => ({
  operation: removing(path),
  values: { ...own, loan: 'l-1', ...values },
});

interface Given {
  readonly wire?: Wire;
  readonly removal?: Removal;
  readonly renewed?: string;
  readonly isStopped?: boolean;
  /** What the transport gives in place of an answer. */
  readonly exchanges?: readonly Exchange[];
}

async function removed({ wire = () => ({ status: 204 }), removal = ofLoan(), ...given }: Given = {}) {
  const stop = new AbortController();
  if (given.isStopped) stop.abort();
  const renewal = given.renewed === undefined ? {} : { credential: given.renewed };
  const { context, sent, sending } = runOf({ wire, renewal, stop });
  let paced = 0;
  context.gate.answered = () => {
    paced += 1;
  };
  const { exchanges } = given;
  const wireOf = exchanges ? { send: async () => exchanges, close: () => {} } : context.wire;
  const { signal } = new AbortController();
  const reason = await removeCreated({ ...context, wire: wireOf }, removal, signal);
  return { reason, sent, sending, signal, paced };
}

const asked = 'DELETE http://target.example/loans/l-1';

test.each([200, 202, 204, 404, 410])('answered %i: it is gone', async (status) => {
  const { reason, sent } = await removed({ wire: () => ({ status }) });
  expect(reason).toBeUndefined();
  expect(sent.map(({ method, url }) => `${method} ${url}`)).toEqual([asked]);
});

test.each([301, 401, 409, 500])('answered %i: it is not', async (status) => {
  const { reason, sent } = await removed({ wire: () => ({ status }) });
  expect(reason).toBe(`${asked} was answered ${status}`);
  expect(sent).toHaveLength(1);
});

const { response: _, ...silent } = answered({});

test.each<[string, Given, string]>([
  ['the connection fails', { wire: () => ({ blame: 'target', message: 'reset' }) }, 'reset'],
  ['nothing says why', { exchanges: [silent] }, 'no exchange'],
  ['nothing is sent', { exchanges: [] }, 'no exchange'],
])('not answered, as %s: it is not', async (_what, given, why) =>
  expect((await removed(given)).reason).toBe(`${asked} was not answered: ${why}`),
);

test('values that nothing gave are named', async () => {
  const { reason, sent } = await removed({ removal: ofLoan({}, '/{city}/{branch}/{loan}') });
  expect({ reason, sent }).toEqual({ reason: 'the request that removes it needs city, branch', sent: [] });
});

test('it goes on a connection of its own, as an idle one may be closed under it', async () => {
  const { sent, sending, signal } = await removed();
  expect(sent).toMatchObject([{ fresh: true }]);
  expect(sending).toEqual([{ attempt: 1, signal }]);
});

test.each<[string, string, string]>([
  ['the run’s own, as it is after a renewal', own.token, 'renewed-token'],
  ['that of the provider state', 'of the state', 'of the state'],
])('its credential is %s', async (_what, token, sentToken) => {
  const { sent } = await removed({ removal: ofLoan({ token }), renewed: 'renewed-token' });
  expect(sent[0]?.headers).toContainEqual(['X-Card', sentToken]);
});

describe('a target that throttles', () => {
  const throttle = { status: 413, headers: [['Retry-After', '0']] } as const;

  test('is asked again', async () => {
    const { reason, sent } = await removed({
      wire: (_request, count) => (count === 1 ? throttle : { status: 204 }),
    });
    expect({ reason, sent: sent.length }).toEqual({ reason: undefined, sent: 2 });
  });

  test('is asked five times, and not more', async () => {
    const { reason, sending } = await removed({ wire: () => throttle });
    expect(reason).toBe(`${asked} was answered 413`);
    expect(sending.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4, 5]);
  });
});

test.each<[string, Given, number]>([
  ['an answer to it does', {}, 1],
  ['a refusal of it does', { wire: () => ({ status: 409 }) }, 1],
  ['a throttle’s answer does not', { wire: () => ({ status: 413, headers: [['Retry-After', '0']] }) }, 0],
  ['no answer does not', { exchanges: [] }, 0],
  ['an answer does not after the run was stopped', { isStopped: true }, 0],
])('of the pace that the target bears, %s say something', async (_what, given, paced) =>
  expect((await removed(given)).paced).toBe(paced),
);
