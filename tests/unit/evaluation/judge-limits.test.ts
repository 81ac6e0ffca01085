import type { AnsweredExchange, Check } from '../../../src/checks/check.ts';
import { judge } from '../../../src/evaluation/judge.ts';
import type { Finding } from '../../../src/model/result.ts';
import { PatternTimeError } from '../../../src/openapi/slow-pattern.ts';
import { answered, judgedCase } from '../../support/exchanges.ts';
import { operationOf } from '../../support/runs.ts';

/** What is judged when a check cannot finish, says nothing, or is only advice. */

const operation = operationOf({ advisoryRequirements: new Set(['SHOULD']) });
const answer = answered({ status: 400, body: 'text' });
const judged = judgedCase(400);

const checkOf = (run: (exchange: AnsweredExchange) => readonly Finding[]): Check => ({ id: 'c', run });
const tooLong = () => {
  throw new PatternTimeError('(a+)+$', { cause: undefined });
};

const reason =
  'Judging the answer took longer than 5 seconds, the most that the suite gives it. It was ended in the pattern (a+)+$ of the document: simplify it, so that its parts cannot match the same text in many ways.';

describe('an answer whose patterns take too long', () => {
  test('is judged without its body, as one that the suite did not read', () => {
    const seen: AnsweredExchange[] = [];
    const slowBody = checkOf((exchange) => {
      seen.push(exchange);
      return exchange.response.body.length > 0 ? tooLong() : [];
    });
    expect(judge(judged, operation, [slowBody], answer)).toEqual({
      verdict: 'errored',
      reason,
      findings: [],
    });
    const { response } = answer;
    expect(seen.at(-1)).toEqual({
      ...answer,
      response: { ...response, body: new Uint8Array(), incomplete: { blame: 'suite', message: reason } },
    });
  });

  test('deviates for what is found without the body', () => {
    const found: Finding = { check: 'c', severity: 'deviation', location: 'status', message: 'No.' };
    const check = checkOf(({ response }) => (response.body.length > 0 ? tooLong() : [found]));
    expect(judge(judged, operation, [check], answer)).toEqual({ verdict: 'deviates', findings: [found] });
  });

  test('is not judged if its header takes too long as well', () => {
    expect(judge(judged, operation, [checkOf(tooLong)], answer)).toEqual({
      verdict: 'errored',
      reason,
      findings: [],
    });
  });

  test('is not what another error of a check is taken for', () => {
    const broken = checkOf(() => {
      throw new RangeError('a fault of the suite');
    });
    expect(() => judge(judged, operation, [broken], answer)).toThrow(RangeError);
  });
});

describe('severity', () => {
  const found = (severity: Finding['severity'], requirement?: string) => {
    const finding: Finding = {
      check: 'c',
      severity,
      message: 'm',
      ...(requirement !== undefined && { requirement }),
    };
    return judge(judged, operation, [checkOf(() => [finding])], answer).findings;
  };

  test.each<[Finding['severity'], string, Finding['severity']]>([
    ['deviation', 'SHOULD', 'warning'],
    ['warning', 'SHOULD', 'warning'],
    ['note', 'SHOULD', 'note'],
    ['deviation', 'MUST', 'deviation'],
    ['warning', 'MUST', 'warning'],
  ])('of a %s that names a %s', (severity, requirement, expected) => {
    expect(found(severity, requirement)).toMatchObject([{ severity: expected, requirement }]);
  });

  test('of a finding that names nothing stays, and nothing is named for it', () => {
    expect(found('deviation')).toStrictEqual([{ check: 'c', severity: 'deviation', message: 'm' }]);
  });
});

describe('an exchange', () => {
  const { response: _, ...unanswered } = answer;

  test('without an answer deviates, and says what is to come', () => {
    const failure = { blame: 'target', code: 'closed-without-answer', message: 'it closed' } as const;
    expect(judge(judged, operation, [], { ...unanswered, failure }).findings).toEqual([
      {
        check: 'transport',
        severity: 'deviation',
        requirement: 'STATUS-400',
        location: 'exchange',
        expected: 'a complete HTTP answer, and nothing else',
        actual: 'it closed',
        message: 'There was no HTTP answer that can be used.',
      },
    ]);
  });

  test.each<[string, typeof unanswered, string]>([
    ['with neither an answer nor a failure', unanswered, 'The exchange has neither an answer nor a failure.'],
    ['with a status that no check looked at', answered({ status: 404 }), 'No check judged the status 404.'],
  ])('%s is no evidence', (_name, exchange, why) => {
    expect(judge(judged, operation, [], exchange)).toEqual({ verdict: 'errored', reason: why, findings: [] });
  });
});

test.each<[string[], string]>([
  [['SHOULD'], 'SHOULD'],
  [[], 'a standard'],
])('an alternative to what only advice asks for names the advice: %j', (requirements, by) => {
  const advised = { ...judged, requirements, alternatives: [404] };
  expect(judge(advised, operation, [], answered({ status: 404 })).reason).toBe(
    `Answered 404 in place of 400, which only ${by} asks for, a should.`,
  );
});

test('another status of the expected range conforms, and says so', () =>
  expect(judge(judgedCase(400, { range: '4XX' }), operation, [], answered({ status: 404 }))).toEqual({
    verdict: 'conforms',
    reason: 'Answered 404, which 4XX documents.',
    findings: [],
  }));
