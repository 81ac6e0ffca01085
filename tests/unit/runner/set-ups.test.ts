import type { Case } from '../../../src/catalogue/case.ts';
import type { ProviderState } from '../../../src/model/provider-state.ts';
import type { Driver, SetUp, TearDown } from '../../../src/provider-states/driver.ts';
import type { Created } from '../../../src/runner/created.ts';
import { type Acquired, type LiveSetUp, type SetUpOptions, SetUps } from '../../../src/runner/set-ups.ts';
import { caseOf, driverOf, ready, setUpOptions } from '../../support/runs.ts';

const loanOf = (params: ProviderState['params'] = {}): ProviderState => ({ name: 'a loan', params });

/** A case of this id on a state, a loan unless it says otherwise. */
const on = (id: string, different: Partial<Omit<Case, 'request'>> = {}): Case =>
  caseOf({ id, states: [loanOf()], ...different });

interface Given extends Partial<Omit<SetUpOptions, 'driver'>> {
  readonly answers?: readonly SetUp[];
  readonly driver?: Partial<Driver>;
}

function setUpsOf({ answers = [], driver = {}, ...options }: Given = {}) {
  const fake = driverOf({ answers, ...driver });
  return { ...fake, own: new SetUps(setUpOptions({ driver: fake.driver, ...options })) };
}

/** Every case announced, then each given its set-up. */
async function acquired(own: SetUps, items: readonly Case[]): Promise<Acquired[]> {
  for (const item of items) own.announce(item);
  return Promise.all(items.map((item) => own.acquire(item)));
}

const readyOf = (one: Acquired | undefined): LiveSetUp => {
  if (one?.kind !== 'ready') throw new Error(`not ready: ${one?.kind}`);
  return one.setUp;
};

const live = async (own: SetUps, items: readonly Case[]) => (await acquired(own, items)).map(readyOf);

/** What an answer said was made. */
const made = (id: string, caseId: string): Created => ({
  id,
  caseId,
  kind: 'loan',
  createdAt: new Date(0),
});

