import type { Case } from '../../../src/catalogue/case.ts';
import { credentialValue } from '../../../src/catalogue/case.ts';
import type { StateScope } from '../../../src/model/provider-state.ts';
import type { Consent } from '../../../src/model/result.ts';
import type { SetUp } from '../../../src/provider-states/driver.ts';
import { executePlan } from '../../../src/runner/execute-plan.ts';
import type { RunOptions } from '../../../src/runner/options.ts';
import { makePlan, plannedCases } from '../../../src/runner/plan.ts';
import {
  caseOf,
  driverOf,
  type FlatOptions,
  operationOf,
  own,
  ready,
  runOf,
  runOptions,
} from '../../support/runs.ts';

/** A case with a name, on a state if one is named. */
const named = (id: string, state?: string, different: Parameters<typeof caseOf>[0] = {}) =>
  caseOf({ id, ...(state !== undefined && { states: [{ name: state, params: {} }] }), ...different });

/** What a driver that makes nothing has, by name of state. */
const there: Readonly<Record<string, SetUp>> = {
  'a loan': ready({ loan: 'loan-own' }),
  'another loan': ready({ loan: 'loan-other' }),
  'no loan': ready({ loan: 'absent' }),
  'a loan of the family': ready({ loan: 'loan-own' }),
  'a closed library': ready({}, { scope: 'service' }),
  'a full shelf': { outcome: 'not-supported', reason: 'nobody fills it', testableBy: 'give --shelf' },
  'a lost book': { outcome: 'not-supported', reason: 'nobody loses one' },
  'a broken one': { outcome: 'failed', reason: 'it fell' },
};
const nothing: SetUp = { outcome: 'not-supported', reason: 'unknown here' };

const flatOptions = (cases: readonly Case[], different: Partial<FlatOptions>): Partial<FlatOptions> => {
  const operation = operationOf();
  return {
    catalogue: { operations: new Map([[operation.id, operation]]), cases },
    driver: driverOf({ readOnly: true, setUp: async ({ name }) => there[name] ?? nothing }).driver,
    concurrency: 1,
    ...different,
  };
};

const optionsOf = (cases: readonly Case[], different: Partial<FlatOptions> = {}): RunOptions =>
  runOptions(flatOptions(cases, different));

/** What is sent, in order, and by what each other case could be sent. */
async function planOf(cases: readonly Case[], different: Partial<FlatOptions> = {}) {
  const plan = await makePlan(optionsOf(cases, different));
  return {
    sent: plannedCases(plan).map(({ item }) => item.id),
    missing: Object.fromEntries(plan.unsent.map(({ item, testableBy }) => [item.id, testableBy])),
  };
}

const scopes: Readonly<Record<string, StateScope>> = {
  'no loan': 'service',
  'a loan of the family': 'account',
};
const scopeOf = (state: string): StateScope => scopes[state] ?? 'instance';
const accepted = { expect: 202, risk: 'change' } as const;

test('a driver that makes what is asked for may yet have all of it sent', async () => {
  const cases = [
    named('reaching', 'no loan'),
    named('changing', 'a loan', accepted),
    named('reading', 'a full shelf'),
  ];
  const { driver } = driverOf();
  expect(await planOf(cases, { driver, scopeOf })).toEqual({
    sent: ['reading', 'changing', 'reaching'],
    missing: {},
  });
});

test('a plan has no batch without cases', async () => {
  const { driver } = driverOf();
  const { batches } = await makePlan(optionsOf([named('a')], { driver }));
  expect(batches).toMatchObject([{ phase: 'together', cases: [{ item: { id: 'a' } }] }]);
});

test('only the selected cases are listed', async () => {
  const cases = [named('a'), named('b'), named('c', 'a full shelf'), named('d', 'a full shelf')];
  expect(await planOf(cases, { selected: new Set(['b', 'd']) })).toEqual({
    sent: ['b'],
    missing: { d: 'give --shelf' },
  });
});

test.each<[string, Case, string, Partial<FlatOptions>?]>([
  ['what the driver says would help', named('x', 'a full shelf'), 'give --shelf'],
  ['states, where the driver knows nothing better', named('x', 'a lost book'), 'give states'],
  [
    'consent, where only a deviant would act',
    named('x', 'a loan', { risk: 'if-deviant' }),
    'allow reject',
    { consent: 'observe' },
  ],
  ['consent, where a target may act', named('x', 'a loan', accepted), 'allow change'],
  ['consent without any state, too', named('x', undefined, accepted), 'allow change'],
  ['a value of the user’s', named('x'), '--loan', { values: { [credentialValue]: 'good-token' } }],
  [
    'each of two values, by its own name where there is no option for it',
    named('x', undefined, { request: { path: '/{branch}/{loan}' } }),
    'a value for branch (an example in the document, or a provider state) and --loan',
    { values: { [credentialValue]: 'good-token' } },
  ],
])('a case that is not sent lacks %s', async (_, item, lacks, different = {}) =>
  expect(await planOf([item], different)).toEqual({ sent: [], missing: { x: lacks } }),
);

