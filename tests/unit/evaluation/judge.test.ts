import { checksWith } from '../../../src/checks/index.ts';
import { judge } from '../../../src/evaluation/judge.ts';
import type { Exchange } from '../../../src/model/exchange.ts';
import type { Json } from '../../../src/model/json.ts';
import { type OwnApi, ownApi } from '../../support/apis.ts';
import { type Answer, answered, brief, json, judgedCase } from '../../support/exchanges.ts';

let own: OwnApi;

beforeAll(async () => {
  own = await ownApi();
});

const checks = checksWith([]);
const tolerates = [{ status: 400, ambiguity: 'AMB-X' }];

/** The judgement of an exchange on a case that expects 422 and tolerates 400. */
const judged = (exchange: Exchange, different: Parameters<typeof judgedCase>[1] = {}, by = checks) => {
  const judgement = judge(judgedCase(422, { tolerates, ...different }), own.operation, by, exchange);
  return { ...judgement, said: judgement.findings.map(brief) };
};

const fault = (name: string, code: Json): Json => ({ [name]: { code, message: 'No.' } });
const good: Answer = { status: 422, body: fault('unprocessableEntity', 422) };

const withoutAnswer = (failure?: Exchange['failure']): Exchange => {
  const { response: _, ...rest } = answered({});
  return { ...rest, ...(failure && { failure }) };
};

test('the expected status as documented conforms', () =>
  expect(judged(answered(good))).toEqual({ verdict: 'conforms', findings: [], said: [] }));

test('a tolerated status as documented is tolerated, and names the ambiguity', () =>
  expect(judged(answered({ status: 400, body: fault('badRequest', 400) }))).toEqual({
    verdict: 'tolerated',
    reason: 'Answered 400, which AMB-X allows.',
    findings: [],
    said: [],
  }));

test('a status that is documented as much conforms, and says by which ambiguity', () => {
  const equal = { tolerates: [{ status: 400, ambiguity: 'AMB-X', equal: true }] } as const;
  expect(judged(answered({ status: 400, body: fault('badRequest', 400) }), equal)).toMatchObject({
    verdict: 'conforms',
    reason: 'Answered 400, which AMB-X allows as much.',
    findings: [],
  });
  // Its answer is judged as any other.
  expect(judged(answered({ status: 400, body: fault('badRequest', 422) }), equal)).toMatchObject({
    verdict: 'deviates',
    said: ['deviation | FAULT-CODE | body /badRequest/code'],
  });
  expect(judged(answered({ status: 404, body: fault('itemNotFound', 404) }), equal).verdict).toBe('deviates');
});

describe('what deviates', () => {
  test.each<[string, Answer, string[]]>([
    [
      'the expected status with a wrong code',
      { status: 422, body: fault('unprocessableEntity', 400) },
      ['deviation | FAULT-CODE | body /unprocessableEntity/code'],
    ],
    [
      'a tolerated status with a wrong body',
      { status: 400, body: fault('unprocessableEntity', 400) },
      ['deviation | FAULT-MEMBER | body'],
    ],
    [
      'a wrong media type',
      { ...good, headers: [['Content-Type', 'text/html']] },
      ['deviation | RESPONSE-JSON | header Content-Type'],
    ],
    [
      'an unexpected status, and nothing else',
      { status: 404, body: fault('itemNotFound', 404) },
      ['deviation | STATUS-422 | status'],
    ],
  ])('%s', (_name, answer, said) =>
    expect(judged(answered(answer))).toMatchObject({ verdict: 'deviates', said }),
  );

  test('an unexpected status makes everything else a note', () => {
    const answer = answered({ status: 500, headers: [], body: 'Traceback (most recent call last)' });
    expect(judged(answer)).toMatchObject({
      verdict: 'deviates',
      said: [
        'deviation | STATUS-422 | status',
        'note | RESPONSE-JSON | header Content-Type',
        'note | RESPONSE-JSON | body',
        'note | DISCLOSE-TRACE | body',
      ],
    });
  });

  test('an undocumented status is one deviation, whatever its body', () => {
    for (const body of ['', '<html>', '{}'])
      expect(judged(answered({ status: 409, headers: [], body })).said).toEqual([
        'deviation | STATUS-422 | status',
      ]);
  });
});

test('warnings stay warnings, and the case conforms', () => {
  const answer = { status: 401, body: fault('unauthorized', 401) };
  expect(judged(answered(answer), { expect: 401, tolerates: [] })).toMatchObject({
    verdict: 'conforms',
    said: ['warning | HTTP-WWW-AUTHENTICATE | header WWW-Authenticate'],
  });
});

test('a check’s findings without a requirement get the one that the document gives the check', () => {
  const head = answered({ status: 405, headers: [['Allow', 'POST']], body: '{}', method: 'HEAD' });
  expect(judged(head, { expect: 405 })).toMatchObject({
    verdict: 'conforms',
    said: ['warning | HTTP-HEAD | body'],
  });
});