/** Resolves when everything has happened that waits for nobody. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('cases share a set-up', () => {
  test.each<[string, readonly Case[], Given, number]>([
    ['where they have the same state and only read', [on('a'), on('b', { risk: 'if-deviant' })], {}, 1],
    ['but not where they may change it', [on('a', { risk: 'change' }), on('b', { risk: 'change' })], {}, 2],
    ['but not with one that may change it', [on('a'), on('b', { risk: 'change' })], {}, 2],
    ['but not where each is to have a fresh one', [on('a'), on('b')], { fresh: true }, 2],
    ['but not with another state', [on('a'), on('b', { states: [{ ...loanOf(), name: 'no loan' }] })], {}, 2],
    ['but not with other parameters', [on('a'), on('b', { states: [loanOf({ days: 7 })] })], {}, 2],
  ])('%s', async (_title, items, given, count) => {
    const { own, setUps } = setUpsOf(given);
    const resources = new Set((await live(own, items)).map(({ resource }) => resource.id));
    expect(setUps).toEqual(items.slice(0, count).map(({ states }) => states[0]));
    expect(resources.size).toBe(count);
  });

  test('until the last one is done; then it is torn down once', async () => {
    const { own, tornDown } = setUpsOf();
    const [a, b] = [on('a'), on('b')];
    const [one, other] = await acquired(own, [a, b]);
    if (!one || !other) throw new Error('two were asked for');
    expect(readyOf(one)).toBe(readyOf(other));
    await own.release(a, one);
    await own.idle();
    expect(tornDown).toEqual([]);
    readyOf(one).created.push(made('made', 'a'));
    await own.release(b, other);
    await own.idle();
    await own.close();
    expect(tornDown).toEqual([{ ...loanOf(), values: { loan: 'loan-1' }, created: ['made'] }]);
  });

  test('that was torn down is made anew for a case that comes later', async () => {
    const { own, setUps, tornDown } = setUpsOf();
    for (const item of [on('a'), on('b')]) {
      own.announce(item);
      await own.release(item, await own.acquire(item));
      await own.idle();
    }
    expect(setUps).toHaveLength(2);
    expect(tornDown.map(({ values }) => values)).toEqual([{ loan: 'loan-1' }, { loan: 'loan-2' }]);
  });

  test('that failed is not asked for again, nor torn down', async () => {
    const { own, setUps, tornDown } = setUpsOf({ answers: [{ outcome: 'failed', reason: 'full' }] });
    const items = [on('a'), on('b')];
    const each = await acquired(own, items);
    expect(each).toEqual(
      [1, 2].map(() => ({ kind: 'unavailable', answer: { outcome: 'failed', reason: 'full' } })),
    );
    for (const item of items)
      await own.release(item, { kind: 'unavailable', answer: { outcome: 'failed', reason: 'full' } });
    expect(await own.close()).toEqual([]);
    expect(setUps).toHaveLength(1);
    expect(tornDown).toEqual([]);
  });

  test('only if they were announced', async () =>
    expect(setUpsOf().own.acquire(on('late'))).rejects.toThrow('late was not announced to the set-ups.'));
});

describe('a set-up', () => {
  test.each<[string, SetUp, Acquired]>([
    [
      'that the driver does not support says so',
      { outcome: 'not-supported', reason: 'no such state', testableBy: '--driver' },
      {
        kind: 'unavailable',
        answer: { outcome: 'not-supported', reason: 'no such state', testableBy: '--driver' },
      },
    ],
    [
      'that failed says why',
      { outcome: 'failed', reason: 'full' },
      { kind: 'unavailable', answer: { outcome: 'failed', reason: 'full' } },
    ],
  ])('%s', async (_title, answer, expected) => {
    const [one] = await acquired(setUpsOf({ answers: [answer] }).own, [on('a')]);
    expect(one).toMatchObject(expected);
  });

  test('has what the driver gave, and the case that it was made for', async () => {
    const answers = [ready({ loan: 'L7', copy: '3' }, { scope: 'account' })];
    const [one] = await live(setUpsOf({ answers }).own, [on('a'), on('b')]);
    expect(one).toMatchObject({
      state: loanOf(),
      caseId: 'a',
      values: { loan: 'L7', copy: '3' },
      scope: 'account',
      resource: { id: 'l7' },
      created: [],
      users: 2,
    });
  });

  test('of a case without a state is the run’s own resource, which the driver never hears of', async () => {
    const { own, setUps, tornDown } = setUpsOf();
    const item = on('a', { states: [] });
    const [one] = await live(own, [item]);
    expect(one).toMatchObject({ values: {}, scope: undefined, resource: { id: 'loan-own' } });
    expect(one?.isolated()).toBe(false);
    expect(await own.close()).toEqual([]);
    expect([...setUps, ...tornDown]).toEqual([]);
  });

  describe('of a state that is optional', () => {
    const optional = on('a', { stateOptional: true });
    const unsupported: SetUp = { outcome: 'not-supported', reason: 'no such state' };

    test('is the run’s own resource where nothing sets the state up, and is not torn down', async () => {
      const { own, setUps, tornDown } = setUpsOf({ answers: [unsupported] });
      const [one] = await live(own, [optional]);
      expect(one).toMatchObject({ values: {}, scope: undefined, resource: { id: 'loan-own', own: true } });
      expect(one?.isolated()).toBe(false);
      expect(await own.close()).toEqual([]);
      expect(setUps).toEqual([loanOf()]);
      expect(tornDown).toEqual([]);
    });

    test('is what the driver gives where it does', async () => {
      const { own, tornDown } = setUpsOf({ answers: [ready({ loan: 'L7' })] });
      const [one] = await live(own, [optional]);
      expect(one).toMatchObject({ values: { loan: 'L7' }, resource: { id: 'l7', own: false } });
      await own.close();
      expect(tornDown).toHaveLength(1);
    });

    test('is missing where the driver fails', async () => {
      const answers: SetUp[] = [{ outcome: 'failed', reason: 'full' }];
      expect(await acquired(setUpsOf({ answers }).own, [optional])).toMatchObject([{ kind: 'unavailable' }]);
    });

    test('is another one than that of a case that needs the state', async () => {
      const { own } = setUpsOf({ answers: [unsupported, unsupported] });
      const kinds = (await acquired(own, [optional, on('b')])).map(({ kind }) => kind);
      expect(kinds).toEqual(['ready', 'unavailable']);
    });
  });

  test('keeps the credential that it gave, to be hidden in reports', async () => {
    const answers = [ready({ loan: '1', token: 'secret' }), ready({ loan: '2' })];
    const { own } = setUpsOf({ answers, fresh: true });
    await live(own, [on('a'), on('b')]);
    expect(own.credentials.size).toBe(1);
    expect(own.credentials.has('secret')).toBe(true);
  });

  test('waits until one of the places for set-ups is free', async () => {
    const ends: (() => void)[] = [];
    const asked: unknown[] = [];
    const setUp: Driver['setUp'] = async ({ params }) => {
      asked.push(params);
      await new Promise<void>((resolve) => ends.push(resolve));
      return ready({ loan: String(params.days) });
    };
    const { own } = setUpsOf({ driver: { setUp }, concurrency: 2 });
    const items = [1, 2, 3].map((days) => on(String(days), { states: [loanOf({ days })] }));
    const all = live(own, items);
    await settled();
    expect(asked).toEqual([{ days: 1 }, { days: 2 }]);
    ends[0]?.();
    await settled();
    expect(asked).toHaveLength(3);
    for (const end of ends) end();
    await all;
  });
});

describe('a resource is isolated', () => {
  const twice = [on('a'), on('b')];
  test.each<[string, Given, readonly Case[], readonly boolean[]]>([
    ['where nobody else was given it', { fresh: true }, twice, [true, true]],
    [
      'but not where a second set-up gave it',
      { fresh: true, answers: [1, 2].map(() => ready({ loan: 'x' })) },
      twice,
      [false, false],
    ],
    [
      'but not where a second one gave it in capitals',
      { fresh: true, answers: ['aB', 'Ab'].map((loan) => ready({ loan })) },
      twice,
      [false, false],
    ],
    ['but not where it is the run’s own', { answers: [ready({ loan: 'loan-own' })] }, [on('a')], [false]],
    [
      'but not where it is the run’s own, in whatever letters',
      { answers: [ready({ loan: 'Loan-OWN' })], ownValues: { loan: 'LOAN-own' } },
      [on('a')],
      [false],
    ],
    [
      'but not where it differs only by percent-encoding',
      { fresh: true, answers: ['a%62', 'ab'].map((loan) => ready({ loan })) },
      twice,
      [false, false],
    ],
    ...[' x', 'x\u200b', 'x/y', './x', 'x;v=1', 'x?y', 'x#y', '007', 'é'].map(
      (loan): [string, Given, readonly Case[], readonly boolean[]] => [
        `but not where a target may read another into "${loan}"`,
        { answers: [ready({ loan })] },
        [on('a')],
        [false],
      ],
    ),
    ['but not where the driver gave none', { answers: [ready({})] }, [on('a')], [false]],
    ['but not where the driver makes nothing', { driver: { readOnly: true } }, [on('a')], [false]],
    ['but not where the operation acts on none', { resourceOf: () => undefined }, [on('a')], [false]],
    ['also where the run has none of its own', { ownValues: {} }, [on('a')], [true]],
  ])('%s', async (_title, given, items, isolated) => {
    const all = await live(setUpsOf(given).own, items);
    expect(all.map((one) => one.isolated())).toEqual(isolated);
  });

  test('where there is any: a run without one of its own shares what nobody named', async () => {
    const { own } = setUpsOf({ answers: [ready({}), ready({})], ownValues: {}, fresh: true });
    const all = await live(own, [on('a'), on('b')]);
    expect(all.map(({ resource }) => resource.id)).toEqual(['', '']);
    expect(all[0]?.resource).toBe(all[1]?.resource);
    expect(all.map((one) => one.isolated())).toEqual([false, false]);
    expect(await own.close()).toEqual([]);
  });

  test('by the name that its operation has for it', async () => {
    const resourceOf = (operationId: string) => (operationId === 'renewLoan' ? 'loan' : 'copy');
    const answers = [1, 2].map(() => ready({ loan: 'l', copy: 'c' }));
    const { own } = setUpsOf({ answers, resourceOf, fresh: true });
    const all = await live(own, [on('a'), on('b', { operationId: 'lend' })]);
    expect(all.map(({ resource }) => resource.id)).toEqual(['l', 'c']);
  });

  test('but not where another operation has the same, and acts on something else', async () => {
    const resourceOf = (operationId: string) => (operationId === 'renewLoan' ? 'loan' : 'copy');
    const answers = ['l', 'm'].map((loan) => ready({ loan, copy: 'c' }));
    const { own } = setUpsOf({ answers, resourceOf, fresh: true });
    const all = await live(own, [on('a'), on('b', { operationId: 'lend' })]);
    expect(all.map((one) => one.isolated())).toEqual([true, false]);
  });

  test('also where another value is the same text', async () => {
    const answers = ['1', '2'].map((loan) => ready({ loan, copy: '1' }));
    const { own } = setUpsOf({ answers, fresh: true });
    const all = await live(own, [on('a'), on('b')]);
    expect(all.map((one) => one.isolated())).toEqual([true, true]);
  });
});

describe('what happened to a resource', () => {
  const same = [ready({ loan: 'X' }), ready({ loan: 'x' }), ready({ loan: 'x' })];

  /** Two set-ups of the same id, one after the other, the first of them modified. */
  async function oneAfterTheOther(given: Given, between: (own: SetUps) => Promise<unknown>) {
    const { own } = setUpsOf({ answers: same, fresh: true, ...given });
    const [a, b] = [on('a'), on('b')];
    own.announce(a);
    const first = await own.acquire(a);
    readyOf(first).resource.modifiedBy = 'a';
    await own.release(a, first);
    await between(own);
    const [second] = await live(own, [b]);
    return second?.resource.modifiedBy;
  }

  test('is known to everyone who was given it', async () => {
    const { own } = setUpsOf({ answers: same, fresh: true });
    const [one, other] = await live(own, [on('a'), on('b')]);
    expect(one?.resource).toBe(other?.resource);
  });

  test('is of the past once its set-ups are torn down', async () =>
    expect(await oneAfterTheOther({}, (own) => own.idle())).toBeUndefined());

  test.each<[string, Given]>([
    ['it is the run’s own', { ownValues: { loan: 'x' } }],
    ['it is the run’s own, given in capitals', { ownValues: { loan: 'X' } }],
    ['its teardown failed', { driver: { tearDown: async () => ({ outcome: 'failed', reason: 'stuck' }) } }],
    ['the driver tears nothing down', { driver: { tearDown: async () => ({ outcome: 'not-supported' }) } }],
  ])('stays where %s', async (_title, given) =>
    expect(await oneAfterTheOther(given, (own) => own.idle())).toBe('a'),
  );

  test('stays where another set-up of it is not torn down', async () => {
    const { own } = setUpsOf({ answers: same, fresh: true });
    const [a, b, c] = [on('a'), on('b'), on('c')];
    const [one] = await acquired(own, [a, b]);
    if (!one) throw new Error('one was asked for');
    readyOf(one).resource.modifiedBy = 'a';
    await own.release(a, one);
    await own.idle();
    const [third] = await live(own, [c]);
    expect(third?.resource.modifiedBy).toBe('a');
  });
});

