import { createHash } from 'node:crypto';
import type { CaseOutcome } from '../../../src/evaluation/case-outcome.ts';
import { digestOfExchanges, EvidenceRecorder } from '../../../src/evaluation/evidence.ts';
import { recordExchange } from '../../../src/evaluation/record.ts';
import type { CaseEvidence } from '../../../src/model/result.ts';
import { createRedactor, type Secret } from '../../../src/secrets/redaction.ts';
import { type Answer, answered } from '../../support/exchanges.ts';
import { caseOf } from '../../support/runs.ts';

/** A value of a path, one of a query, and one of a body. */
const lent = caseOf({
  request: {
    path: '/loans/{loan}',
    query: [{ name: 'limit', written: 'limit=1' }],
    bodyValues: { '/days': { name: 'days', documented: 7 } },
  },
});

function recorderOf(secrets: readonly Secret[] = []) {
  const redactor = createRedactor(secrets);
  const recorder = new EvidenceRecorder({ cases: [caseOf(), lent] }, redactor);
  return (answers: readonly Answer[], different: Partial<CaseOutcome> = {}): CaseEvidence | undefined => {
    const exchanges = answers.map(answered);
    const outcome: CaseOutcome = {
      verdict: 'conforms',
      findings: [],
      durationMs: 1,
      ...different,
      exchanges,
    };
    return recorder.of(
      outcome,
      exchanges.map((exchange) => recordExchange(exchange, redactor)),
    );
  };
}

const valuesOf = (answers: readonly Answer[], secrets: readonly Secret[] = []) =>
  recorderOf(secrets)(answers)?.values;

describe('the evidence of a case', () => {
  test('is nothing where nothing was sent', () => expect(recorderOf()([])).toBeUndefined());

  test('is the digest of its exchanges and the values, and no more where nothing was judged', () =>
    expect(recorderOf()([{ values: { loan: '7' } }])).toStrictEqual({
      sha256: digestOfExchanges([recordExchange(answered({}), createRedactor([]))]),
      values: { loan: '7' },
    }));

  test('says how it was judged, and on which set-up it was compared', () => {
    const shown = { items: [], setUp: {}, from: 0, to: 1 };
    expect(recorderOf()([{}], { judged: 'throttle', shown })).toMatchObject({
      judged: 'throttle',
      comparedOn: 0,
    });
  });

  test('numbers set-ups in their order, each of them once', () => {
    const of = recorderOf();
    const [one, other] = [{}, {}];
    const numbers = [one, other, one, other].map(
      (setUp) => of([{}], { shown: { items: [], setUp, from: 0, to: 1 } })?.comparedOn,
    );
    expect(numbers).toEqual([0, 1, 0, 1]);
  });
});

describe('the values of a case', () => {
  test.each<[what: string, answers: Answer[], values: Record<string, string>]>([
    ['those of a path', [{ values: { loan: '7' } }], { loan: '7' }],
    ['those of a query', [{ values: { limit: '1' } }], { limit: '1' }],
    ['those of a body', [{ values: { days: '9' } }], { days: '9' }],
    ['one that is empty', [{ values: { loan: '' } }], { loan: '' }],
    ['what the answer shows', [{ values: { title: 'Emma' }, body: '{"title":"Emma"}' }], { title: 'Emma' }],
    ['nothing that it does not show', [{ values: { title: 'Emma' }, body: '{"title":"Ema"}' }], {}],
    [
      'nothing that is a part of something else',
      [{ values: { flavor: '3' }, body: '{"id":"a3-31","at":13}' }],
      {},
    ],
    [
      'what is shown later by itself',
      [{ values: { flavor: '3' }, body: '{"at":13,"of":"/3"}' }],
      { flavor: '3' },
    ],
    ['what is all of the answer', [{ values: { flavor: '3' }, body: '3' }], { flavor: '3' }],
    ['nothing else of an answer without a body', [{ values: { letter: 'e' } }], {}],
    ['nothing empty, which every answer shows', [{ values: { title: '' }, body: '{}' }], {}],
    ['no credential, even one that it shows', [{ values: { token: 'abc' }, body: '"abc"' }], {}],
    [
      'those of the last request, by the last answer',
      [
        { values: { loan: '7', limit: '1' }, body: '"Persuasion"' },
        { values: { loan: '8', title: 'Emma', other: 'Persuasion' }, body: '"Emma"' },
      ],
      { loan: '8', title: 'Emma' },
    ],
  ])('are %s', (_what, answers, values) => expect(valuesOf(answers)).toEqual(values));

  test('are those of the request where there was no answer', () => {
    const { response: _, ...unanswered } = answered({ values: { loan: '7', letter: 'e' } });
    const redactor = createRedactor([]);
    const outcome: CaseOutcome = {
      ...{ verdict: 'deviates', findings: [], durationMs: 1 },
      exchanges: [unanswered],
    };
    const recorder = new EvidenceRecorder({ cases: [lent] }, redactor);
    expect(recorder.of(outcome, [recordExchange(unanswered, redactor)])?.values).toEqual({ loan: '7' });
  });

  test.each<[what: string, values: Record<string, string>]>([
    ['is a secret', { loan: 'secret-7', limit: '1' }],
    ['has a name with a secret', { limit: '1', 'of secret-7': 'shown' }],
  ])('are not recorded where one %s', (_what, values) => {
    const evidence = recorderOf([{ name: 'LOAN', value: 'secret-7' }])([{ values, body: 'shown' }]);
    expect(Object.keys(evidence ?? {})).toEqual(['sha256']);
  });
});

test('the digest of exchanges is that of their JSON, with the members of each object in order', () => {
  const exchange = {
    startedAt: '2026-01-01T00:00:00.000Z',
    request: { url: 'http://host.example/', method: 'GET', headers: [['B', 'a'] as const], body: null },
    attempt: 1,
    durationMs: 2,
    curl: 'curl',
  };
  const text =
    '[{"attempt":1,"curl":"curl","durationMs":2,"request":{"body":null,"headers":[["B","a"]],"method":"GET","url":"http://host.example/"},"startedAt":"2026-01-01T00:00:00.000Z"}]';
  expect(digestOfExchanges([exchange])).toBe(createHash('sha256').update(text).digest('hex'));
});
