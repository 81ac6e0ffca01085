import type { Case } from '../../../src/catalogue/case.ts';
import type { CaseOutcome } from '../../../src/evaluation/case-outcome.ts';
import type { Operation } from '../../../src/openapi/operations.ts';
import { noteAcceptance } from '../../../src/runner/acceptance.ts';
import { live, noState } from '../../../src/runner/live-set-up.ts';
import type { Postponed } from '../../../src/runner/postponed.ts';
import { runCase } from '../../../src/runner/run-case.ts';
import { answered } from '../../support/exchanges.ts';
import { caseOf, type FlatOptions, operationOf, own, responseOf, runOf } from '../../support/runs.ts';

/** What answers do not show, and what they say of the cases that follow. */

function running(operation: Operation, different: Partial<FlatOptions> = {}, status = 400) {
  return runOf({
    wire: () => ({ status }),
    options: {
      catalogue: { operations: new Map([[operation.id, operation]]), cases: [] },
      consent: 'destroy',
      ...different,
    },
  });
}

async function ran(run: ReturnType<typeof running>, item: Case): Promise<CaseOutcome | Postponed> {
  run.context.setUps.announce(item);
  const result = await runCase(run.context, item, 'shared-change');
  await run.context.setUps.close();
  return result;
}

test('404 to what only the document names is inconclusive', async () => {
  const item = caseOf({ request: { documented: { loan: 'shown' } } });
  const run = running(operationOf(), { values: { token: own.token } }, 404);
  expect(await ran(run, item)).toMatchObject({
    verdict: 'inconclusive',
    reason: expect.stringMatching(/^Answered 404 to the example of loan that the document shows/),
    findings: [],
  });
});

describe('after a request that made something by mistake', () => {
  const add = operationOf({ id: 'add', path: '/loans' });
  const adding = (different: Parameters<typeof caseOf>[0] = {}) =>
    caseOf({ operationId: 'add', risk: 'create', request: { path: '/loans' }, ...different });

  test('no other one is sent', async () => {
    const run = running(add);
    run.context.wrongCreations.set('add', 'the first');
    expect(await ran(run, adding())).toMatchObject({
      verdict: 'inconclusive',
      reason: 'Not sent: the first was accepted by mistake, so this might make one thing more.',
      findings: [],
      exchanges: [],
    });
    expect(run.sent).toEqual([]);
  });

  test.each<[string, string, Case]>([
    ['of another operation', 'other', adding()],
    ['that makes nothing', 'add', adding({ risk: 'change' })],
  ])('one %s is', async (_what, of, item) => {
    const run = running(add);
    run.context.wrongCreations.set(of, 'the first');
    expect(await ran(run, item)).toMatchObject({ verdict: 'conforms' });
    expect(run.sent).toHaveLength(1);
  });
});

/** What a context knows after a success. */
function afterSuccess(operation: Operation, item: Case, { isolated = false, values = own } = {}) {
  const { context } = running(operation);
  const acquired = live({
    ...noState,
    caseId: item.id,
    askedAt: 0,
    isolated: () => isolated,
    resource: { id: '', own: true, inFlight: new Set(), setUps: 1 },
  });
  if (acquired.kind !== 'ready') throw new Error('It is ready.');
  const exchange = answered({ status: 201, method: item.request.method, values });
  for (const each of [item, { ...item, id: 'second' }])
    noteAcceptance(context, each, operation, [exchange], acquired.setUp);
  return { ...context, resource: acquired.setUp.resource };
}

describe('a creation that was accepted', () => {
  const add = operationOf({ id: 'add', responses: new Map([responseOf(201), responseOf(400)]) });
  const wrong = caseOf({ operationId: 'add', id: 'first', risk: 'create' });

  test.each<[string, Case, { isolated?: boolean }, readonly unknown[]]>([
    ['by mistake is the first of its operation', wrong, {}, [['add', 'first']]],
    ['rightly does not count', { ...wrong, expect: 201 }, {}, []],
    ['where a state gave an account of its own does not count either', wrong, { isolated: true }, []],
  ])('%s', (_what, item, given, known) => {
    const { wrongCreations, resource, acceptedOnOwn } = afterSuccess(add, item, given);
    expect([...wrongCreations]).toEqual(known);
    // What is made beside a resource does not change it.
    expect(resource).not.toHaveProperty('modifiedBy');
    expect([...acceptedOnOwn]).toEqual([]);
  });
});

const wrongChange = caseOf({ id: 'first', risk: 'change' });

describe('a change that was accepted', () => {
  const change = wrongChange;
  const { resourceParameter: _, ...ofNothing } = operationOf();

  test.each<[string, Operation, Record<string, string>, readonly unknown[]]>([
    ['on the own loan', operationOf(), own, [['renewLoan', 'first']]],
    ['on another loan', operationOf(), { ...own, loan: 'other' }, []],
    ['on nothing that has a name', ofNothing, { token: own.token }, [['renewLoan', 'first']]],
  ])('%s', (_what, operation, values, known) =>
    expect([...afterSuccess(operation, change, { values: { ...own, ...values } }).acceptedOnOwn]).toEqual(
      known,
    ),
  );

  const search = operationOf({ effect: 'none' });

  test.each<[string, Operation, Case, string | undefined]>([
    ['changes its loan', operationOf(), change, 'first'],
    ['does not where the document says so', search, change, undefined],
    [
      'does with another method than that of the document',
      search,
      { ...change, request: { ...change.request, method: 'PUT' } },
      'first',
    ],
  ])('%s', (_what, operation, item, modifiedBy) =>
    expect(afterSuccess(operation, item).resource.modifiedBy).toBe(modifiedBy),
  );
});

test('a change that was accepted by mistake is not waited for', () => {
  expect(afterSuccess(operationOf(), wrongChange).resource).not.toHaveProperty('accepted');
  expect(afterSuccess(operationOf(), { ...wrongChange, expect: 202 }).resource.accepted).toEqual({
    caseId: 'second',
    risk: 'change',
    status: 201,
  });
});

test('what was made is removed with the run’s own credential as it will be then', () => {
  const { context } = runOf({ renewal: { credential: 'renewed-token' } });
  const add = operationOf({ id: 'add', path: '/loans' });
  const remove = operationOf({ id: 'remove', method: 'DELETE', path: '/loans/{loan}' });
  const operations = new Map([add, remove].map((one) => [one.id, one]));
  const options = { ...context.options, catalogue: { operations, cases: [] } };
  const acquired = live({
    ...noState,
    caseId: 'a',
    askedAt: 0,
    isolated: () => false,
    resource: { id: '', own: true, inFlight: new Set(), setUps: 1 },
  });
  if (acquired.kind !== 'ready') throw new Error('It is ready.');
  const item = caseOf({ operationId: 'add', risk: 'create', expect: 202 });
  const exchange = answered({ body: { id: 'l-1' }, values: { token: 'renewed-token' } });
  noteAcceptance({ ...context, options }, item, add, [exchange], acquired.setUp);
  expect(acquired.setUp.created).toMatchObject([{ removal: { values: { token: own.token, loan: 'l-1' } } }]);
});
