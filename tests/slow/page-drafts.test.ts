import fc from 'fast-check';
import type { Json } from '../../src/model/json.ts';
import { contradictions } from '../support/pages/draft-check.ts';
import { readForms } from '../support/pages/request-page.ts';

/** Objects with few names, so that rows and examples meet. */
const names = fc.constantFrom('a', 'b', 'c', 'values');
const bodies = fc.letrec<{ value: Json; object: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<Json>('x', 1, 2.5, true, null),
    fc.array(tie('value'), { maxLength: 2 }),
    tie('object'),
  ),
  object: fc.dictionary(names, tie('value'), { maxKeys: 3 }),
})).object;
const forms = fc.record({
  title: fc.constantFrom('Lend', 'Renew', 'Return'),
  anchor: fc.constantFrom('lend', 'renew', 'return'),
  path: fc.constantFrom('/desk/loans', '/desk/{id}'),
  attributes: fc.array(
    fc.tuple(
      fc.oneof(
        names,
        fc.tuple(names, names).map((both) => both.join('.')),
      ),
      fc.constant('What.'),
      fc.constantFrom('Yes', 'No', 'Maybe'),
    ),
    { maxLength: 4 },
  ),
  examples: fc.array(bodies, { maxLength: 3 }),
});

test('no draft contradicts its pages: every example is valid, and no fault is one', () =>
  fc.assert(
    fc.asyncProperty(fc.array(forms, { minLength: 1, maxLength: 3 }), async (pages) => {
      expect(await contradictions(await readForms(pages))).toEqual([]);
    }),
    { numRuns: 60 },
  ));
