import { baseRequestOf } from '../../../src/catalogue/base-request.ts';
import { throttleCase } from '../../../src/catalogue/throttle-case.ts';
import type { Check } from '../../../src/checks/check.ts';
import { responseHeaders } from '../../../src/checks/response-headers.ts';
import { statusCode } from '../../../src/checks/status-code.ts';
import { caseFacts } from '../../../src/evaluation/catalogue-facts.ts';
import { digestOfExchanges } from '../../../src/evaluation/evidence.ts';
import { recordExchange } from '../../../src/evaluation/record.ts';
import { faultsOf, isOfAnswer, type Rules, rejudgeCase } from '../../../src/evaluation/rejudge-case.ts';
import type {
  CaseEvidence,
  CaseResult,
  Finding,
  RecordedExchange,
  Verdict,
} from '../../../src/model/result.ts';
import { createRedactor } from '../../../src/secrets/redaction.ts';
import { type Answer, answered } from '../../support/exchanges.ts';
import { caseOf, operationOf, responseOf } from '../../support/runs.ts';

/** What follows from one recorded case. */

/** Every 400 has a shelf, and a body without the word "wrong". */
const operation = operationOf({
  responses: new Map([
    responseOf(400, { headers: [{ name: 'X-Shelf', required: true, validate: () => [] }] }),
    responseOf(404),
    responseOf(413, { throttle: true }),
  ]),
});
const item = caseOf();
const bodyCheck: Check = {
  id: 'body',
  run: ({ response }) =>
    Buffer.from(response.body).includes('wrong') ? [{ ...finding, location: 'body' }] : [],
};
const finding: Finding = { check: 'body', severity: 'deviation', message: 'It is wrong.' };
const rules: Rules = {
  catalogue: { operations: new Map([[operation.id, operation]]) },
  cases: new Map([[item.id, item]]),
  withEvidence: true,
  checks: [statusCode, responseHeaders, bodyCheck],
  relations: [],
};

const noEvidence = 'the suite that made the report did not record all that its answer was judged by';
const secret = 'a-secret-of-the-run';
const redactor = createRedactor([{ name: 'TOKEN', value: secret }]);
const shelf = [['X-Shelf', '7']] as const;
const fine: Answer = { status: 400, headers: shelf, body: 'fine' };
const cut = 'a'.repeat(40_000);

/** A case that conforms with its only answer, which was judged with the value of its path. */
function stored(answer: Answer, different: Partial<CaseResult> = {}, evidence: Partial<CaseEvidence> = {}) {
  const exchanges = [recordExchange(answered(answer), redactor)];
  return {
    ...caseFacts(item),
    ...{ verdict: 'conforms', findings: [], exchanges, durationMs: 1 },
    evidence: { sha256: digestOfExchanges(exchanges), judged: 'answer', values: { loan: '7' }, ...evidence },
    ...different,
  } satisfies CaseResult;
}

const without = ({ evidence: _, ...one }: CaseResult): CaseResult => one;

const withoutMember = (one: CaseResult, name: keyof CaseEvidence): CaseResult => {
  const { [name]: _, ...evidence } = { sha256: '', ...one.evidence };
  return { ...one, evidence: { sha256: '', ...evidence } };
};

/** The verdict that follows, or why it is taken as recorded. */
const outcomeOf = (one: CaseResult, different: Partial<Rules> = {}) => {
  const { outcome, why } = rejudgeCase(one, { ...rules, ...different }, new Map());
  return outcome?.verdict ?? why;
};

const unanswered = (verdict: Verdict, findings: readonly Finding[] = []) =>
  stored(fine, { verdict, findings, exchanges: [] });

test('what an answer shows is its verdict, with the findings of all checks', () => {
  const judged = rejudgeCase(stored({ ...fine, body: 'wrong' }), rules, new Map());
  expect(judged).toStrictEqual({
    item,
    faults: [],
    outcome: { verdict: 'deviates', findings: [{ ...finding, location: 'body' }] },
  });
});

test.each<[what: string, one: CaseResult, shown: string]>([
  ['an answer as expected', stored(fine), 'conforms'],
  ['another answer', stored({ status: 404 }), 'deviates'],
  ['an answer to an example of the document', stored({ status: 404 }, {}, { values: {} }), 'inconclusive'],
  ['the same as a throttle', stored({ status: 404 }, {}, { values: {}, judged: 'throttle' }), 'deviates'],
  ['a verdict that needs an answer, and has none', unanswered('conforms'), 'not-exercised'],
  ['a deviation without an answer', unanswered('errored', [finding]), 'not-exercised'],
  [
    'a verdict that needs no answer',
    unanswered('not-consented', [{ ...finding, severity: 'warning' }]),
    'not-consented, which no exchange shows',
  ],
  [
    'an answer that was not judged',
    withoutMember(stored(fine, { verdict: 'inconclusive' }), 'judged'),
    'inconclusive for another reason than its answer',
  ],
  [
    'a verdict that needs an answer, which was not judged',
    withoutMember(stored(fine), 'judged'),
    'inconclusive',
  ],
  [
    'a report without evidence',
    without(stored(fine, { verdict: 'errored' })),
    'errored, which may have another reason than its answer',
  ],
  [
    'no answer, and nobody knows whose fault it is',
    without(
      stored(fine, {
        exchanges: recordedFailure(),
      }),
    ),
    noEvidence,
  ],
])('%s', (_what, one, shown) => expect(outcomeOf(one)).toBe(shown));