describe('severity follows strength', () => {
  const overLimit = { status: 413, body: fault('overLimit', 413) };

  test('what only a should asks for is a warning', () =>
    expect(
      judged(answered({ ...overLimit, headers: [...json, ['Retry-After', 'soon']] }), {
        expect: 413,
        tolerates: [],
      }),
    ).toMatchObject({ verdict: 'conforms', said: ['warning | HTTP-RETRY-AFTER | header Retry-After'] }));

  describe('where only a should asks for the status', () => {
    const advised = {
      expect: 501,
      tolerates: [],
      requirements: ['HTTP-UNRECOGNISED-METHOD', 'STATUS-501'],
      alternatives: [400, 404],
      lawful: [411],
    };

    test.each<[string, Answer]>([
      ['as documented', { status: 404, body: fault('itemNotFound', 404) }],
      ['with a page', { status: 404, headers: [['Content-Type', 'text/html']], body: '<html>' }],
      ['with nothing', { status: 404, headers: [], body: '' }],
      [
        'that is not read',
        { status: 404, body: '{', incomplete: { blame: 'suite', message: 'over 10 MiB' } as const },
      ],
    ])('a documented 4xx %s is tolerated with a warning', (_name, answer) => {
      const judgement = judged(answered(answer), advised);
      expect(judgement.said.filter((line) => !line.startsWith('note'))).toEqual([
        'warning | HTTP-UNRECOGNISED-METHOD | status',
      ]);
      expect(judgement).toMatchObject({
        verdict: 'tolerated',
        reason: 'Answered 404 in place of 501, which only HTTP-UNRECOGNISED-METHOD asks for, a should.',
      });
    });

    test('the ambiguity that allows any body is named', () =>
      expect(judged(answered({ status: 404 }), { ...advised, anyBody: 'AMB-X' }).reason).toMatch(
        /a should; AMB-X allows it\.$/,
      ));

    test.each([202, 405, 409, 500])('a %i deviates, and names a must', (status) =>
      expect(judged(answered({ status }), advised)).toMatchObject({
        verdict: 'deviates',
        said: expect.arrayContaining(['deviation | STATUS-501 | status']),
      }),
    );

    test('no answer deviates, and names a must', () =>
      expect(judged(withoutAnswer({ blame: 'target', message: 'closed' }), advised).said).toEqual([
        'deviation | STATUS-501 | exchange',
      ]));

    test('what HTTP provides is tolerated, documented or not', () =>
      expect(judged(answered({ status: 411, headers: [], body: '' }), advised)).toEqual({
        verdict: 'tolerated',
        reason: 'Answered 411, which HTTP provides for such a request.',
        findings: [],
        said: [],
      }));

    test('the expected status is judged as ever', () => {
      const good = { status: 501, body: fault('notImplemented', 501) };
      expect(judged(answered(good), advised).verdict).toBe('conforms');
      expect(judged(answered({ ...good, body: fault('notImplemented', 500) }), advised).verdict).toBe(
        'deviates',
      );
    });
  });
});

describe('without an answer', () => {
  test('a failure of the target deviates, and is the one finding', () => {
    const failure = { blame: 'target', message: 'the connection was reset' } as const;
    for (const exchange of [withoutAnswer(failure), { ...answered(good), failure }])
      expect(judged(exchange)).toMatchObject({
        verdict: 'deviates',
        said: ['deviation | STATUS-422 | exchange'],
        findings: [{ check: 'transport', actual: 'the connection was reset' }],
      });
  });

  test('a failure of the suite is no verdict on the target', () =>
    expect(judged(withoutAnswer({ blame: 'suite', message: 'headers over 1 MiB' }))).toMatchObject({
      verdict: 'errored',
      reason: 'headers over 1 MiB',
      findings: [],
    }));

  test('a body that the suite did not read whole leaves only what else deviates', () => {
    const incomplete = { blame: 'suite', message: 'over 10 MiB' } as const;
    expect(judged(answered({ ...good, body: '{', incomplete }))).toMatchObject({
      verdict: 'errored',
      reason: 'over 10 MiB',
    });
    expect(judged(answered({ status: 500, body: '{', incomplete })).verdict).toBe('deviates');
    const target = { blame: 'target', message: 'cut off' } as const;
    expect(judged(answered({ ...good, body: '{', incomplete: target })).verdict).toBe('deviates');
  });

  test('neither answer nor failure is an error', () =>
    expect(judged(withoutAnswer())).toMatchObject({ verdict: 'errored', findings: [] }));
});

describe('without checks', () => {
  test.each([202, 404, 500, 409])('a %i never conforms', (status) =>
    expect(judged(answered({ status }), {}, []).verdict).toBe('errored'),
  );
});

describe('where an ambiguity allows any body', () => {
  const page: Answer = { status: 501, headers: [['Content-Type', 'text/html']], body: '<html>' };
  const any = { expect: 501, anyBody: 'AMB-X' };

  test.each<[string, Answer]>([
    ['a page', page],
    ['nothing', { status: 501, headers: [], body: '' }],
    ['another fault', { status: 501, body: fault('notImplemented', 500) }],
    ['what the suite did not read', { ...page, incomplete: { blame: 'suite', message: 'over 10 MiB' } }],
  ])('the expected status with %s is tolerated: its documented answer was not seen', (_name, answer) =>
    expect(judged(answered(answer), any)).toEqual({
      verdict: 'tolerated',
      reason: 'Answered 501 with another body than is documented, which AMB-X allows.',
      findings: [],
      said: [],
    }),
  );

  test('the documented answer conforms', () =>
    expect(judged(answered({ status: 501, body: fault('notImplemented', 501) }), any)).toEqual({
      verdict: 'conforms',
      findings: [],
      said: [],
    }));

  test('with one status, another is judged by its body', () => {
    expect(judged(answered(page), { ...any, anyBodyWith: [413] }).verdict).toBe('deviates');
    expect(judged(answered(page), { expect: 501 }).verdict).toBe('deviates');
  });
});
