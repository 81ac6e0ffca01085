import { catalogueFor } from '../../../src/app/derive-catalogue.ts';
import { loadSpecification } from '../../../src/app/specification.ts';
import { findCauses } from '../../../src/evaluation/causes.ts';
import type { CaseResult, Finding } from '../../../src/model/result.ts';
import { sampleBody, sampleCase, sampleExchange } from '../../support/results.ts';

const coverage = [202, 400, 401, 415, 422].map((status) => ({ operationId: 'lend', status }));
const causesOf = (...cases: readonly CaseResult[]) => findCauses(cases, coverage).causes;
const headlines = (...cases: readonly CaseResult[]) => causesOf(...cases).map(({ headline }) => headline);

/** A case that got another status than expected. */
function wrongCode(id: string, status: number, subject?: string, different: Partial<CaseResult> = {}) {
  const one = sampleCase(`lend/${id}`);
  const finding: Finding = {
    check: 'status_code_conformance',
    severity: 'deviation',
    requirement: `STATUS-${one.expect}`,
    location: 'status',
    expected: `${one.expect}`,
    actual: `${status}`,
    message: `Expected ${one.expect}, received ${status}.`,
  };
  return sampleCase(one.id, {
    verdict: 'deviates',
    ...(subject !== undefined && { subject }),
    findings: [finding],
    exchanges: [sampleExchange(status, '{}')],
    ...different,
  });
}

const wrongBody = (id: string, finding: Partial<Finding>): CaseResult =>
  sampleCase(`lend/${id}`, {
    verdict: 'deviates',
    findings: [
      { check: 'body', severity: 'deviation', location: 'body', message: 'It is wrong.', ...finding },
    ],
  });

const [media, unlisted] = ['a media type that is not JSON', 'an upgrade that the page does not list'];

/** A case with something wrong at a place of its body. */
const ofItem = (id: string, pointer: string, message = `${pointer} is wrong.`): CaseResult =>
  wrongBody(`400/${id}`, { location: `body ${pointer}`, message });

describe('two deviations have one cause', () => {
  test.each<[string, CaseResult, CaseResult, number]>([
    ['if all is the same', wrongCode('415/a', 202, media), wrongCode('415/b', 202, media), 1],
    [
      'not if the requests are about other things',
      wrongCode('415/a', 202, media),
      wrongCode('415/b', 202, 'no type'),
      2,
    ],
    ['not if another code is expected', wrongCode('415/a', 202, media), wrongCode('422/b', 202, unlisted), 2],
    ['not if another code was received', wrongCode('415/a', 202, media), wrongCode('415/b', 400, media), 2],
    [
      'without a word for what they are about, if they show the same requirement first',
      wrongCode('415/a', 202),
      wrongCode('415/b', 202),
      1,
    ],
    [
      'without a word for what they are about, not if they show different requirements',
      wrongCode('415/a', 202, undefined, { requirements: ['A'] }),
      wrongCode('415/b', 202, undefined, { requirements: ['B'] }),
      2,
    ],
    [
      'of a body, whatever the target answered there',
      wrongBody('400/a', { actual: '"id-1"' }),
      wrongBody('401/b', { actual: '"id-2"' }),
      1,
    ],
    [
      'of a body, not if it is wrong elsewhere',
      wrongBody('400/a', {}),
      wrongBody('400/b', { location: 'body /a' }),
      2,
    ],
    [
      'of a body, not if it is wrong otherwise',
      wrongBody('400/a', {}),
      wrongBody('400/b', { message: 'No.' }),
      2,
    ],
    [
      'of a header, not if it has another value',
      wrongBody('400/a', { location: 'header Content-Type', actual: 'text/html' }),
      wrongBody('400/b', { location: 'header Content-Type', actual: 'text/plain' }),
      2,
    ],
    [
      'not if one is waived',
      wrongCode('415/a', 202, media),
      wrongCode('415/b', 202, media, { waived: 'known' }),
      2,
    ],
    [
      'if several operations refuse alike with a wrong code',
      wrongCode('415/a', 202, media),
      wrongCode('415/b', 202, media, { operationId: 'renew' }),
      1,
    ],
    [
      'not if several operations refuse valid requests',
      wrongCode('202/a', 400, media),
      wrongCode('202/b', 400, media, { operationId: 'renew' }),
      2,
    ],
    ['of several items of one list', ofItem('a', '/loans/0'), ofItem('b', '/loans/12'), 1],
    ['of one member of several items', ofItem('a', '/loans/0/id'), ofItem('b', '/loans/12/id'), 1],
    ['not of several members', ofItem('a', '/loans/a'), ofItem('b', '/loans/b'), 2],
    [
      'not of several lists',
      ofItem('a', '/loans/0', 'It is wrong.'),
      ofItem('b', '/books/0', 'It is wrong.'),
      2,
    ],
    ['of no place at all', unplaced('400/a'), unplaced('400/b'), 1],
    ['with no answer of which nothing is said', unanswered('400/a'), unanswered('400/b'), 1],
    [
      'with redirects, wherever these lead',
      redirected('415/a', 'https://x.example/1'),
      redirected('415/b', 'https://x.example/2'),
      1,
    ],
  ])('%s', (_, one, other, number) => {
    expect(causesOf(one, other)).toHaveLength(number);
  });

  function unplaced(id: string): CaseResult {
    return sampleCase(`lend/${id}`, {
      verdict: 'deviates',
      findings: [{ check: 'body', severity: 'deviation', message: 'It is wrong.' }],
    });
  }

  function unanswered(id: string): CaseResult {
    return sampleCase(`lend/${id}`, {
      verdict: 'deviates',
      findings: [{ check: 'transport', severity: 'deviation', location: 'exchange', message: 'No answer.' }],
    });
  }

  function redirected(id: string, to: string): CaseResult {
    const one = wrongCode(id, 302, media);
    return {
      ...one,
      findings: one.findings.map((finding) => ({ ...finding, actual: `302, Location: ${to}` })),
    };
  }
});

