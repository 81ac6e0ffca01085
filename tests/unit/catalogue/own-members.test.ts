import type { OpenAPIV3_1 } from 'openapi-types';
import type { Case } from '../../../src/catalogue/case.ts';
import { catalogueOf } from '../../../src/catalogue/catalogue.ts';
import { setUpKey } from '../../../src/catalogue/set-up-key.ts';
import { operationsOf } from '../../../src/openapi/operations-of.ts';
import { found } from '../../support/apis.ts';

/** What a document says by `x-` members of its own, and the cases that come of it. */

interface Parts {
  readonly document?: object;
  readonly item?: object;
  readonly operation?: object;
  readonly example?: object;
  readonly created?: object;
  readonly limited?: object;
  readonly more?: object;
}

const schema = {
  type: 'object',
  required: ['title'],
  properties: { title: { type: 'string' }, copies: { type: 'integer' } },
};

/** A shelf of a library, to which a book can be added, and which can be read. */
const libraryWith = ({ document, item, operation, example, created, limited, more }: Parts = {}) => ({
  openapi: '3.1.0',
  info: { title: 'A library', version: '1' },
  paths: {
    '/shelves/{shelf}': {
      parameters: [{ name: 'shelf', in: 'path', required: true, schema: { type: 'string' } }],
      post: {
        operationId: 'addBook',
        'x-resource-parameter': 'shelf',
        requestBody: {
          content: {
            'application/json': {
              schema,
              examples: { emma: { value: { title: 'Emma', copies: 2 }, ...example } },
            },
          },
          'x-invalid': { status: 400 },
        },
        responses: {
          200: { description: 'There.' },
          201: { description: 'Added.', ...created },
          400: { description: 'Wrong.' },
          405: { description: 'Not so.' },
          413: { description: 'Too much.', 'x-throttle': true, ...limited },
          501: { description: 'Never.' },
        },
        ...operation,
      },
      get: {
        operationId: 'readShelf',
        responses: { 200: { description: 'Shown.' }, 405: { description: 'Not so.' } },
        ...more,
      },
      ...item,
    },
  },
  ...document,
});

const operationsWith = (parts: Parts) =>
  operationsOf(libraryWith(parts) satisfies object as OpenAPIV3_1.Document);
const casesWith = (parts: Parts) => catalogueOf(operationsWith(parts)).cases;
const caseOf = (cases: readonly Case[], id: string): Case => found(cases.find((one) => one.id === id));
const idsWhere = (cases: readonly Case[], holds: (one: Case) => unknown) =>
  cases.filter(holds).map(({ id }) => id);

/** The cases of `addBook` that are accepted. */
const acceptedWith = (status: number) =>
  ['emma', 'body-chunked', 'media-type-case'].map((slug) => `addBook/${status}/${slug}`);

describe('x-values of an example', () => {
  const cases = () => casesWith({ example: { 'x-values': { '/title': 'title', '/copies': 'copies' } } });

  test('are the places of the body, each with what the document has there', () =>
    expect(caseOf(cases(), 'addBook/200/emma').request.bodyValues).toEqual({
      '/title': { name: 'title', documented: 'Emma' },
      '/copies': { name: 'copies', documented: 2 },
    }));

  test('are those of the faults that build on it, too', () =>
    expect(caseOf(cases(), 'addBook/400/title-missing').request.bodyValues).toHaveProperty(['/copies']));

  // Else the document's value would be sent, and the target blamed for refusing it.
  test.each(['/author', 'title', ''])(
    'that lead to no single value of the example are refused: %j',
    (pointer) =>
      expect(() => operationsWith({ example: { 'x-values': { [pointer]: 'author' } } })).toThrow(
        `/examples/emma/x-values, the pointer ${JSON.stringify(pointer)} does not lead to`,
      ),
  );

  test('of an example without them are none', () =>
    expect(caseOf(casesWith({}), 'addBook/200/emma').request).not.toHaveProperty('bodyValues'));

  test('are texts', () =>
    expect(() => operationsWith({ example: { 'x-values': { '/title': 1 } } })).toThrow('x-values'));
});

describe('x-tolerates of a response', () => {
  const tolerates = [{ status: 201, ambiguity: 'AMB', equal: true }];
  const excluded = { 'x-excluded': 'The table has another code in its place.' };

  test('is what each valid request of it tolerates', () => {
    const parts = {
      operation: {
        responses: {
          200: { description: 'There.', 'x-tolerates': tolerates },
          201: { description: 'Added.', ...excluded },
          400: { description: 'Wrong.' },
        },
      },
    };
    const cases = casesWith(parts);
    expect(caseOf(cases, 'addBook/200/emma')).toMatchObject({
      tolerates: [{ status: 201, ambiguity: 'AMB', equal: true }],
    });
    // Also of a request in another form: a target answers it alike.
    expect(idsWhere(cases, ({ tolerates: all }) => all.length > 0)).toEqual(acceptedWith(200));
  });

  test('of a code that is not documented is no tolerance', () => {
    const responses = { 200: { description: 'There.', 'x-tolerates': tolerates } };
    expect(caseOf(casesWith({ operation: { responses } }), 'addBook/200/emma').tolerates).toEqual([]);
  });

  test('a success that is excluded is not expected', () => {
    const responses = { 200: { description: 'There.', ...excluded }, 201: { description: 'Added.' } };
    const own = casesWith({ operation: { responses } }).filter((one) => one.operationId === 'addBook');
    expect(idsWhere(own, ({ status }) => status < 300)).toEqual(acceptedWith(201));
  });
});

