import { maskedBy } from '../../../src/evaluation/masking.ts';
import type { CaseResult, RecordedExchange } from '../../../src/model/result.ts';
import { sampleBody, sampleCase, sampleExchange } from '../../support/results.ts';

/** Which cases say nothing, as the documented request is answered like one for an action that no service has. */

const said = (text: string, status = 400): CaseResult['exchanges'] => [
  sampleExchange(status, JSON.stringify({ message: text })),
];
const { response: _, ...unanswered } = sampleExchange(400, '');

const valid = sampleCase('lend/202/valid', { verdict: 'deviates', exchanges: said('No such action.') });
const unknown = sampleCase('lend/400/unknown', { unknownAction: true, exchanges: said('No such action.') });
const hidden = sampleCase('lend/415/hidden', { exchanges: said('Whatever.') });
/** Shows that the target has more than one answer. */
const apart = sampleCase('lend/401/apart');

const masked = (...others: readonly CaseResult[]) => maskedBy(valid, [valid, ...others]);

test('masked is what got the status of the unknown action, but neither that nor another documented request', () => {
  const second = sampleCase('lend/202/second', { verdict: 'deviates', exchanges: said('Whatever.') });
  expect(masked(unknown, hidden, apart, second)).toEqual(['lend/415/hidden']);
});

test.each<[string, readonly RecordedExchange[]]>([
  ['was not sent', []],
  ['was not answered', [unanswered]],
])('a case that %s is not masked, and shows nothing else', (_name, exchanges) => {
  const unsent = sampleCase('lend/202/unsent', { verdict: 'not-consented', exchanges });
  const unsentUnknown = sampleCase('lend/400/unknown-2', { unknownAction: true, exchanges });
  const missing = sampleCase('lend/404/missing', { exchanges });
  expect(masked(unsent, unsentUnknown, missing, unknown, hidden, apart)).toEqual(['lend/415/hidden']);
  expect(masked(unsent, unsentUnknown, missing, hidden, apart)).toEqual([]);
  expect(masked(unsent, unknown, hidden, missing)).toEqual([]);
  expect(maskedBy({ ...valid, exchanges }, [unknown, hidden, apart])).toEqual([]);
});

test.each<[string, number, readonly string[]]>([
  ['the first 2xx', 200, []],
  ['the last 2xx', 299, []],
  ['a status before them', 103, ['lend/415/hidden']],
  ['a status after them', 300, ['lend/415/hidden']],
])('a documented request that got %s', (_name, status, ids) => {
  const other = sampleCase('lend/202/other', { exchanges: said('Yes.', status) });
  expect(masked(unknown, hidden, apart, other)).toEqual(ids);
});

test('a request that is refused as documented masks nothing', () => {
  expect(maskedBy({ ...valid, expect: 400 }, [valid, unknown, hidden, apart])).toEqual([]);
});

test('other operations neither are masked nor show that this one is there', () => {
  const elsewhere = [
    sampleCase('return/202/accepted'),
    sampleCase('return/400/hidden', { exchanges: said('Whatever.') }),
  ];
  expect(masked(unknown, hidden, apart, ...elsewhere)).toEqual(['lend/415/hidden']);
  expect(masked(hidden, apart, { ...unknown, operationId: 'return' })).toEqual([]);
  expect(masked(unknown, hidden, { ...apart, operationId: 'return' })).toEqual([]);
});

describe('the answers to the documented request and the unknown action', () => {
  const asking = (text: string, answer: string): CaseResult['exchanges'] =>
    said(answer).map((exchange) => ({
      ...exchange,
      request: { ...exchange.request, body: sampleBody(text) },
    }));

  const asWhole = (different: Partial<RecordedExchange>, text = ''): CaseResult['exchanges'] => {
    const [exchange = unanswered] = said(text);
    return [{ ...exchange, ...different, request: { ...exchange.request, body: null } }];
  };
  const { response } = sampleExchange(400, '');
  const bodiless = response ? { response: { ...response, body: null } } : {};

  test.each<[string, CaseResult['exchanges'], CaseResult['exchanges'], boolean]>([
    ['say more than was asked, if nothing was', asWhole({}, 'it was refused'), asWhole({}, 'refused'), false],
    ['say nothing, one with a body', asWhole(bodiless), [sampleExchange(400, '{}')], true],
    ['say the same, but for numbers', said('Error 17 today'), said('Error 18 today'), true],
    ['say the same, but for words asked', asking('lend', 'no lend'), asking('frob', 'no frob'), true],
    ['say the same, but for capitals', said('No Action'), said('no action'), true],
    ['say more to the documented request', said('no such action today'), said('no such action'), false],
    ['say more to the unknown action', said('no such action'), said('no such action today'), false],
    ['say something else', said('one thing here'), said('two thing here'), false],
    ['come with different statuses', said('no', 400), said('no', 404), false],
    ['say nothing', [sampleExchange(400, '')], [sampleExchange(400, '')], true],
  ])('%s', (_name, toValid, toUnknown, same) => {
    const cases = [{ ...valid, exchanges: toValid }, { ...unknown, exchanges: toUnknown }, hidden, apart];
    expect(maskedBy({ ...valid, exchanges: toValid }, cases)).toEqual(same ? ['lend/415/hidden'] : []);
  });
});