test('they come worst first: accepted, wrong codes, bodies, form; waived ones last', () => {
  expect(
    headlines(
      wrongBody('400/form', { location: 'header X', actual: 'b', expected: 'a' }),
      wrongBody('400/body', {}),
      wrongCode('415/waived', 202, media, { waived: 'known' }),
      wrongCode('415/code-1', 400, media),
      wrongCode('415/code-2', 400, media),
      wrongCode('422/accepted', 202, unlisted),
    ),
  ).toEqual([
    '202 where 422 is documented: an upgrade that the page does not list is accepted, 1 case',
    '400 where 415 is documented: a media type that is not JSON is refused with another code, 2 cases',
    'It is wrong, in answers with 400, 1 case',
    'b where a is documented (header X), in answers with 400, 1 case',
    '202 where 415 is documented: a media type that is not JSON is accepted, 1 case',
  ]);
});

test.each<[string, CaseResult, string]>([
  [
    'a success refused',
    wrongCode('202/x', 422, 'a documented request'),
    '422 where 202 is documented: a documented request is refused, 1 case',
  ],
  [
    'a success that fails',
    wrongCode('202/x', 500, 'a documented request'),
    '500, a code that is not documented, where 202 is documented: a documented request fails, 1 case',
  ],
  [
    'a refusal that fails',
    wrongCode('400/x', 500, 'a body that is not JSON'),
    '500, a code that is not documented, where 400 is documented: a body that is not JSON makes the service fail, 1 case',
  ],
  [
    'a redirect',
    wrongCode('400/x', 302, 'a body that is not JSON'),
    '302, a code that is not documented, where 400 is documented: a body that is not JSON is redirected, 1 case',
  ],
  [
    'another success',
    wrongCode('202/x', 200, 'a documented request'),
    '200, a code that is not documented, where 202 is documented: a documented request is accepted with another code, 1 case',
  ],
  [
    'a case without a finding',
    sampleCase('lend/400/x', { verdict: 'deviates', reason: 'It is odd.' }),
    'It is odd, in answers with 400, 1 case',
  ],
])('the headline of %s', (_, item, headline) => {
  expect(headlines(item)).toEqual([headline]);
});

test.each<[string, string[], string]>([
  ['one item', ['/loans/0', '/loans/0'], '/loans/0 is wrong, in answers with 400, 2 cases'],
  ['several', ['/loans/0', '/loans/0', '/loans/12'], '/loans/* is wrong, in answers with 400, 3 cases'],
])('the headline says what is wrong with %s of a list', (_, pointers, headline) =>
  expect(headlines(...pointers.map((pointer, index) => ofItem(`item-${index}`, pointer)))).toEqual([
    headline,
  ]),
);

