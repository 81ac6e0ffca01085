import type { Case } from '../../../src/catalogue/case.ts';
import type { ResourceKind } from '../../../src/checks/resource.ts';
import type { Json } from '../../../src/model/json.ts';
import { executePlan } from '../../../src/runner/execute-plan.ts';
import { makePlan } from '../../../src/runner/plan.ts';
import { atPath } from '../../../src/util/json-pointer.ts';
import { caseOf, driverOf, onLoan, operationOf, ready, responseOf, runOf } from '../../support/runs.ts';

/** Changes of one loan, by two operations. */
const change = (operationId: string, different: Parameters<typeof caseOf>[0] = {}): Case =>
  caseOf({
    id: operationId,
    operationId,
    expect: 200,
    risk: 'change',
    ...different,
    request: { path: `/loans/{loan}/${operationId}`, ...different.request },
  });

const kind = {
  name: 'loan',
  parameter: 'loan',
  read: '/loans/{loan}',
  list: '/loans',
  page: () => undefined,
  status: (body: unknown) => {
    const status = atPath(body, 'status');
    return typeof status === 'string' ? status : undefined;
  },
  busy: ['BUSY'],
  differs: () => undefined,
};

const books = { ...kind, name: 'book', parameter: 'book', read: '/books/{book}' };

interface Shown {
  readonly status: number;
  readonly body?: Json;
}

interface Given {
  /** What each request is answered, by the last part of its path; reads of the loan have none. */
  readonly answers: Readonly<Record<string, number>>;
  /** What reads of the loan show, one after the other, and then the last again. */
  readonly shows?: Shown | readonly [Shown, ...Shown[]];
  readonly waitS?: number;
  readonly kinds?: readonly ResourceKind[];
  /** The values that the provider state gives. */
  readonly gives?: Readonly<Record<string, string>>;
  readonly cases?: readonly Case[];
}

async function outcomesOf({
  answers,
  shows,
  waitS = 0,
  kinds = [kind],
  gives = {},
  cases = [change('renew'), change('extend')],
}: Given) {
  const shown = [shows ?? { status: 500 }].flat();
  const place = { in: 'header', name: 'X-Card', form: 'plain' } as const;
  const invalid = { status: 401, requirements: [], tolerates: [] };
  const operations = ['renew', 'extend', 'end'].map((id) =>
    operationOf({
      id,
      credential: { place, others: {}, invalid },
      responses: new Map([responseOf(200), responseOf(202), responseOf(204)]),
    }),
  );
  const { driver } = driverOf({ readOnly: true, setUp: async () => ready(gives) });
  const { context, sent } = runOf({
    renewal: { credential: 'renewed-token' },
    options: {
      catalogue: { operations: new Map(operations.map((one) => [one.id, one])), cases },
      consent: 'destroy',
      driver,
    },
    wire: ({ method, url }) =>
      method === 'GET'
        ? ((shown.length > 1 ? shown.shift() : shown[0]) ?? { status: 500 })
        : { status: answers[String(url).split('/').at(-1) ?? ''] ?? 400 },
  });
  const preflight = { resources: kinds, waitS, waitOption: '--wait', offOption: '--off', inputs: {} };
  const run = { ...context, options: { ...context.options, ...(shows && { preflight }) } };
  const outcomes = await executePlan(run, await makePlan(run.options));
  await run.setUps.close();
  const verdicts = Object.fromEntries([...outcomes].map(([id, { verdict }]) => [id, verdict]));
  const read = sent.filter(({ method }) => method === 'GET');
  return {
    verdicts,
    outcomes,
    reads: read.length,
    urls: read.map(({ url }) => String(url)),
    headers: read[0]?.headers,
  };
}

test.each<[string, Given, string]>([
  [
    'at rest, so that a wrong answer deviates',
    { answers: { renew: 200, extend: 409 }, shows: { status: 200, body: { status: 'ACTIVE' } } },
    'deviates',
  ],
  [
    'at rest, so that a right one conforms',
    { answers: { renew: 200, extend: 200 }, shows: { status: 200, body: { status: 'ACTIVE' } } },
    'conforms',
  ],
  [
    'busy for too long, so that nothing more is sent',
    { answers: { renew: 200, extend: 200 }, shows: { status: 200, body: { status: 'BUSY' } } },
    'not-exercised',
  ],
  [
    'gone, so that nothing more is sent',
    { answers: { renew: 200, extend: 200 }, shows: { status: 404 } },
    'not-exercised',
  ],
  [
    'nowhere to be read, so that a refusal shows nothing',
    { answers: { renew: 200, extend: 409 }, shows: { status: 405 } },
    'inconclusive',
  ],
  [
    'shown by no status that a read has, so that a refusal shows nothing',
    { answers: { renew: 200, extend: 409 }, shows: { status: 203, body: { status: 'ACTIVE' } } },
    'inconclusive',
  ],
  [
    'not shown by what is no JSON, so that a refusal shows nothing',
    { answers: { renew: 200, extend: 409 }, shows: { status: 200, body: 'ACTIVE' } },
    'inconclusive',
  ],
  [
    'of no known kind after a success that is final, so that a wrong answer deviates',
    { answers: { renew: 200, extend: 409 } },
    'deviates',
  ],
])('after a success the resource is %s', async (_what, given, verdict) => {
  const { verdicts, reads } = await outcomesOf(given);
  expect(verdicts).toEqual({ renew: 'conforms', extend: verdict });
  expect(reads).toBe(given.shows ? 1 : 0);
});

