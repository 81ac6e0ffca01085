import { statusCode } from '../../../src/checks/status-code.ts';
import { judge } from '../../../src/evaluation/judge.ts';
import { leftToDefault } from '../../../src/evaluation/left-to-default.ts';
import { answered } from '../../support/exchanges.ts';
import { caseOf, onLoan, operationOf, responseOf } from '../../support/runs.ts';

/** A valid request that is refused with a code of which only `default` says something (decision 0040). */

const [, any] = responseOf(0);
const operation = operationOf({
  responses: new Map([responseOf(202)]),
  otherResponses: new Map([['default', any]]),
});
const valid = caseOf({ expect: 202 });
const deviating = { verdict: 'deviates', findings: [] } as const;

function madeOf({ item = valid, of = operation, status = 409, answer = answered({ status }) } = {}) {
  return leftToDefault(item, of, answer, (accepting) => judge(accepting, of, [statusCode], answer));
}

test.each([400, 409, 499])('refused with %i, it shows nothing', (status) =>
  expect(madeOf({ status })).toEqual({
    verdict: 'inconclusive',
    reason: `Answered ${status}, which the document leaves to default: it does not say whether this request can be carried out as things are; have a provider state make it so.`,
    findings: [],
  }),
);

test('an answer that does not fit deviates all the same, whatever it shows of the request', () => {
  const item = caseOf({ expect: 202, tolerates: [{ status: 200, ambiguity: 'either' }] });
  const judged: unknown[] = [];
  const verdict = leftToDefault(item, operation, answered({ status: 409 }), ({ tolerates }) => {
    judged.push(tolerates);
    return deviating;
  });
  expect(verdict).toBe(deviating);
  expect(judged).toEqual([[...item.tolerates, { status: 409, ambiguity: 'default' }]]);
});

const { response: _, ...unanswered } = answered({});
const documented = operationOf({ ...operation, responses: new Map([responseOf(202), responseOf(409)]) });
const ofRange = operationOf({ ...operation, otherResponses: new Map([['4XX', any]]) });
const { otherResponses: _others, ...unmentioned } = operation;

test.each<[string, Parameters<typeof madeOf>[0]]>([
  ['another class of status', { status: 500 }],
  ['a documented status', { of: documented }],
  ['a status of a documented range', { of: ofRange }],
  ['a status of which the document says nothing', { of: unmentioned }],
  ['a refusal where another one is expected', { item: caseOf() }],
  ['a refusal of what a provider state vouches for', { item: caseOf({ expect: 202, states: [onLoan] }) }],
])('%s is judged as it is', (_what, given) => expect(madeOf(given)).toBeUndefined());

test('so is no answer', () =>
  expect(leftToDefault(valid, operation, unanswered, () => deviating)).toBeUndefined());