describe('a fresh set-up in place of a modified one', () => {
  test('is the same for every case that shared it, and the old one goes when the last has left', async () => {
    const { own, setUps, tornDown } = setUpsOf();
    const [a, b] = [on('a'), on('b')];
    const [one, other] = await live(own, [a, b]);
    if (!one || !other) throw new Error('two were asked for');
    const fresh = await own.renew(a, one);
    await own.idle();
    expect(tornDown).toEqual([]);
    const again = await own.renew(b, other);
    await own.idle();
    expect(readyOf(again)).toBe(readyOf(fresh));
    expect(readyOf(fresh)).toMatchObject({ resource: { id: 'loan-2' }, users: 2 });
    expect(readyOf(fresh).irreplaceable).toBeUndefined();
    expect(setUps).toHaveLength(2);
    expect(tornDown).toMatchObject([{ values: { loan: 'loan-1' } }]);
    await own.release(a, fresh);
    await own.release(b, again);
    await own.close();
    expect(tornDown.map(({ values }) => values)).toEqual([{ loan: 'loan-1' }, { loan: 'loan-2' }]);
  });

  test('is known to be no better where it gave the same resource', async () => {
    const { own } = setUpsOf({ answers: [1, 2].map(() => ready({ loan: 'x' })) });
    const [one] = await live(own, [on('a')]);
    if (!one) throw new Error('one was asked for');
    expect(one.irreplaceable).toBeUndefined();
    expect(readyOf(await own.renew(on('a'), one))).toMatchObject({ irreplaceable: true });
  });

  test('that failed leaves nothing to use', async () => {
    const { own, tornDown } = setUpsOf({
      answers: [ready({ loan: 'x' }), { outcome: 'failed', reason: 'full' }],
    });
    const [a] = [on('a')];
    const [one] = await live(own, [a]);
    if (!one) throw new Error('one was asked for');
    const fresh = await own.renew(a, one);
    expect(fresh).toEqual({ kind: 'unavailable', answer: { outcome: 'failed', reason: 'full' } });
    await own.release(a, fresh);
    await own.close();
    expect(tornDown).toMatchObject([{ values: { loan: 'x' } }]);
  });
});

