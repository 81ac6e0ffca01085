import type { Observation } from '../../../src/checks/observation.ts';
import type { Finding, Risk } from '../../../src/model/result.ts';
import type { LiveSetUp } from '../../../src/runner/live-set-up.ts';
import { observeAfter, observeBefore, readsOf, SetUpObserver } from '../../../src/runner/observe.ts';
import type { Answer } from '../../support/exchanges.ts';
import { askedFor } from '../../support/loans.ts';
import {
  caseOf,
  driverOf,
  type FlatOptions,
  onLoan,
  operationOf,
  runOf,
  type Wire,
} from '../../support/runs.ts';

/** What refused requests leave behind on a resource, seen by reading it before and after. */

/** A loan may not change; what of it cannot be read is a note. */
const observation: Observation = {
  parameter: 'loan',
  requirement: 'NO-EFFECT',
  reads: { loan: { path: '/loans/{loan}', show: (body) => Object(body).title } },
  compare: (before, after) => {
    const [one, other] = [before.loan, after.loan];
    if (one?.shown === undefined || other?.shown === undefined)
      return [
        {
          severity: 'note',
          message: `Not read: ${other?.status}${other?.unread ? `, ${other.unread}` : ''}.`,
        },
      ];
    return one.shown === other.shown ? [] : [{ severity: 'deviation', message: `It was ${one.shown}.` }];
  },
};

const titled = (title: string): Answer => ({ status: 200, body: { title, more: 'm' } });
/** Another title with each read. */
const changing: Wire = (_, count) => titled(`title ${count}`);
const absent: Wire = () => ({ status: 404, body: {} });

const deviation = (message: string): Finding => ({
  check: 'side_effects',
  requirement: 'NO-EFFECT',
  severity: 'deviation',
  message,
});
const note = (message: string): Finding => ({ ...deviation(message), severity: 'note' });

function runOn(wire: Wire, options: Partial<FlatOptions> = {}, stop?: AbortController) {
  const { context, sent } = runOf({
    wire,
    options: { observations: [observation], ...options },
    ...(stop && { stop }),
  });
  return { context, sent, asked: () => sent.map(askedFor) };
}

/** Reads of one that answer differently, in their order. */
const inTurn =
  (...answers: readonly Answer[]): Wire =>
  (_, count) =>
    answers[count - 1] ?? titled('the last');

const operation = operationOf();
const without = { ...operation };
delete without.resourceParameter;
const catalogueWith = (one: typeof operation) => ({ operations: new Map([[one.id, one]]), cases: [] });

describe('the run’s own loan', () => {
  const observed = async (wire: Wire, options?: Partial<FlatOptions>, accepted?: string) => {
    const { context, asked, sent } = runOn(wire, options);
    const before = await observeBefore(context);
    if (accepted !== undefined) context.acceptedOnOwn.set('renewLoan', accepted);
    const planned = readsOf(context.options);
    return { findings: await observeAfter(context, before), asked: asked(), planned, sent };
  };

  test('is read twice, and whole', async () => {
    const { findings, asked, planned, sent } = await observed(() => titled('same'));
    expect({ findings, asked }).toEqual({
      findings: [],
      asked: ['/loans/loan-own anonymous', '/loans/loan-own anonymous'],
    });
    expect(planned).toEqual(['http://target.example/loans/loan-own']);
    expect(sent.map(({ maxBodyBytes }) => maxBodyBytes)).toEqual([8 * 1024 ** 2, 8 * 1024 ** 2]);
  });

  test('may not change', async () => {
    expect((await observed(changing)).findings).toEqual([deviation('It was title 1.')]);
  });

  test('may change once a request was accepted on it, which the finding names', async () => {
    expect((await observed(changing, {}, 'renewLoan/400/a')).findings).toEqual([
      note('The resource changed after renewLoan/400/a had been accepted on it.'),
    ]);
  });

  test('may have changed while the target went away', async () => {
    const { context } = runOn(changing);
    const away = { ...context, watch: { ...context.watch, wasAwaySince: () => true } };
    expect(await observeAfter(away, await observeBefore(away))).toEqual([
      note('The resource changed while the target went away and came back.'),
    ]);
  });

  test('is no less unread for that', async () => {
    const { findings } = await observed(absent, {}, 'renewLoan/400/a');
    expect(findings).toEqual([note('Not read: 404.')]);
  });

  test.each<[string, Partial<FlatOptions>]>([
    ['of the built-in target', { builtIn: true }],
    ['that the user does not name', { values: { token: 't' } }],
    ['that no operation of the catalogue acts on', { catalogue: { operations: new Map(), cases: [] } }],
    ['that the operation does not name', { catalogue: catalogueWith(without) }],
    ['that no observation is about', { observations: [] }],
    [
      'that is read by what the run lacks',
      {
        observations: [
          { ...observation, reads: { loan: { path: '/{shelf}', show: () => 1 } }, compare: () => [] },
        ],
      },
    ],
  ])('%s is not read', async (_name, options) => {
    expect(await observed(changing, options)).toMatchObject({ findings: [], asked: [], planned: [] });
  });
});