test('what is busy is read again after a second, as long as the user waits', async () => {
  const { verdicts, reads } = await outcomesOf({
    answers: { renew: 200, extend: 409 },
    shows: [
      { status: 200, body: { status: 'BUSY' } },
      { status: 200, body: { status: 'ACTIVE' } },
    ],
    waitS: 60,
  });
  expect({ verdicts, reads }).toEqual({ verdicts: { renew: 'conforms', extend: 'deviates' }, reads: 2 });
});

test('of several kinds, the one that was changed is read', async () => {
  const shows = { status: 200, body: { status: 'ACTIVE' } };
  const answers = { renew: 200, extend: 200 };
  const { urls } = await outcomesOf({ answers, shows, kinds: [books, kind] });
  expect(urls).toEqual(['http://target.example/loans/loan-own']);
});

test.each<[string, Readonly<Record<string, string>>, string]>([
  ['the run’s own, as it is after a renewal', {}, 'renewed-token'],
  ['that of the provider state', { token: 'of the state' }, 'of the state'],
])('it is read with a credential: %s', async (_what, gives, token) => {
  const shows = { status: 200, body: { status: 'ACTIVE' } };
  const cases = ['renew', 'extend'].map((id) => change(id, { states: [onLoan] }));
  const { headers } = await outcomesOf({ answers: { renew: 200, extend: 200 }, shows, gives, cases });
  expect(headers).toContainEqual(['X-Card', token]);
});

test('a removal may be why the next request is refused, where its kind cannot be read', async () => {
  const end = { expect: 204, risk: 'destroy' } as const;
  const cases = [change('end', end), change('extend', end)];
  const { verdicts } = await outcomesOf({ cases, answers: { end: 204, extend: 409 } });
  expect(verdicts).toEqual({ end: 'conforms', extend: 'inconclusive' });
});

test('what is gone stays unsent, and nothing would help', async () => {
  const { outcomes } = await outcomesOf({ answers: { renew: 200 }, shows: { status: 404 } });
  expect(outcomes.get('extend')?.reason).toBe('The loan is no longer there after renew had been accepted.');
  expect(outcomes.get('extend')?.testableBy).toBeUndefined();
});

test('work that goes on may be why the next request is refused, where its kind cannot be read', async () => {
  const cases = [change('renew', { expect: 202 }), change('extend')];
  const { verdicts } = await outcomesOf({ cases, answers: { renew: 202, extend: 409 } });
  expect(verdicts).toEqual({ renew: 'conforms', extend: 'inconclusive' });
});

test('what stays unsent says why, and what would help', async () => {
  const { outcomes } = await outcomesOf({
    answers: { renew: 200 },
    shows: { status: 200, body: { status: 'BUSY' } },
  });
  expect(outcomes.get('extend')).toMatchObject({
    reason:
      'The loan has the status BUSY, in which it can be used for nothing, after renew had been accepted.',
    testableBy: '--wait with more seconds, or give states',
  });
});

test('removals come last, what lies deeper first, and refusals of all before any success', async () => {
  const end = { expect: 204, risk: 'destroy' } as const;
  const cases = [
    change('end', end),
    change('extend', { ...end, request: { path: '/loans/{loan}/pages/extend' } }),
    change('renew'),
    change('end', { id: 'refused', expect: 400, risk: 'destroy', request: { path: '/loans/{loan}/refuse' } }),
  ];
  const { verdicts, outcomes } = await outcomesOf({ cases, answers: { renew: 200, extend: 204, end: 204 } });
  expect(verdicts).toEqual({ refused: 'conforms', renew: 'conforms', extend: 'conforms', end: 'conforms' });
  expect([...outcomes.keys()]).toEqual(['refused', 'renew', 'extend', 'end']);
});