describe('before anything is sent', () => {
  const changing = (id: string, name = 'a loan') =>
    on(id, { risk: 'change', states: [{ name, params: {} }] });
  const all = ['a', 'b', 'c'].map((id) => changing(id));
  const others = ['d', 'e'].map((id) => changing(id, 'another'));

  test.each<[string, readonly Case[], readonly Case[], readonly string[]]>([
    ['two of the state are made', [...all, ...others], all, ['a loan', 'a loan']],
    [
      'two of each state are made',
      [...others, ...all],
      [...all, ...others],
      ['another', 'another', 'a loan', 'a loan'],
    ],
    ['one is made where there is but one', all.slice(0, 1), all, ['a loan']],
    ['none is made for no case', all, [], []],
    ['none is made for a case without a state', [on('n', { states: [] })], [on('n', { states: [] })], []],
  ])('%s', async (_title, announced, cases, made) => {
    const { own, setUps } = setUpsOf();
    for (const item of announced) own.announce(item);
    await own.compare(cases);
    expect(setUps.map(({ name }) => name).toSorted()).toEqual([...made].toSorted());
    await Promise.all(announced.map((item) => own.acquire(item)));
    expect(setUps).toHaveLength(announced.filter(({ states }) => states.length > 0).length);
  });

  test('none is made for cases that are done, who do not count for those to come', async () => {
    const { own, setUps } = setUpsOf();
    for (const item of all) {
      own.announce(item);
      await own.release(item, await own.acquire(item));
    }
    await own.compare(all);
    expect(setUps).toHaveLength(3);
    for (const id of ['f', 'g', 'h']) own.announce(changing(id));
    await own.compare(all);
    expect(setUps).toHaveLength(5);
  });

  test('a driver that gives everyone the same resource shows it', async () => {
    const { own } = setUpsOf({ answers: all.map(() => ready({ loan: 'x' })) });
    for (const item of all) own.announce(item);
    await own.compare(all);
    expect(readyOf(await own.acquire(changing('a'))).isolated()).toBe(false);
  });
});