describe('what is expected of methods', () => {
  const ofDocument = {
    'x-undocumented-methods': { status: 405, requirements: ['NO-METHOD'] },
    'x-unrecognised-method': { status: 501, requirements: ['NO-SUCH-METHOD'] },
  };
  const ofPath = { 'x-undocumented-methods': { status: 501, requirements: ['OF-THE-PATH'] } };

  test('of the document holds for every path', () => {
    for (const { undocumentedMethods, unrecognisedMethod } of operationsWith({ document: ofDocument })) {
      expect(undocumentedMethods).toMatchObject({ status: 405, requirements: ['NO-METHOD'] });
      expect(unrecognisedMethod).toMatchObject({ status: 501, requirements: ['NO-SUCH-METHOD'] });
    }
    const cases = casesWith({ document: ofDocument });
    expect(caseOf(cases, 'addBook/405/method-put').requirements).toContain('NO-METHOD');
    expect(caseOf(cases, 'readShelf/405/method-put').requirements).toContain('NO-METHOD');
  });

  test('of a path takes its place, each by itself', () => {
    for (const { undocumentedMethods, unrecognisedMethod } of operationsWith({
      document: ofDocument,
      item: ofPath,
    })) {
      expect(undocumentedMethods).toMatchObject({ status: 501, requirements: ['OF-THE-PATH'] });
      expect(unrecognisedMethod).toMatchObject({ status: 501, requirements: ['NO-SUCH-METHOD'] });
    }
  });

  test.each(['x-undocumented-methods', 'x-unrecognised-method'])(
    'a document whose %s is unusable is refused with that place',
    (name) => expect(() => operationsWith({ document: { [name]: 405 } })).toThrow(`document/${name}`),
  );
});

describe('the state of an operation itself', () => {
  const shelved = { name: 'a shelf exists', params: { size: 'small' } };
  const state = { 'x-provider-state': shelved };
  const cases = () => casesWith({ operation: state, more: state });
  const isOptional = ({ stateOptional }: Case) => stateOptional;

  test('is that of each of its cases', () => {
    for (const { states } of cases()) expect(states).toEqual([shelved]);
  });

  test('is optional for reads and for refusals, and for nothing that is accepted', () => {
    const optional = idsWhere(cases(), isOptional);
    expect(optional).toContain('readShelf/200/valid-request');
    expect(optional).toContain('addBook/400/title-missing');
    expect(idsWhere(cases(), (one) => !isOptional(one))).toEqual(acceptedWith(200));
  });

  test('is not optional where a case needs another one', () => {
    const lost = { slug: 'lost', title: 'A lost shelf is refused', name: 'a shelf is lost' };
    const limited = { 'x-provider-states': [lost] };
    const one = caseOf(casesWith({ operation: { ...state }, limited }), 'addBook/413/lost');
    expect(one).not.toHaveProperty('stateOptional');
    // Only the parameters of an example's state hold for other states.
    expect(one.states).toEqual([{ name: 'a shelf is lost', params: {} }]);
  });

  test('gives way to the state of an example, which is never optional', () => {
    const own = { name: 'Emma is out', params: { copies: '0' } };
    const others = casesWith({ operation: state, example: { 'x-provider-state': own } });
    expect(caseOf(others, 'addBook/200/emma').states).toEqual([own]);
    expect(idsWhere(others, (one) => one.operationId === 'addBook' && one.stateOptional)).toEqual([]);
  });

  test('of an operation that has none is optional nowhere', () =>
    expect(idsWhere(casesWith({}), ({ stateOptional }) => stateOptional)).toEqual([]));

  test('that is optional is set up apart from one that is not', () => {
    const optional = cases().filter(isOptional);
    const [one] = optional;
    const { stateOptional: _, ...needed } = found(one);
    expect(setUpKey(found(one), false)).not.toBe(setUpKey(needed, false));
    expect(setUpKey({ ...needed, id: 'another' }, false)).toBe(setUpKey(needed, false));
    const alike = optional.filter(({ risk }) => risk === 'none');
    expect(new Set(alike.map((item) => setUpKey(item, false))).size).toBe(1);
    expect(setUpKey(found(one), true)).toBe(found(one).id);
    expect(setUpKey({ ...found(one), states: [] }, false)).not.toBe(setUpKey(found(one), false));
  });
});

test('notThrottled of a state says so of its case alone', () => {
  const states = [
    { slug: 'often', title: 'Too many requests are refused', name: 'asked too often' },
    { slug: 'full', title: 'A full shelf takes none', name: 'a full shelf', notThrottled: true },
  ];
  const cases = casesWith({ limited: { 'x-provider-states': states } });
  expect(idsWhere(cases, ({ notThrottled }) => notThrottled)).toEqual(['addBook/413/full']);
  expect(() =>
    operationsWith({ limited: { 'x-provider-states': [{ ...states[1], notThrottled: 'yes' }] } }),
  ).toThrow('x-provider-states/0/notThrottled');
});
