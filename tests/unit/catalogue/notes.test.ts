import { catalogueOf } from '../../../src/catalogue/catalogue.ts';
import { operationOf, responseOf } from '../../support/runs.ts';

const [, response] = responseOf(200);

test.each([
  ['default alone', new Map(), new Map([['default', response]]), 'default does not say which requests'],
  ['a code that no rule knows', new Map([responseOf(302)]), undefined, 'no case can be derived about 302'],
])('an operation with %s has no cases, and a note why', (_, responses, otherResponses, why) => {
  const operation = operationOf({ responses, ...(otherResponses && { otherResponses }) });
  const { cases, operations } = catalogueOf([operation]);
  expect(cases).toEqual([]);
  expect(operations.get(operation.id)?.notes).toEqual([expect.stringContaining(why)]);
});

test('one with cases has no note', () =>
  expect(
    [...catalogueOf([operationOf({ responses: new Map([responseOf(405)]) })]).operations.values()][0]?.notes,
  ).toBeUndefined());
