import { baseRequestOf } from '../../../src/catalogue/base-request.ts';
import { buildCase } from '../../../src/catalogue/build-case.ts';
import type { CaseDefinition } from '../../../src/catalogue/case.ts';
import { catalogueOf } from '../../../src/catalogue/catalogue.ts';
import type { Operation } from '../../../src/openapi/operations.ts';
import { found } from '../../support/apis.ts';
import { operationOf, responseOf } from '../../support/runs.ts';
import { answers, type Members, smallOperation } from '../../support/small-operations.ts';

/** What a case has of its definition, and of its operation. */

const definition: CaseDefinition = { slug: 'any', title: 'Any', status: 400, requirements: [] };
const caseWith = (different: Partial<CaseDefinition> = {}, operation: Operation = operationOf()) =>
  buildCase(operation, baseRequestOf(operation), 'rows', { ...definition, ...different });

test('a case has what is said of it, and nothing else', () => {
  const operation = operationOf();
  expect(caseWith({}, operation)).toStrictEqual({
    id: 'renewLoan/400/any',
    operationId: 'renewLoan',
    status: 400,
    title: 'Any',
    requirements: [],
    risk: 'if-deviant',
    expect: 400,
    tolerates: [],
    states: [],
    derivedBy: 'rows',
    request: baseRequestOf(operation).request,
  });
  const all = {
    subject: 'a subject',
    unknownAction: true,
    anyBody: 'AMB',
    anyBodyWith: [413],
    lawful: [411],
    uses: ['loan'],
    notThrottled: true,
  } as const;
  expect(caseWith(all, operation)).toStrictEqual({ ...caseWith({}, operation), ...all });
});

test('the risk of a case counts what it tolerates, and whether there is something', () => {
  const tolerates = [{ status: 202, ambiguity: 'AMB' }];
  expect(caseWith().risk).toBe('if-deviant');
  expect(caseWith({ tolerates }).risk).toBe('change');
  expect(caseWith({ tolerates, absentResource: true }).risk).toBe('none');
});

test('of HEAD nothing is shown where the document names no requirement', () =>
  expect(caseWith({ request: { method: 'HEAD' } }).requirements).toStrictEqual([]));

test('a status of a range is any code of it', () => {
  const [, response] = responseOf(400);
  const otherResponses = new Map([['4XX', response]]);
  expect(caseWith({ status: 418 }, operationOf({ otherResponses }))).toMatchObject({
    status: 418,
    range: '4XX',
  });
  expect(caseWith({ status: 400 }, operationOf({ otherResponses }))).not.toHaveProperty('range');
});

describe('what a case shows', () => {
  const operation = operationOf({
    checkRequirements: { head_body_absence: 'HEAD', schema_conformance: 'SCHEMA' },
    responses: new Map([
      responseOf(400, { requirements: ['STATUS', 'OWN'], contentRequirements: ['CONTENT'] }),
      responseOf(413),
    ]),
  });

  test.each<[what: string, different: Partial<CaseDefinition>, requirements: readonly string[]]>([
    ['all', {}, ['OWN', 'STATUS', 'CONTENT', 'SCHEMA']],
    ['of HEAD, nothing about content', { request: { method: 'HEAD' } }, ['OWN', 'STATUS', 'HEAD']],
    ['of any body, nothing about content', { anyBody: 'AMB' }, ['OWN', 'STATUS']],
    ['of any body with this status', { anyBody: 'AMB', anyBodyWith: [400] }, ['OWN', 'STATUS']],
    [
      'of any body with another status, all',
      { anyBody: 'AMB', anyBodyWith: [413] },
      ['OWN', 'STATUS', 'CONTENT', 'SCHEMA'],
    ],
    ['of another code, its own', { status: 413 }, ['OWN', 'SCHEMA']],
  ])('%s', (_, different, requirements) =>
    expect(caseWith({ requirements: ['OWN'], ...different }, operation).requirements).toEqual(requirements),
  );
});

