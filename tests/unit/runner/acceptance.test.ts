import type { Case } from '../../../src/catalogue/case.ts';
import type { Json } from '../../../src/model/json.ts';
import { executePlan } from '../../../src/runner/execute-plan.ts';
import { makePlan } from '../../../src/runner/plan.ts';
import { atPath } from '../../../src/util/json-pointer.ts';
import { caseOf, driverOf, operationOf, ready, responseOf, runOf } from '../../support/runs.ts';

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

interface Given {
  /** What each request is answered, by the last part of its path; reads of the loan have none. */
  readonly answers: Readonly<Record<string, number>>;
  /** What a read of the loan shows. */
  readonly shows?: { readonly status: number; readonly body?: Json };
  readonly cases?: readonly Case[];
}

async function outcomesOf({ answers, shows, cases = [change('renew'), change('extend')] }: Given) {
  const operations = ['renew', 'extend', 'end'].map((id) =>
    operationOf({ id, responses: new Map([responseOf(200), responseOf(202), responseOf(204)]) }),
  );
  const { driver } = driverOf({ readOnly: true, setUp: async () => ready({}) });
  const { context, sent } = runOf({
    options: {
      catalogue: { operations: new Map(operations.map((one) => [one.id, one])), cases },
      consent: 'destroy',
      driver,
    },
    wire: ({ method, url }) =>
      method === 'GET'
        ? (shows ?? { status: 500 })
        : { status: answers[String(url).split('/').at(-1) ?? ''] ?? 400 },
  });
  const preflight = { resources: [kind], waitS: 0, waitOption: '--wait', offOption: '--off', inputs: {} };
  const run = { ...context, options: { ...context.options, ...(shows && { preflight }) } };
  const outcomes = await executePlan(run, await makePlan(run.options));
  await run.setUps.close();
  const verdicts = Object.fromEntries([...outcomes].map(([id, { verdict }]) => [id, verdict]));
  return { verdicts, outcomes, reads: sent.filter(({ method }) => method === 'GET').length };
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
    'of no known kind after a success that is final, so that a wrong answer deviates',
    { answers: { renew: 200, extend: 409 } },
    'deviates',
  ],
])('after a success the resource is %s', async (_what, given, verdict) => {
  const { verdicts, reads } = await outcomesOf(given);
  expect(verdicts).toEqual({ renew: 'conforms', extend: verdict });
  expect(reads).toBe(given.shows ? 1 : 0);
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