function recordedFailure(failure?: RecordedExchange['failure']): CaseResult['exchanges'] {
  const { response: _, ...exchange } = recordExchange(answered(fine), redactor);
  return [{ ...exchange, error: 'it ended', ...(failure && { failure }) }];
}

test('no answer by the fault of the target deviates, in an older report as well', () => {
  const failed = without(stored(fine, { exchanges: recordedFailure({ blame: 'target', of: 'exchange' }) }));
  expect(outcomeOf(failed)).toBe('deviates');
});

test('a verdict that nothing explains says so', () =>
  expect(rejudgeCase(unanswered('conforms'), rules, new Map()).outcome).toEqual({
    verdict: 'not-exercised',
    reason: 'The report has nothing that this verdict follows from.',
    findings: [],
  }));

describe('of an answer without its body', () => {
  const isCut = 'the body of its answer is cut in the report';
  const isSecret = 'its request was made with a secret';
  const isRedacted = 'a name stands for a secret in its answer';
  const head = (different: Partial<CaseResult>, answer: Answer = {}, evidence: Partial<CaseEvidence> = {}) =>
    stored({ ...fine, body: cut, ...answer }, different, evidence);
  const noValues = (different: Partial<CaseResult>, answer: Answer = {}) =>
    withoutMember(stored({ ...fine, ...answer }, different), 'values');

  test.each<[what: string, one: CaseResult, shown: string]>([
    ['the status may confirm nothing', head({}), isCut],
    ['another status refutes', head({}, { status: 404 }), 'deviates'],
    ['a header field refutes', head({}, { headers: [] }), 'deviates'],
    [
      'a header field refutes nothing where a name stands for a secret',
      stored({ ...fine, headers: [], body: secret }),
      isRedacted,
    ],
    ['another status refutes there, too', stored({ ...fine, status: 404, body: secret }), 'deviates'],
    ['an older report has no more than that', without(stored(fine)), noEvidence],
    ['it may deviate for an example', without(stored({ status: 404 }, { verdict: 'deviates' })), noEvidence],
    ['the suite may have stopped reading', head({ verdict: 'errored' }), isCut],
    ['but not at another status', head({ verdict: 'errored' }, { status: 404 }), 'deviates'],
    ['nothing is in doubt with its values', head({ verdict: 'inconclusive' }, { status: 404 }), 'deviates'],
    [
      'an example of the document is in doubt',
      head({ verdict: 'inconclusive' }, { status: 404 }, { values: {} }),
      isCut,
    ],
    [
      'an example of the document does not deviate',
      head({ verdict: 'deviates' }, { status: 404 }, { values: {} }),
      'inconclusive',
    ],
    [
      'a throttle deviates by its status',
      head({ verdict: 'deviates' }, { status: 404 }, { values: {}, judged: 'throttle' }),
      isCut,
    ],
    [
      'without its values, it may be an example',
      noValues({ verdict: 'inconclusive' }, { status: 404 }),
      isSecret,
    ],
    ['and may be none', noValues({ verdict: 'deviates' }, { status: 404 }), isSecret],
    ['but does not conform', noValues({}, { status: 404 }), 'deviates'],
    ['which the expected status is not', noValues({ verdict: 'inconclusive' }), 'conforms'],
    ['no body is allowed beside the documented', head({ verdict: 'tolerated' }), 'conforms'],
    ['the body may deviate', head({ verdict: 'deviates', findings: [finding] }), isCut],
    [
      'a warning is no deviation',
      head({ verdict: 'deviates', findings: [{ ...finding, severity: 'warning' }] }),
      'conforms',
    ],
    ['no other verdict may come from that', head({ verdict: 'tolerated', findings: [finding] }), 'conforms'],
    [
      'what was judged here does not deviate',
      head({ verdict: 'deviates', findings: [{ ...finding, check: statusCode.id }] }),
      'conforms',
    ],
    [
      'one deviation of the body does among others',
      head({ verdict: 'deviates', findings: [{ ...finding, check: statusCode.id }, finding] }),
      isCut,
    ],
  ])('%s', (_what, one, shown) => expect(outcomeOf(one)).toBe(shown));

  test('any may be tolerated where an ambiguity allows any', () => {
    const cases = new Map([[item.id, { ...item, anyBody: 'AMB' }]]);
    expect(outcomeOf(head({ verdict: 'tolerated' }), { cases })).toBe(isCut);
    expect(outcomeOf(head({ verdict: 'deviates' }), { cases })).toBe('conforms');
    expect(outcomeOf(head({ verdict: 'tolerated' }, { status: 404 }), { cases })).toBe('deviates');
  });

  test('a tolerated status is tolerated, or was not read', () => {
    const cases = new Map([[item.id, { ...item, tolerates: [{ status: 404, ambiguity: 'AMB' }] }]]);
    for (const verdict of ['tolerated', 'errored'] as const)
      expect(outcomeOf(head({ verdict }, { status: 404 }), { cases })).toBe(isCut);
    expect(outcomeOf(head({}, { status: 404 }), { cases })).toBe('tolerated');
  });
});

