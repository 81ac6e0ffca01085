import fc from 'fast-check';
import type { Relation } from '../../../src/checks/relations.ts';
import type { CaseOutcome, Shown } from '../../../src/evaluation/case-outcome.ts';
import { compareAnswers, relationsWithin, shownIn } from '../../../src/evaluation/relations.ts';
import { answered, judgedCase } from '../../support/exchanges.ts';
import { operationOf } from '../../support/runs.ts';

const relationOf = (different: Partial<Relation> = {}): Relation => ({
  requirement: 'SAME',
  severity: 'deviation',
  statement: 'They differ.',
  between: [
    { operationId: 'list', status: 200, select: () => new Map() },
    { operationId: 'read', status: 200, select: () => new Map() },
  ],
  ...different,
});

const relation = relationOf();
const setUp = {};

interface Given extends Partial<Omit<Shown, 'items'>> {
  readonly verdict?: CaseOutcome['verdict'];
  readonly id?: string;
  readonly by?: Relation;
}

function outcome(members: Record<string, unknown>, given: Given = {}): CaseOutcome {
  const { verdict = 'conforms', id = 'i', by = relation, from = 0, to = from + 1, ...rest } = given;
  const items = [{ relation: by, id, members }];
  return {
    ...{ verdict, reason: 'why', findings: [], exchanges: [], durationMs: 1 },
    shown: { setUp, from, to, ...rest, items },
  };
}

const compared = (
  outcomes: Readonly<Record<string, CaseOutcome>>,
  until = Number.POSITIVE_INFINITY,
  relations = [relation],
) => compareAnswers(relations, new Map(Object.entries(outcomes)), until);

const deviating = (...args: Parameters<typeof compared>) =>
  [...compared(...args).outcomes].filter(([, { verdict }]) => verdict === 'deviates').map(([id]) => id);

const [first, other] = [outcome({ name: 'a' }), outcome({ name: 'b' }, { from: 5 })];

test('what two answers show differently is a deviation of the later one, which names both', () => {
  const { outcomes, findings } = compared({ 'read/200/x': other, 'list/200/x': first });
  expect(findings).toEqual([]);
  expect(outcomes.get('list/200/x')).toBe(first);
  const { shown } = other;
  expect(outcomes.get('read/200/x')).toEqual({
    verdict: 'deviates',
    exchanges: [],
    durationMs: 1,
    shown,
    findings: [
      {
        check: 'relations',
        severity: 'deviation',
        requirement: 'SAME',
        location: 'body',
        expected: '"a"',
        actual: '"b"',
        message: 'They differ. The answers to list/200/x and read/200/x differ in name of i.',
      },
    ],
  });
});

test('a warning leaves the verdict', () => {
  const by = relationOf({ severity: 'warning' });
  const outcomes = {
    a: outcome({ n: 1 }, { by }),
    b: outcome({ n: 2 }, { by, from: 5, verdict: 'tolerated' }),
  };
  const later = compared(outcomes, 100, [by]).outcomes.get('b');
  expect(later).toMatchObject({ verdict: 'tolerated', reason: 'why', findings: [{ severity: 'warning' }] });
});

test('each answer is compared with the first one, in the order of time', () => {
  const third = outcome({ name: 'a' }, { from: 9 });
  expect(deviating({ third, first, other })).toEqual(['other']);
});

test.each<[what: string, a: CaseOutcome, b: CaseOutcome]>([
  ['the same', first, outcome({ name: 'a' }, { from: 5 })],
  ['the same in another order', outcome({ n: { a: 1, b: 2 } }), outcome({ n: { b: 2, a: 1 } }, { from: 5 })],
  ['a member that only one shows', outcome({ size: 1 }), outcome({ name: 'b' }, { from: 5 })],
])('nothing is said of %s', (_, a, b) => {
  const outcomes = { a, b };
  expect(compared(outcomes)).toEqual({ outcomes: new Map(Object.entries(outcomes)), findings: [] });
});

const never = Number.POSITIVE_INFINITY;

