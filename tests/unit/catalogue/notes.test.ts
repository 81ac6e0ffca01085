import { catalogueOf } from '../../../src/catalogue/catalogue.ts';
import type { Operation } from '../../../src/openapi/operations.ts';
import { operationOf, responseOf } from '../../support/runs.ts';

const [, response] = responseOf(200);

const excluded = { excluded: 'So.' };
const [, excludedResponse] = responseOf(500, excluded);
const onlyDefault =
  'the document has no code for it, and default does not say which requests are answered so';
const about = (codes: string) =>
  `no case can be derived about ${codes} from what the document says, and it names no state for them`;

type Codes = Operation['responses'];
type Others = NonNullable<Operation['otherResponses']>;

test.each<[what: string, responses: Codes, otherResponses: Others | undefined, why: string]>([
  ['no code', new Map(), undefined, onlyDefault],
  ['default alone', new Map(), new Map([['default', response]]), onlyDefault],
  ['codes that no rule knows', new Map([responseOf(302), responseOf(303)]), undefined, about('302, 303')],
  ['such a range', new Map(), new Map([['3XX', response]]), about('3XX')],
  [
    'such a range and default',
    new Map(),
    new Map([
      ['3XX', response],
      ['default', response],
    ]),
    about('3XX, default'),
  ],
  [
    'such a code, and an excluded one',
    new Map([responseOf(302), responseOf(500, excluded)]),
    undefined,
    about('302'),
  ],
  [
    'an excluded code and default',
    new Map([responseOf(500, excluded)]),
    new Map([['default', response]]),
    about('default'),
  ],
  [
    'excluded codes',
    new Map([responseOf(500, excluded)]),
    new Map([['3XX', excludedResponse]]),
    'the document excludes each of its codes',
  ],
])('an operation with %s has no cases, and a note why', (_, responses, otherResponses, why) => {
  const operation = operationOf({ responses, ...(otherResponses && { otherResponses }) });
  const { cases, operations } = catalogueOf([operation]);
  expect(cases).toEqual([]);
  expect(operations.get(operation.id)?.notes).toEqual([`It has no cases: ${why}.`]);
});

test('one with cases has no note', () =>
  expect(
    [...catalogueOf([operationOf({ responses: new Map([responseOf(405)]) })]).operations.values()][0]?.notes,
  ).toBeUndefined());
