import type { Case } from '../../../src/catalogue/case.ts';
import type { StateScope } from '../../../src/model/provider-state.ts';
import type { Consent } from '../../../src/model/result.ts';
import type { SetUp } from '../../../src/provider-states/driver.ts';
import { forecast } from '../../../src/runner/forecast.ts';
import { runPhases } from '../../../src/runner/phases.ts';
import { credentialValue } from '../../../src/runner/request.ts';
import type { RunOptions } from '../../../src/runner/run.ts';
import { caseOf, driverOf, operationOf, own, ready, runOf, runOptions } from '../../support/runs.ts';

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

const optionsOf = (cases: readonly Case[], different: Partial<RunOptions>): RunOptions => {
  const operation = operationOf();
  return runOptions({
    catalogue: { operations: new Map([[operation.id, operation]]), cases },
    driver: driverOf({ readOnly: true, setUp: async ({ name }) => there[name] ?? nothing }).driver,
    concurrency: 1,
    ...different,
  });
};

async function forecastOf(cases: readonly Case[], different: Partial<RunOptions> = {}) {
  const { sent, unsent } = await forecast(optionsOf(cases, different));
  return {
    sent: sent.map(({ id }) => id),
    lacking: Object.fromEntries([...unsent].map(([{ id }, lacks]) => [id, lacks])),
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
  expect(await forecastOf(cases, { driver, scopeOf })).toEqual({
    sent: ['reading', 'changing', 'reaching'],
    lacking: {},
  });
});

test('only the cases that are selected are told of', async () => {
  const cases = [named('a'), named('b'), named('c', 'a full shelf'), named('d', 'a full shelf')];
  expect(await forecastOf(cases, { selected: new Set(['b', 'd']) })).toEqual({
    sent: ['b'],
    lacking: { d: 'give --shelf' },
  });
});

test.each<[string, Case, string, Partial<RunOptions>?]>([
  ['what the driver says would help', named('x', 'a full shelf'), 'give --shelf'],
  ['states, where the driver knows nothing better', named('x', 'a lost book'), 'give states'],
  ['states, where a set-up fails', named('x', 'a broken one'), 'give states'],
  [
    'consent, where only a deviant would act',
    named('x', 'a loan', { risk: 'if-deviant' }),
    'allow reject',
    { consent: 'observe' },
  ],
  ['consent, where a target may act', named('x', 'a loan', accepted), 'allow upgrade'],
  ['consent without any state, too', named('x', undefined, accepted), 'allow upgrade'],
  ['a value of the user’s', named('x'), '--loan', { values: { [credentialValue]: 'good-token' } }],
  [
    'each of two values, by its own name where there is no option for it',
    named('x', undefined, { request: { path: '/{branch}/{loan}' } }),
    'branch and --loan',
    { values: { [credentialValue]: 'good-token' } },
  ],
])('a case that is not sent lacks %s', async (_, item, lacks, different = {}) =>
  expect(await forecastOf([item], different)).toEqual({ sent: [], lacking: { x: lacks } }),
);

test('a value of the state is used only where the case says so', async () => {
  const values = { [credentialValue]: own[credentialValue] };
  expect(
    await forecastOf([named('used', 'a loan'), named('not used', 'a loan', { uses: [] })], { values }),
  ).toEqual({
    sent: ['used'],
    lacking: { 'not used': '--loan' },
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
  expect(await forecastOf(cases, { consent: 'change' })).toEqual({
    sent: ['reading', 'refused', 'first', 'on the other'],
    lacking: { second: 'give states', 'may be accepted': 'give states' },
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
  const { sent } = await forecastOf(cases, { scopeOf, consent: 'change' });
  expect(sent).toEqual(['of its own', 'without any', 'by the contract', 'by the driver', 'changing']);
});

test.each<Consent>(['observe', 'reject', 'change'])(
  'with consent %s, a run sends what was foretold, in that order',
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
    const options = optionsOf(cases, { consent, scopeOf });
    const foretold = (await forecast(options)).sent.map(({ id }) => id);
    const { context, sending } = runOf({
      options,
      wire: () => ({ status: 400 }),
    });
    await runPhases(context);
    await context.setUps.close();
    expect(sending.map(({ caseId }) => caseId)).toEqual(foretold);
  },
);