test.each<[what: string, a: CaseOutcome, b: CaseOutcome, until: number]>([
  ['items with different ids', first, outcome({ name: 'b' }, { from: 5, id: 'j' }), never],
  ['what is on another set-up', first, outcome({ name: 'b' }, { from: 5, setUp: {} }), never],
  ['what another relation compares', first, outcome({ name: 'b' }, { from: 5, by: relationOf() }), never],
  ['an answer after a change', first, other, 5],
  ['an answer during a change', first, other, 6],
  ['an answer that deviates', first, outcome({ name: 'b' }, { from: 5, verdict: 'deviates' }), never],
  ['an answer in doubt', outcome({ name: 'a' }, { verdict: 'inconclusive' }), other, never],
  ['one answer alone', first, { ...other, shown: { setUp, from: 5, to: 6, items: [] } }, never],
])('a note says that nothing was compared: %s', (_, a, b, until) => {
  const { outcomes, findings } = compared({ a, b }, until);
  const { shown: __, ...rest } = b;
  expect([...outcomes]).toMatchObject([
    ['a', { verdict: a.verdict, findings: [] }],
    ['b', rest],
  ]);
  expect({ findings }).toEqual({
    findings: [
      {
        check: 'relations',
        severity: 'note',
        requirement: 'SAME',
        message:
          'Whether list and read show the same was not seen: no two answers showed the same item before something may have changed it.',
      },
    ],
  });
});

test.each<[what: string, b: CaseOutcome, until: number, stays: boolean]>([
  ['was compared', other, never, true],
  ['was answered after a change', other, 5, false],
  ['deviates', outcome({ name: 'b' }, { from: 5, verdict: 'deviates' }), never, false],
])('what an answer shows stays with it only if it was compared: one that %s', (_, b, until, stays) => {
  expect('shown' in (compared({ a: first, b }, until).outcomes.get('b') ?? {})).toBe(stays);
});

test('of what was sent at once, the id decides which is the later one', () => {
  const [a, b] = [outcome({ n: 1 }), outcome({ n: 2 })];
  expect([deviating({ a, b }), deviating({ b, a })]).toEqual([['b'], ['b']]);
});

test('answers that show the same never deviate, and none is blamed for a change', () =>
  fc.assert(
    fc.property(
      fc.array(fc.record({ from: fc.nat(20), time: fc.nat(5), n: fc.nat(3) })),
      fc.nat(20),
      (answers, until) => {
        // What is shown is the same until the change, and anything from then on.
        const outcomes = answers.map(({ from, time, n }, index): [string, CaseOutcome] => {
          const to = from + time;
          return [`case-${index}`, outcome({ n: to < until ? 7 : n }, { from, to })];
        });
        expect(deviating(Object.fromEntries(outcomes), until)).toEqual([]);
      },
    ),
  ));

test('a deviation beside a warning decides', () => {
  const by = relationOf({ severity: 'warning' });
  const both = (n: number, from: number): CaseOutcome => ({
    ...outcome({}, { from }),
    shown: {
      ...{ setUp, from, to: from + 1 },
      items: [by, relation].map((one) => ({ relation: one, id: 'i', members: { n } })),
    },
  });
  const { outcomes } = compared({ a: both(1, 0), b: both(2, 5) }, never, [by, relation]);
  expect(outcomes.get('b')).toMatchObject({
    verdict: 'deviates',
    findings: [{ severity: 'warning' }, { severity: 'deviation' }],
  });
});

test('what was answered shows its items, on its set-up, and when', () => {
  const [
    {
      between: [list],
    },
  ] = [relation];
  if (!list) throw new Error('There is no list.');
  const ofLoan = relationOf({ between: [{ ...list, select: () => new Map([['7', { days: 1 }]]) }] });
  const exchange = answered({ status: 200, body: '{}', values: { loan: '7' } });
  const judged = judgedCase(200, { operationId: 'list' });
  const from = Date.parse(exchange.startedAt);
  expect(shownIn({ relations: [ofLoan] }, judged, exchange, setUp)).toEqual({
    shown: { items: [{ relation: ofLoan, id: '7', members: { days: 1 } }], setUp, from, to: from + 1 },
  });
  expect(shownIn({}, judged, exchange, setUp)).toEqual({});
});

test('what was not answered shows nothing', () => {
  const { response: _, ...unanswered } = answered({});
  expect(
    shownIn({ relations: [relation] }, judgedCase(200, { operationId: 'list' }), unanswered, setUp),
  ).toEqual({});
});

test.each<[string[], boolean]>([
  [['list', 'read', 'other'], true],
  [['list', 'other'], false],
  [['other'], false],
])('with the operations %j, a relation can be seen: %s', (ids, isSeen) => {
  const operations = new Map(ids.map((id) => [id, operationOf({ id })]));
  expect(relationsWithin([relation], { operations })).toEqual(isSeen ? [relation] : []);
});