test('where the run’s own values do as well, a state that nothing sets up is no reason to leave a case out', async () => {
  const optional = { stateOptional: true } as const;
  const cases = [
    named('not set up', 'a full shelf', optional),
    named('set up', 'another loan', optional),
    named('failed', 'a broken one', optional),
    named('needed', 'a full shelf'),
  ];
  const plan = await makePlan(optionsOf(cases));
  expect(plannedCases(plan).map(({ item }) => item.id)).toEqual(['not set up', 'set up']);
  // A failure is one, whatever else would do.
  expect(plan.unsent.map(({ item, verdict }) => [item.id, verdict])).toEqual([
    ['failed', 'errored'],
    ['needed', 'not-exercised'],
  ]);
});

test('a case whose set-up fails says so, and no option is suggested', async () => {
  const [unsent] = (await makePlan(optionsOf([named('x', 'a broken one')]))).unsent;
  expect(unsent).toMatchObject({ verdict: 'errored', reason: 'Its provider state failed: it fell.' });
});

test('a credential that the driver gave is known to be secret, also where its case is not sent', async () => {
  const driver = driverOf({ readOnly: true, setUp: async () => ready({ token: 'a-stated-token' }) }).driver;
  const plan = await makePlan(optionsOf([named('x', 'a loan', accepted)], { driver }));
  expect(plan.unsent).toMatchObject([{ verdict: 'not-consented' }]);
  expect([...plan.credentials]).toEqual(['a-stated-token']);
});

test('cases of equal states share a set-up, unless they may change it', async () => {
  const cases = [named('a', 'a loan'), named('b', 'a loan'), named('c', 'a loan', accepted)];
  const keys = plannedCases(await makePlan(optionsOf(cases, { consent: 'change' }))).map(
    (one) => one.setUpKey,
  );
  expect(keys[0]).toBe(keys[1]);
  expect(new Set(keys).size).toBe(2);
});

test('a value of the state is used only where the case says so', async () => {
  const values = { [credentialValue]: own[credentialValue] };
  expect(
    await planOf([named('used', 'a loan'), named('not used', 'a loan', { uses: [] })], { values }),
  ).toEqual({
    sent: ['used'],
    missing: { 'not used': '--loan' },
  });
});

test('one success is sent for each resource, after all that is refused', async () => {
  const tolerating = { risk: 'change', tolerates: [{ status: 202, ambiguity: 'AMB' }] } as const;
  const cases = [
    named('first', 'a loan', accepted),
    named('second', 'a loan', accepted),
    named('on the other', 'another loan', accepted),
    named('may be accepted', 'a loan', tolerating),
    named('refused', 'a loan', { risk: 'change' }),
    named('reading', 'a loan'),
  ];
  expect(await planOf(cases, { consent: 'change' })).toEqual({
    sent: ['reading', 'refused', 'first', 'on the other'],
    missing: { second: 'give states', 'may be accepted': 'give states' },
  });
});

test('what reaches further comes after the rest, last what the driver alone knows of', async () => {
  const cases = [
    named('by the driver', 'a closed library'),
    named('by the contract', 'no loan'),
    named('of its own', 'a loan'),
    named('without any'),
    named('changing', 'a loan', accepted),
  ];
  const { sent } = await planOf(cases, { scopeOf, consent: 'change' });
  expect(sent).toEqual(['of its own', 'without any', 'by the contract', 'by the driver', 'changing']);
});

test.each<Consent>(['observe', 'reject', 'change'])(
  'with consent %s, a run sends what the plan says, in that order',
  async (consent) => {
    const cases = [
      named('success', 'a loan', accepted),
      named('second success', 'a loan', accepted),
      named('closed', 'a closed library'),
      named('absent', 'no loan', { risk: 'none' }),
      named('of the account', 'a loan of the family'),
      named('deviants act', 'a loan', { risk: 'if-deviant' }),
      named('may act', undefined, { risk: 'change' }),
      named('unknown', 'a full shelf'),
      named('without a value', undefined, { request: { path: '/{branch}' } }),
      named('plain'),
    ];
    const options = flatOptions(cases, { consent, scopeOf });
    const plan = await makePlan(runOptions(options));
    const { context, sending } = runOf({
      options,
      wire: () => ({ status: 400 }),
    });
    await executePlan(context, plan);
    await context.setUps.close();
    expect(sending.map(({ caseId }) => caseId)).toEqual(plannedCases(plan).map(({ item }) => item.id));
  },
);