describe('an answer that was compared with others', () => {
  const select = () => new Map([['7', { title: 'Emma' }]]);
  const compared = { operationId: operation.id, status: 400, select };
  const relation = { requirement: 'R', severity: 'deviation', statement: 's', between: [compared] } as const;
  const setUp = {};
  const shown = (one: CaseResult) =>
    rejudgeCase(one, { ...rules, relations: [relation] }, new Map([[0, setUp]])).outcome?.shown;
  const answer = { ...fine, body: '{}' };

  test('shows what it did, on its set-up', () => {
    expect(shown(stored(answer, {}, { comparedOn: 0 }))?.items).toEqual([
      { relation, id: '7', members: { title: 'Emma' } },
    ]);
    expect(shown(stored(answer, {}, { comparedOn: 0 }))?.setUp).toBe(setUp);
  });

  test.each<[string, Partial<CaseEvidence>]>([
    ['that was not', {}],
    ['on a set-up that is not known', { comparedOn: 1 }],
  ])('shows nothing if it is one %s', (_what, evidence) =>
    expect(shown(stored(answer, {}, evidence))).toBeUndefined(),
  );
});

describe('a case that is not in the catalogue', () => {
  const unknown = 'it is not known to this version';
  const throttled = throttleCase(operation, baseRequestOf(operation), 413);
  const met = (different: Partial<CaseResult> = {}): CaseResult =>
    stored({ status: 413 }, { ...caseFacts(throttled), unplanned: true, ...different });

  test.each<[string, CaseResult]>([
    ['by its id', stored(fine, { id: 'renewLoan/400/other' })],
    ['by its operation', stored(fine, { operationId: 'burn' })],
    ['that another one met, of another operation', met({ operationId: 'burn' })],
    ['that another one met, at a code that is no throttle’s', met({ status: 400 })],
    ['that another one met, at a code that is not documented', met({ status: 418 })],
    ['that another one met, by its id', met({ id: 'renewLoan/413/other' })],
  ])('is not judged: %s', (_what, one) => expect(outcomeOf(one)).toBe(unknown));

  test('is judged if another one met the answer of a throttle', () => {
    expect(outcomeOf(met())).toBe('conforms');
    expect(rejudgeCase(met(), rules, new Map()).item).toEqual(throttled);
  });

  test('has its faults all the same', () =>
    expect(rejudgeCase(without(stored(fine, { id: 'other' })), rules, new Map())).toEqual({
      item: undefined,
      outcome: undefined,
      why: unknown,
      faults: ['its exchanges have no digest, unlike those of other cases'],
    }));
});

describe('the faults of a case', () => {
  const faults = (one: CaseResult, withEvidence = true) => faultsOf(one, { withEvidence });
  const lacking = 'its exchanges have no digest, unlike those of other cases';

  test.each<[string, CaseResult, boolean, string[]]>([
    ['none', stored(fine), true, []],
    [
      'its digest is another',
      stored(fine, {}, { sha256: '0' }),
      true,
      ['its exchanges do not match their digest'],
    ],
    ['it has none, and others have', without(stored(fine)), true, [lacking]],
    ['it has none, and no other has', without(stored(fine)), false, []],
    ['it was not sent', without(unanswered('not-exercised')), true, []],
  ])('%s', (_what, one, withEvidence, found) => expect(faults(one, withEvidence)).toEqual(found));

  test('name the body that was changed', () => {
    const [exchange] = stored(fine).exchanges;
    const { response } = exchange ?? {};
    const body = response?.body && { ...response.body, text: 'other' };
    const changed =
      exchange && response && body ? [exchange, { ...exchange, response: { ...response, body } }] : [];
    expect(faults(stored(fine, { exchanges: changed }, { sha256: digestOfExchanges(changed) }))).toEqual([
      'the body of its answer (exchange 2) does not match its digest',
    ]);
  });
});

test.each([
  ['transport', true],
  ['relations', true],
  ['body', true],
  ['side_effects', false],
])('a finding of the check %s is one of an answer: %s', (check, expected) =>
  expect(isOfAnswer({ check }, rules.checks)).toBe(expected),
);