describe('left behind is', () => {
  const failed: SetUp = { outcome: 'failed', reason: 'no id in the answer' };
  const state = 'provider state "a loan"';

  test.each<[string, Given, readonly object[]]>([
    ['nothing of a state that failed', { answers: [failed] }, []],
    [
      'a state that was made, although it failed',
      { answers: [{ ...failed, made: true }] },
      [{ caseId: 'a', what: state, reason: 'no id in the answer' }],
    ],
    [
      'what a set-up that threw may have made',
      { driver: { setUp: () => Promise.reject(new Error('x', { cause: new Error('reset') })) } },
      [{ caseId: 'a', what: state, reason: 'reset' }],
    ],
    [
      'nothing that the driver has torn down',
      { driver: { tearDown: async () => ({ outcome: 'done' }) } },
      [],
    ],
    [
      'what a case created, where the driver tears nothing down',
      { driver: { tearDown: async () => ({ outcome: 'not-supported' }) } },
      [{ caseId: 'z', what: 'made', reason: 'nothing in this run tears it down' }],
    ],
    [
      'the state and what a case created, where the teardown failed',
      { driver: { tearDown: async () => ({ outcome: 'failed', reason: 'stuck' }) } },
      [
        { caseId: 'a', what: state, reason: 'stuck' },
        { caseId: 'z', what: 'made', reason: 'stuck' },
      ],
    ],
    [
      'the same where the teardown threw',
      { driver: { tearDown: () => Promise.reject(new Error('x', { cause: new Error('reset') })) } },
      [
        { caseId: 'a', what: state, reason: 'reset' },
        { caseId: 'z', what: 'made', reason: 'reset' },
      ],
    ],
  ])('%s', async (_title, given, left) => {
    const { own } = setUpsOf(given);
    const [one] = await acquired(own, [on('a')]);
    if (one?.kind === 'ready') one.setUp.created.push(made('made', 'z'));
    expect(await own.close()).toEqual(left);
  });

  test('what a case created on the run’s own resource', async () => {
    const { own } = setUpsOf();
    const [one] = await live(own, [on('a', { states: [] })]);
    one?.created.push(made('made', 'a'));
    expect(await own.close()).toEqual([
      { caseId: 'a', what: 'made', reason: 'nothing in this run tears it down' },
    ]);
  });

  test('said in the order of the cases’ ids', async () => {
    const tearDown: Driver['tearDown'] = async () => ({ outcome: 'failed', reason: 'stuck' });
    const { own } = setUpsOf({ driver: { tearDown }, fresh: true });
    await live(
      own,
      ['b', 'c', 'a'].map((id) => on(id)),
    );
    expect((await own.close()).map(({ caseId }) => caseId)).toEqual(['a', 'b', 'c']);
  });

  test('nothing, once every teardown that has begun is done', async () => {
    let done = (_answer: TearDown) => {};
    const tearDown: Driver['tearDown'] = () =>
      new Promise((resolve) => {
        done = resolve;
      });
    const { own } = setUpsOf({ driver: { tearDown } });
    const item = on('a');
    own.announce(item);
    await own.release(item, await own.acquire(item));
    const events: string[] = [];
    const idle = own.idle().then(() => events.push('idle'));
    await settled();
    events.push('done');
    done({ outcome: 'done' });
    await idle;
    expect(events).toEqual(['done', 'idle']);
  });
});