describe('in a run of several operations', () => {
  const several = [...coverage, { operationId: 'renew', status: 415 }];
  const named = (...cases: readonly CaseResult[]) =>
    findCauses(cases, several).causes.map(({ headline }) => headline.replace(/ where.*/, ''));

  test('a headline names the operation, unless it is about several', () => {
    const ofLend = [wrongCode('415/a', 202, media), wrongCode('415/b', 202, media)];
    expect(named(...ofLend)).toEqual(['lend: 202']);
    expect(named(...ofLend, wrongCode('415/c', 202, media, { operationId: 'renew' }))).toEqual(['202']);
  });

  test('that of one that seems to be absent names it once', () => {
    const refused = { exchanges: [sampleExchange(400, '"no"')] };
    const [valid, unknown, apart] = [
      wrongCode('202/x', 400, 'a documented request', refused),
      sampleCase('lend/400/unknown', { unknownAction: true, ...refused }),
      sampleCase('lend/401/x'),
    ];
    const hidden = sampleCase('lend/400/hidden', refused);
    expect(named(valid, unknown, hidden, apart)).toEqual(['lend seems to be absent: 400']);
  });
});

test('no answer is a cause with its reason', () => {
  const { response: _, ...exchange } = sampleExchange(400, '');
  const one = wrongCode('400/x', 0, 'a body that is not JSON', { exchanges: [exchange] });
  const findings = one.findings.map((finding) => ({ ...finding, location: 'exchange', actual: 'reset' }));
  expect(headlines({ ...one, findings })).toEqual([
    'no complete answer (reset) where 400 is documented: a body that is not JSON is not answered, 1 case',
  ]);
});

test('each deviation names its cause, and each cause its cases and its first deviation', () => {
  const { causes, cases } = findCauses(
    [wrongCode('415/a', 202, media), wrongCode('415/b', 202, media), wrongBody('400/x', {})],
    coverage,
  );
  expect(cases.map(({ findings }) => findings.map(({ cause }) => cause))).toEqual([
    ['cause-1'],
    ['cause-1'],
    ['cause-2'],
  ]);
  expect(causes[0]).toEqual({
    id: 'cause-1',
    headline: '202 where 415 is documented: a media type that is not JSON is accepted, 2 cases',
    check: 'status_code_conformance',
    expected: '415',
    actual: '202',
    requirement: 'STATUS-415',
    cases: ['lend/415/a', 'lend/415/b'],
  });
});

describe('an operation seems to be absent', () => {
  const said = (text: string) => [sampleExchange(400, `{"badRequest":{"message":"${text}"}}`)];
  const valid = (text: string, status = 400) =>
    wrongCode('202/x', status, 'a documented request', {
      exchanges: status === 400 ? said(text) : [sampleExchange(status, '')],
    });
  const unknown = (text: string): CaseResult =>
    sampleCase('lend/400/unknown', {
      unknownAction: true,
      exchanges: said(text).map((exchange) => ({
        ...exchange,
        request: { ...exchange.request, body: sampleBody('{"frobnicate":{}}') },
      })),
    });
  const hidden = sampleCase('lend/400/hidden', { exchanges: said('no') });
  const wrong = wrongCode('415/x', 400, media, { exchanges: said('no') });
  const apart = sampleCase('lend/401/x');

  test('if a documented request and an unknown action get the same answer: that comes first, and marks what it masks', () => {
    const [first, second] = causesOf(
      wrong,
      valid('No action upgrade 17.'),
      unknown('No action frobnicate 18.'),
      hidden,
      apart,
    );
    expect(first).toMatchObject({
      headline:
        'lend seems to be absent: 400 where 202 is documented, the same answer as to an unknown action, 1 case; this masks 2 other cases',
      masks: ['lend/415/x', 'lend/400/hidden'],
    });
    expect(second?.headline).toMatch(/, 1 case \(masked\)$/);
  });

  test.each<[string, CaseResult[]]>([
    ['gets another code', [valid('no', 422), unknown('no'), hidden, apart]],
    [
      'is said something else',
      [valid('The datastore is not known.'), unknown('There is no such thing.'), hidden, apart],
    ],
    ['gets the one answer that the target has for everything', [valid('no'), unknown('no'), hidden]],
    ['is accepted in another case', [valid('no'), unknown('no'), hidden, apart, sampleCase('lend/202/y')]],
    ['is compared with no unknown action', [valid('no'), hidden, apart]],
  ])('not if the documented request %s', (_, cases) => {
    for (const { masks } of causesOf(...cases)) expect(masks).toBeUndefined();
  });
});

test('every built-in case says what its request is about, in words for a headline', async () => {
  const catalogue = catalogueFor(await loadSpecification());
  for (const { id, subject } of catalogue.cases)
    expect([id, subject]).toEqual([id, expect.stringMatching(/^an? \w/)]);
  expect(catalogue.cases.filter(({ unknownAction }) => unknownAction).map(({ id }) => id)).toEqual([
    'upgradeInstance/400/action-unknown',
    'upgradeInstance/400/action-unknown-with-members',
  ]);
});
