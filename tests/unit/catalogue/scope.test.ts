import { type Catalogue, catalogueOf } from '../../../src/catalogue/catalogue.ts';
import { exclusions, gaps } from '../../../src/catalogue/gaps.ts';
import { refuseUnusable, unusableWithin } from '../../../src/catalogue/left-out.ts';
import { catalogueInScope } from '../../../src/catalogue/scope.ts';
import { selectCases } from '../../../src/catalogue/select.ts';
import { operationsOf } from '../../../src/openapi/operations-of.ts';

const operation = (operationId: string, tags: string[], responses: object) => ({
  operationId,
  tags,
  responses,
});
const found = { 200: { description: 'Found.' }, 405: { description: 'Not so.' } };
const document = {
  openapi: '3.1.0',
  info: { title: 'Shelves', version: '1' },
  paths: {
    '/books': { get: operation('listBooks', ['books'], found) },
    '/books/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      get: operation('readBook', ['books', 'single things'], {
        ...found,
        503: { description: 'Away.', 'x-excluded': 'nothing leads to it.' },
      }),
    },
    '/shelves': { get: operation('listShelves', ['shelves'], { default: { description: 'Anything.' } }) },
    '/lamps': {
      get: operation('listLamps', ['shelves'], {
        503: { description: 'Away.', 'x-excluded': 'nothing leads to it.' },
      }),
    },
  },
};
const broken = {
  id: 'burnBook',
  tags: ['books'],
  method: 'POST',
  path: '/fire',
  why: 'at /paths, it is broken',
};
let whole: Catalogue;

beforeAll(() => {
  const operations = operationsOf(JSON.parse(JSON.stringify(document)));
  whole = { ...catalogueOf(operations), unusable: [broken] };
});

const inScope = (...names: string[]) => {
  const { operations: own, cases, unusable, scope } = catalogueInScope(whole, names);
  return {
    ids: [...own.keys()],
    cases: [...new Set(cases.map(({ operationId }) => operationId))],
    unusable: unusable?.map(({ id }) => id),
    scope,
  };
};

test.each<[what: string, names: string[], ids: string[], unusable: string[]]>([
  ['an id', ['listBooks'], ['listBooks'], []],
  ['a tag, with an operation that cannot be used', ['books'], ['listBooks', 'readBook'], ['burnBook']],
  ['a tag with a space', ['single things'], ['readBook'], []],
  ['both, in document order', ['shelves', 'listBooks'], ['listBooks', 'listShelves', 'listLamps'], []],
  ['a tag among others', ['listBooks', 'books'], ['listBooks', 'readBook'], ['burnBook']],
])('%s', (_what, names, ids, unusable) => {
  const inside = inScope(...names);
  expect(inside).toMatchObject({ ids, unusable, scope: { names, of: 5 } });
  const withCases = new Set(whole.cases.map(({ operationId }) => operationId));
  expect(inside.cases).toEqual(ids.filter((id) => withCases.has(id)));
});

test('no name is everything, without a scope', () => expect(catalogueInScope(whole, [])).toBe(whole));

test.each([
  ['listBook', 'Did you mean listBooks?'],
  ['shelvse', 'Did you mean shelves?'],
  ['xyz', 'It has the operations listBooks, readBook, listShelves, listLamps, burnBook, and the tags books'],
  ['', 'names no operation'],
])('%j names nothing', (name, says) =>
  expect(() => inScope(name)).toThrow(
    expect.objectContaining({ exitCode: 2, message: expect.stringContaining(says) }),
  ),
);

test('a catalogue may have nothing that cannot be used, and no tag', () => {
  const { unusable: _, ...usable } = whole;
  expect(catalogueInScope(usable, ['listBooks']).unusable).toEqual([]);
  const [one] = [...usable.operations.values()].map((operation) => ({ ...operation, tags: [] }));
  const single = one && { operations: new Map([[one.id, one]]), cases: [] };
  expect(() => single && catalogueInScope(single, ['xyz'])).toThrow(
    '--operation "xyz" names no operation and no tag of the document. It has the operation listBooks.',
  );
});

test('what cases leave open has a sentence for each reason', () => {
  expect(gaps(whole)).toEqual([
    'The operation burnBook (POST /fire) cannot be used: at /paths, it is broken.',
    'listShelves: It has no cases: the document has no code for it, and default does not say which requests are answered so.',
    'listLamps: It has no cases: the document excludes each of its codes.',
  ]);
  expect(exclusions(whole)).toEqual(['readBook/503, listLamps/503: Excluded, because nothing leads to it.']);
});

test('no case is about an excluded code', () => {
  expect(whole.cases.filter(({ status }) => status === 503)).toEqual([]);
});

test.each<[only: string[], skip: string[], left: string[]]>([
  [[], [], ['burnBook']],
  [[], ['burnBook/*'], []],
  [[], ['listBooks/*'], ['burnBook']],
  [[], ['burnBook/200/*'], ['burnBook']],
  [['listBooks/*'], [], []],
  [['*'], [], ['burnBook']],
])('of --only %j and --skip %j what cannot be used is %j', (only, skip, left) => {
  const selected = () =>
    selectCases(whole.cases, only, skip.includes('burnBook/200/*') ? [] : skip, whole.unusable);
  expect(selected).not.toThrow();
  expect(unusableWithin([broken], { only, skip }).map(({ id }) => id)).toEqual(left);
});

test('a run refuses what cannot be used, and says how to leave it out', () => {
  expect(() => refuseUnusable([broken, broken])).toThrow(
    expect.objectContaining({
      exitCode: 2,
      message: expect.stringMatching(/burnBook \(POST \/fire\).*--skip 'burnBook\/\*'.*1 other operation/),
    }),
  );
  expect(unusableWithin([broken], { only: ['listBooks/*', 'burnBook/*'], skip: [] })).toEqual([broken]);
  expect(() => refuseUnusable([broken])).toThrow(/--operation with those to run\.$/);
  expect(() => selectCases(whole.cases, ['burnBook/*'], [], whole.unusable)).toThrow(
    expect.objectContaining({ kind: 'configuration', message: expect.stringContaining('it is broken') }),
  );
  expect(() => refuseUnusable([])).not.toThrow();
});
