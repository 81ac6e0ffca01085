import { baseRequestOf } from '../../../src/catalogue/base-request.ts';
import { bytesOf, type Case } from '../../../src/catalogue/case.ts';
import { catalogueOf } from '../../../src/catalogue/catalogue.ts';
import type { StateScope } from '../../../src/model/provider-state.ts';
import type { Operation } from '../../../src/openapi/operations.ts';
import { found, otherApi } from '../../support/apis.ts';

let operations: readonly Operation[];
let cases: readonly Case[];

beforeAll(async () => {
  operations = await otherApi();
  cases = catalogueOf(operations).cases;
});

const caseOf = (id: string) => found(cases.find((item) => item.id === id));
const bodyOf = ({ request }: Case) => request.body && Buffer.from(bytesOf(request.body)).toString();
const jsonOf = (id: string) => JSON.parse(bodyOf(caseOf(id)) ?? '');

const times = (status: number, subject: string, faults: string) =>
  faults.split(' ').map((fault) => `${status}/${subject}-${fault}`);

/** Nothing here is about 415 or, but for `createLoan`, 501: those the document does not have. */
const expected = {
  readLoan: [
    '200/valid-request',
    ...times(401, 'credential', 'missing empty unknown malformed'),
    ...times(404, 'unknown', 'branch loanid'),
  ],
  renewLoan: [
    '201/first-loan',
    '201/extended',
    '201/body-chunked',
    '201/media-type-case',
    ...times(400, 'body', 'missing malformed not-json array string number boolean null'),
    ...times(400, 'copies', 'missing null boolean number string object empty'),
    ...times(400, 'borrower', 'missing null boolean number string array empty'),
    ...times(400, 'borrower.card-no', 'missing null boolean number array object'),
    ...times(400, 'days', 'missing null boolean string array object'),
    // A property of any type can only be missing; one without a type is judged by what its schema allows.
    ...times(400, 'anything', 'missing'),
    ...times(400, 'format', 'missing null boolean number string array object'),
    ...times(400, 'nickname', 'missing boolean number array object'),
    ...times(401, 'credential', 'missing empty unknown malformed'),
    ...times(404, 'unknown', 'branch loanid'),
    // HEAD is served by who serves GET.
    ...times(405, 'method', 'post patch delete'),
    '409/already-returned',
  ],
  createLoan: [
    '201/new-loan',
    '201/body-chunked',
    '201/media-type-case',
    ...times(404, 'method', 'get head put patch delete'),
    // Its body is not required, and may be XML: neither its absence nor another format is a fault.
    ...times(422, 'body', 'malformed not-json array string number boolean null'),
    ...times(422, 'title', 'missing null boolean number array object empty'),
    '501/method-unrecognised',
  ],
} as const;

test.each(Object.entries(expected))('%s has the cases that its document gives', (operationId, ids) => {
  const own = cases.filter((item) => item.operationId === operationId).map(({ id }) => id);
  expect(own).toEqual(ids.map((id) => `${operationId}/${id}`));
});

test('requests are made of the document alone', () => {
  expect(caseOf('renewLoan/201/first-loan').request).toEqual({
    method: 'PUT',
    path: '/branches/{branch}/loans/{loanId}',
    parameters: {},
    credential: 'valid',
    credentialPlace: { in: 'header', name: 'X-Library-Card', form: 'plain' },
    accept: 'application/json, application/problem+json',
    contentType: 'application/vnd.library+json',
    body: expect.anything(),
  });
  expect(caseOf('createLoan/201/new-loan').request).toMatchObject({
    credentialPlace: null,
    contentType: 'application/json',
  });
  expect(caseOf('readLoan/404/unknown-loanid').request).toMatchObject({
    method: 'GET',
    parameters: { loanId: '2147483647' },
    contentType: null,
    body: null,
  });
  expect(caseOf('renewLoan/404/unknown-branch').request.parameters).toEqual({
    branch: '00000000-0000-4000-8000-000000000000',
  });
});

test.each([
  ['renewLoan/400/days-missing', { days: undefined }],
  ['renewLoan/400/days-string', { days: 'text' }],
  ['renewLoan/400/copies-empty', { copies: [] }],
  ['renewLoan/400/borrower-empty', { borrower: {} }],
  ['renewLoan/400/borrower.card-no-null', { borrower: { card_no: null, phone: '1' } }],
  ['renewLoan/400/borrower.card-no-missing', { borrower: { phone: '1' } }],
])('%s alters one place of the example', (id, difference) => {
  const whole = jsonOf('renewLoan/201/first-loan');
  expect(jsonOf(id)).toEqual(JSON.parse(JSON.stringify({ ...whole, ...difference })));
});

test.each([
  ['renewLoan/201/first-loan', ['RENEWAL', 'CREATED', 'LOCATION', 'SHELF', 'LOAN', 'TYPED']],
  ['renewLoan/201/extended', ['RENEWAL', 'EXTENSION', 'CREATED', 'LOCATION', 'SHELF', 'LOAN', 'TYPED']],
  ['renewLoan/400/borrower.card-no-null', ['BORROWER', 'TYPED']],
  ['renewLoan/400/days-null', ['DAYS', 'TYPED']],
  ['renewLoan/405/method-patch', ['TYPED']],
  ['createLoan/404/method-get', ['NO-SUCH-METHOD', 'TYPED']],
  ['createLoan/404/method-head', ['NO-SUCH-METHOD', 'NO-HEAD-BODY']],
  ['createLoan/422/title-null', ['VALID', 'TYPED']],
])('%s carries the requirements that its document names', (id, requirements) =>
  expect([...caseOf(id).requirements].sort()).toEqual([...requirements].sort()),
);