describe('time', () => {
  const now = 1_000_000;
  beforeEach(() => jest.useFakeTimers({ now }));
  afterEach(() => jest.useRealTimers());

  /** Waits for the signal, and then rejects as drivers do. */
  const never = (signal: AbortSignal) =>
    new Promise<never>((_, reject) =>
      signal.addEventListener('abort', () => reject(new Error('aborted', { cause: signal.reason }))),
    );

  /** As above, but without a word of the reason. */
  const silent = (signal: AbortSignal) =>
    new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));

  test('ends a set-up that takes too long, which may have made something', async () => {
    const { own } = setUpsOf({ driver: { setUp: (_, signal) => silent(signal) } });
    const asking = acquired(own, [on('a')]);
    await jest.advanceTimersByTimeAsync(60_000);
    const reason = 'the set-up took longer than 60 s';
    expect(await asking).toEqual([{ kind: 'unavailable', answer: { outcome: 'failed', reason } }]);
    expect(await own.close()).toEqual([{ caseId: 'a', what: 'provider state "a loan"', reason }]);
    expect(jest.getTimerCount()).toBe(0);
  });

  test('ends a teardown that takes too long', async () => {
    const { own } = setUpsOf({ driver: { tearDown: (_, signal) => never(signal) } });
    await acquired(own, [on('a')]);
    const closing = own.close();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(await closing).toMatchObject([{ reason: 'the teardown took longer than 60 s' }]);
    expect(jest.getTimerCount()).toBe(0);
  });

  test('is short for a set-up of a run that is stopped', async () => {
    const stop = new AbortController();
    const { own } = setUpsOf({ driver: { setUp: (_, signal) => silent(signal) }, signal: stop.signal });
    const asking = acquired(own, [on('a')]);
    await jest.advanceTimersByTimeAsync(0);
    stop.abort();
    await jest.advanceTimersByTimeAsync(10_000);
    const reason = 'not reached: the run was stopped while the state was set up';
    expect(await asking).toEqual([{ kind: 'unavailable', answer: { outcome: 'failed', reason } }]);
    expect(await own.close()).toMatchObject([{ reason }]);
  });

  test('is short for a teardown of a run that is stopped', async () => {
    const stop = new AbortController();
    const { own } = setUpsOf({ driver: { tearDown: (_, signal) => never(signal) }, signal: stop.signal });
    await acquired(own, [on('a')]);
    stop.abort();
    const closing = own.close();
    await jest.advanceTimersByTimeAsync(10_000);
    const reason = 'the teardown took longer than 10 s after the run was stopped';
    expect(await closing).toMatchObject([{ reason }]);
  });

  test('is one for all teardowns together; those that were not begun are left behind as well', async () => {
    const [stop, over] = [new AbortController(), new AbortController()];
    const asked: unknown[] = [];
    const tearDown: Driver['tearDown'] = (request) => {
      asked.push(request);
      return new Promise(() => {});
    };
    const given = { driver: { tearDown }, signal: stop.signal, over: over.signal, concurrency: 2 };
    const { own } = setUpsOf({ ...given, fresh: true });
    await acquired(
      own,
      ['a', 'b', 'c', 'd', 'e'].map((id) => on(id)),
    );
    stop.abort();
    const closing = own.close();
    await jest.advanceTimersByTimeAsync(1000);
    over.abort(new Error('enough'));
    const reason = 'the teardown was given up: enough';
    expect((await closing).map((left) => [left.caseId, left.reason])).toEqual(
      ['a', 'b', 'c', 'd', 'e'].map((id) => [id, reason]),
    );
    expect(asked).toHaveLength(2);
    expect(jest.getTimerCount()).toBe(0);
  });

  test('is not needed for a set-up that a stopped run has not begun', async () => {
    const { own, setUps } = setUpsOf({ signal: AbortSignal.abort() });
    expect(await acquired(own, [on('a')])).toEqual([
      {
        kind: 'unavailable',
        answer: { outcome: 'failed', reason: 'not reached: the run was stopped before that' },
      },
    ]);
    expect(await own.close()).toEqual([]);
    expect(setUps).toEqual([]);
  });

  test('is known at which a state was asked for, and at which it was gone', async () => {
    const setUp: Driver['setUp'] = async () => {
      jest.advanceTimersByTime(100);
      return ready({ loan: '1' });
    };
    const { own } = setUpsOf({ driver: { setUp }, concurrency: 1, fresh: true });
    const [first, second] = await live(own, [on('a'), on('b')]);
    expect([first?.askedAt, second?.askedAt]).toEqual([now, now + 100]);
    expect(first?.goneAt).toBeUndefined();
    jest.advanceTimersByTime(1000);
    await own.close();
    expect(first?.goneAt).toBe(now + 1200);
    expect(jest.getTimerCount()).toBe(0);
  });
});
