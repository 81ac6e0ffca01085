import { statusCode } from '../../../src/checks/status-code.ts';
import { judgeAnswer } from '../../../src/evaluation/judge-answer.ts';
import { answered } from '../../support/exchanges.ts';
import { caseOf, operationOf, responseOf } from '../../support/runs.ts';

const item = caseOf({ expect: 202, status: 202 });
const judged = (values: Readonly<Record<string, string>>, status = 404) =>
  judgeAnswer(item, operationOf(), [statusCode], answered({ status, values })).verdict;

test('404 to an example of the document, which nobody gave a value for, shows nothing', () =>
  expect(
    judgeAnswer(item, operationOf(), [statusCode], answered({ status: 404, values: { version: 'v1' } })),
  ).toEqual({
    verdict: 'inconclusive',
    reason: expect.stringContaining('the example of loan'),
    findings: [],
  }));

test('404 to a value that was given deviates', () => expect(judged({ loan: '7' })).toBe('deviates'));

test('another status to an example deviates', () => expect(judged({}, 400)).toBe('deviates'));

test('what conforms needs no such reason', () => {
  expect(judged({}, 202)).toBe('conforms');
  const absent = caseOf({ expect: 404, status: 404 });
  expect(judgeAnswer(absent, operationOf(), [statusCode], answered({ status: 404 })).verdict).toBe(
    'conforms',
  );
});

test('a refusal that the document leaves to default shows nothing', () => {
  const operation = operationOf({ otherResponses: new Map([['default', responseOf(0)[1]]]) });
  expect(judgeAnswer(item, operation, [statusCode], answered({ status: 409 })).verdict).toBe('inconclusive');
});