test('of what the definition and the answer tolerate, each documented code counts once', () => {
  const tolerance = (status: number, ambiguity: string) => ({ status, ambiguity });
  const operation = operationOf({
    responses: new Map([
      responseOf(400, { tolerates: [400, 404, 413, 418].map((status) => tolerance(status, 'ANSWER')) }),
      responseOf(404),
      responseOf(413),
    ]),
  });
  const tolerates = [tolerance(404, 'OWN'), tolerance(410, 'OWN')];
  expect(caseWith({ tolerates }, operation).tolerates).toEqual([
    tolerance(404, 'OWN'),
    tolerance(413, 'ANSWER'),
  ]);
});

test('what is only a should has alternatives, if all of its requirements are', () => {
  const operation = operationOf({ advisoryRequirements: new Set(['SHOULD']) });
  const others = [401, 404, 413];
  expect(caseWith({ requirements: ['SHOULD'] }, operation).alternatives).toEqual(others);
  expect(caseWith({ requirements: ['SHOULD', 'MUST'] }, operation).alternatives).toBeUndefined();
  expect(caseWith({ strength: 'should' }, operation).alternatives).toEqual(others);
  expect(caseWith({ strength: 'should', requirements: ['MUST'] }, operation).alternatives).toBeUndefined();
});

describe('the catalogue', () => {
  const idsOf = (operation: Operation, options = {}) =>
    catalogueOf([operation], options).cases.map(({ id }) => id);

  test('leaves out what cannot be used, and says why', () => {
    const properties = { title: { type: 'string', 'x-requirements': 5 } };
    const content = { 'application/json': { schema: { type: 'object', required: ['title'], properties } } };
    const broken = smallOperation({ tags: ['books'], requestBody: { content } });
    const fine = operationOf();
    const { operations, cases, unusable } = catalogueOf([broken, fine]);
    expect([...operations.keys()]).toEqual([fine.id]);
    expect(new Set(cases.map(({ operationId }) => operationId))).toEqual(new Set([fine.id]));
    expect(unusable).toEqual([
      {
        ...{ id: 'books', tags: ['books'], method: 'POST', path: '/books' },
        why: 'at title/x-requirements, expected a list of strings, found 5',
      },
    ]);
    expect(catalogueOf([fine])).not.toHaveProperty('unusable');
  });

  test('has the rows of an operation, where its valid request is known', () => {
    const rows = ['books', 'other'].map((operationId) => ({
      operationId,
      rows: () => [{ ...definition, slug: `row-of-${operationId}`, status: 200 }],
    }));
    expect(idsOf(smallOperation({}), { rules: [], rows })).toEqual(['books/200/row-of-books']);
    const content = { 'application/json': {} };
    const unknown = smallOperation({ requestBody: { required: true, content } });
    expect(idsOf(unknown, { rules: [], rows })).toEqual([]);
  });

  test('does not hide what goes wrong in a rule', () => {
    const derive = () => {
      throw new TypeError('broken');
    };
    expect(() => catalogueOf([operationOf()], { rules: [{ id: 'broken', derive }] })).toThrow('broken');
  });

  test('has no case about a code that the document excludes', () => {
    const excluded = { ...answers(200), 405: { description: 'So.', 'x-excluded': 'It never is.' } };
    expect(idsOf(smallOperation({ responses: excluded }))).toEqual(['books/200/valid-request']);
  });

  test('has no case about a header field that the user adds, but about others of that name', () => {
    const parameters = ['query', 'header'].map((place) => ({
      ...{ in: place, name: 'X-A', schema: { type: 'boolean' } },
    }));
    const operation = smallOperation({ parameters, responses: answers(200, 400) });
    expect(idsOf(operation, { givenHeaders: new Set(['x-a']) })).toEqual([
      'books/200/valid-request',
      'books/400/query-x-a-text',
    ]);
  });

  test('asks again for an answer that a narrow state leads to, unless states are wider', () => {
    const lost: Members = { slug: 'lost', title: 'Lost', name: 'a lost one' };
    const responses = { ...answers(200), 404: { description: 'So.', 'x-provider-states': [lost] } };
    const operation = smallOperation({ responses }, { 'x-default-format': {} });
    const again = ['books/404/without-accept', 'books/404/accept-anything'];
    expect(idsOf(operation)).toEqual(['books/200/valid-request', 'books/404/lost', ...again]);
    expect(idsOf(operation, { scopeOf: () => 'account' })).not.toContain(found(again[0]));
  });
});