test.each([
  ['createLoan/404/method-put', [{ status: 422, ambiguity: 'ODD' }]],
  ['createLoan/422/title-empty', [{ status: 201, ambiguity: 'EMPTY-TITLE' }]],
  ['createLoan/422/title-null', []],
])('%s tolerates what is documented of what its document names', (id, tolerates) =>
  expect(caseOf(id).tolerates).toEqual(tolerates),
);

test.each([
  ['readLoan/404/unknown-branch', 'none'],
  ['renewLoan/404/unknown-loanid', 'create'],
  ['renewLoan/404/unknown-branch', 'create'],
  ['renewLoan/401/credential-empty', 'if-deviant'],
  ['renewLoan/400/days-null', 'if-deviant'],
  ['renewLoan/201/first-loan', 'change'],
  ['renewLoan/405/method-delete', 'destroy'],
  ['createLoan/422/title-empty', 'create'],
  ['createLoan/404/method-get', 'none'],
])('the risk of %s is %s', (id, risk) => expect(caseOf(id).risk).toBe(risk));

const extended = { name: 'a loan was extended', params: { times: '1' } };

test.each([
  ['renewLoan/201/extended', [extended]],
  ['renewLoan/400/days-null', [extended]],
  // A state's own parameters stand beside those of the request that it builds on.
  [
    'renewLoan/409/already-returned',
    [{ name: 'the loan was returned', params: { times: '1', when: 'yesterday' } }],
  ],
  ['readLoan/404/unknown-branch', []],
])('the state of %s', (id, states) => expect(caseOf(id).states).toEqual(states));

test('cases build on the first example whose state fits', () => {
  const renew = found(operations.find(({ id }) => id === 'renewLoan'));
  expect(baseRequestOf(renew).state).toEqual(extended);
  expect(baseRequestOf(renew, { fits: () => false }).state).toBeUndefined();
  const unfitting = catalogueOf([renew], { fits: () => false }).cases;
  expect(unfitting.find(({ id }) => id === 'renewLoan/400/days-null')?.states).toEqual([]);
});

describe('each error is asked for again without a format', () => {
  const again = (different: Partial<Operation> = {}, scopeOf: () => StateScope = () => 'instance') => {
    const renew = found(operations.find(({ id }) => id === 'renewLoan'));
    const defaultFormat = { requirements: ['FORMAT'], tolerates: [] };
    return catalogueOf([{ ...renew, defaultFormat, ...different }], { scopeOf }).cases.filter(
      ({ derivedBy }) => derivedBy === 'default-format',
    );
  };
  const ids = (items: readonly Case[]) => items.map(({ id }) => id.replace('renewLoan/', ''));
  const slugs = ['without-accept', 'accept-anything'];

  test('where the document says what the format is then', () => {
    expect(cases.filter(({ derivedBy }) => derivedBy === 'default-format')).toEqual([]);
    expect(ids(again())).toEqual(
      [400, 401, 404, 405, 409].flatMap((status) => slugs.map((slug) => `${status}/${slug}`)),
    );
  });

  test('not by a state that is wider than one resource', () =>
    expect(ids(again({}, () => 'service'))).not.toContain('409/without-accept'));

  test('the format is all that differs from another case, of 400 one that no parser reads', () => {
    const [without, anything] = again();
    const { request, requirements } = found(cases.find(({ id }) => id === 'renewLoan/400/body-malformed'));
    expect(without?.request).toEqual({ ...request, accept: null });
    expect(anything?.request).toEqual({ ...request, accept: '*/*' });
    expect(without?.requirements).toEqual(['FORMAT', ...requirements]);
  });
});

describe('what only a should asks for', () => {
  test('has all other documented 4xx as alternatives, by the rule or by its requirements', () => {
    const create = found(operations.find(({ id }) => id === 'createLoan'));
    const alternatives = (operation: Operation) =>
      catalogueOf([operation]).cases.find(({ id }) => id === 'createLoan/501/method-unrecognised')
        ?.alternatives;
    expect(alternatives(create)).toEqual([404, 422]);
    const named = { ...create, unrecognisedMethod: { requirements: ['HTTP'], tolerates: [] } };
    expect(alternatives(named)).toBeUndefined();
    expect(alternatives({ ...named, advisoryRequirements: new Set(['HTTP']) })).toEqual([404, 422]);
    expect(caseOf('createLoan/422/title-null').alternatives).toBeUndefined();
  });

  test('a body in chunks, which a server may refuse with 411', () => {
    expect(caseOf('renewLoan/201/body-chunked')).toMatchObject({
      request: { framing: 'chunked' },
      lawful: [411],
    });
    expect(caseOf('renewLoan/201/media-type-case').request.contentType).toBe('Application/VND.LIBRARY+JSON');
  });
});

test('rows about an undocumented status are dropped; two cases of one id are refused', () => {
  const row = (slug: string, status: number) => ({ slug, status, title: slug, requirements: [] });
  const withRows = (...rows: ReturnType<typeof row>[]) =>
    catalogueOf(operations, { rules: [], rows: [{ operationId: 'createLoan', rows: () => rows }] });
  expect(withRows(row('kept', 422), row('lost', 418)).cases.map(({ id }) => id)).toEqual([
    'createLoan/422/kept',
  ]);
  expect(() => withRows(row('twice', 422), row('twice', 422))).toThrow(
    expect.objectContaining({
      kind: 'configuration',
      message: 'Two cases have the id createLoan/422/twice; rename one of its slugs.',
    }),
  );
});