describe('the loan of a provider state', () => {
  const setUpOf = (different: Partial<LiveSetUp> = {}): LiveSetUp => ({
    state: onLoan,
    caseId: 'a',
    askedAt: 0,
    values: { loan: 'loan-1' },
    scope: undefined,
    by: undefined,
    isolated: () => true,
    resource: { id: 'loan-1', own: false, inFlight: new Set(), setUps: 1 },
    created: [],
    users: 1,
    ...different,
  });
  const named = (id: string, risk: Risk = 'if-deviant') => caseOf({ id, risk });

  async function observed(
    wire: Wire,
    cases = [named('a')],
    { setUp = setUpOf(), options = {} }: { setUp?: LiveSetUp; options?: Partial<FlatOptions> } = {},
  ) {
    const run = runOn(wire, options);
    const observer = new SetUpObserver();
    for (const item of cases) await observer.begin(run.context, setUp, item);
    await observer.end(run.context, setUp);
    return { ...run, observer, findings: run.context.findings, asked: run.asked() };
  }

  test('is read before the first case and after the last, with what the state gives', async () => {
    const { findings, asked, observer } = await observed(() => titled('same'), [named('a'), named('b')]);
    expect(asked).toEqual(['/loans/loan-1 anonymous', '/loans/loan-1 anonymous']);
    expect([findings, observer.findings]).toEqual([[], []]);
  });

  test.each([
    [1, 'c1'],
    [5, 'c1, c2, c3, c4, c5'],
    [7, 'c1, c2, c3, c4, c5 and 2 more'],
  ])('may not change: of %i cases, the finding names %s', async (count, names) => {
    const cases = Array.from({ length: count }, (_, index) => named(`c${index + 1}`));
    expect((await observed(changing, cases)).findings).toEqual([
      deviation(`It was title 1. Sent to it in the state "a loan": ${names}.`),
    ]);
  });

  test('may change where a case was accepted on it', async () => {
    const setUp = setUpOf();
    setUp.resource.modifiedBy = 'c';
    expect((await observed(changing, undefined, { setUp })).findings).toEqual([
      note('The resource changed after c had been accepted on it.'),
    ]);
  });

  test.each<[string, Parameters<typeof observed>[1], Parameters<typeof observed>[2]]>([
    ['by a case that may be accepted', [named('a', 'change')], {}],
    ['where states are only values', undefined, { options: { driver: driverOf({ readOnly: true }).driver } }],
    ['that the state does not give', undefined, { setUp: setUpOf({ values: {} }) }],
    [
      'of an operation that is not in the catalogue',
      undefined,
      { options: { catalogue: { operations: new Map(), cases: [] } } },
    ],
    [
      'that the observation is not about',
      undefined,
      { options: { observations: [{ ...observation, parameter: 'other' }] } },
    ],
  ])('is not read %s', async (_name, cases, given) => {
    const { findings, asked, observer } = await observed(changing, cases, given);
    expect({ findings, asked, ofRun: observer.findings }).toEqual({ findings: [], asked: [], ofRun: [] });
  });

  test('is read again for cases on it that come after its end', async () => {
    const { context, observer } = runObserver(changing);
    const setUp = setUpOf();
    for (const id of ['a', 'b']) {
      await observer.begin(context, setUp, named(id));
      await observer.end(context, setUp);
    }
    expect(context.findings.map(({ message }) => message)).toEqual([
      'It was title 1. Sent to it in the state "a loan": a.',
      'It was title 3. Sent to it in the state "a loan": b.',
    ]);
  });

  test('is not read after the run was stopped, nor where nothing was read before', async () => {
    const stop = new AbortController();
    const { context, observer, asked } = runObserver(changing, stop);
    await observer.end(context, setUpOf());
    expect(asked()).toEqual([]);
    const setUp = setUpOf();
    await observer.begin(context, setUp, named('a'));
    stop.abort();
    await observer.end(context, setUp);
    expect(asked()).toHaveLength(1);
    expect(context.findings).toEqual([]);
  });

  function runObserver(wire: Wire, stop?: AbortController) {
    return { ...runOn(wire, {}, stop), observer: new SetUpObserver() };
  }

  async function several(wire: Wire, cases: readonly string[]) {
    const { context, observer } = runObserver(wire);
    for (const id of cases) {
      const setUp = setUpOf();
      await observer.begin(context, setUp, named(id));
      await observer.end(context, setUp);
    }
    return { found: context.findings, ofRun: observer.findings };
  }

  test('that can nowhere be read is said once, of the run', async () => {
    expect(await several(absent, ['a', 'b'])).toEqual({ found: [], ofRun: [note('Not read: 404.')] });
  });

  test.each<[string, Wire]>([
    ['before', inTurn({ status: 404 }, { status: 404 }, titled('t'), titled('t'))],
    ['after', inTurn(titled('t'), titled('t'), { status: 404 }, { status: 404 })],
  ])('that cannot be read is nothing to say where another can, %s', async (_name, wire) => {
    expect(await several(wire, ['a', 'b'])).toEqual({ found: [], ofRun: [] });
  });

  test('the same note is given once, other notes and each deviation always', async () => {
    const gone = (status: number) => [titled('t'), { status }];
    const wire = inTurn(
      ...gone(404),
      ...gone(404),
      ...gone(410),
      titled('x'),
      titled('y'),
      titled('x'),
      titled('z'),
    );
    const { found } = await several(wire, ['a', 'b', 'c', 'd', 'd']);
    const changed = deviation('It was x. Sent to it in the state "a loan": d.');
    expect(found).toEqual([note('Not read: 404.'), note('Not read: 410.'), changed, changed]);
  });

  test('an observation without reads says what it finds of the run', async () => {
    const blind = {
      ...observation,
      reads: {},
      compare: () => [{ severity: 'note', message: 'Blind.' } as const],
    };
    const { observer, findings } = await observed(changing, undefined, {
      options: { observations: [blind] },
    });
    expect([observer.findings, findings]).toEqual([[note('Blind.')], []]);
  });
});
