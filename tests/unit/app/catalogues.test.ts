import { join } from 'node:path';
import { catalogueWith } from '../../../src/app/catalogues.ts';
import { catalogueFor } from '../../../src/app/derive-catalogue.ts';
import { withCatalogue } from '../../../src/app/prepare-catalogue.ts';
import { loadSpecification, type Specification } from '../../../src/app/specification.ts';
import { specificationIn, textOf } from '../../../src/app/specification-text.ts';
import type { Catalogue } from '../../../src/catalogue/catalogue.ts';

/** A catalogue without the functions of its operations. */
const contentOf = ({ operations, ...others }: Catalogue) => ({
  ...others,
  notes: [...operations.values()].map(({ id, notes }) => ({ id, notes })),
});

describe('the catalogue that the build prepares', () => {
  let own: Specification;
  let built: Specification;

  beforeAll(async () => {
    own = await loadSpecification();
    built = specificationIn(textOf(withCatalogue(own)));
  });

  test('is the one that would be derived', async () => {
    const derived = catalogueFor(own);
    expect(contentOf(await catalogueWith(built))).toEqual(contentOf(derived));
    expect(derived.cases.length).toBeGreaterThan(1000);
  });

  test.each([
    ['a header field in every request', { headers: ['X-Project-Id'] }],
    ['a datastore', { state: { name: 'an instance runs a datastore', params: { type: 'mysql' } } }],
  ])('is not that of a run with %s', async (_what, terms) => {
    expect(await catalogueWith(built, terms)).toBe(catalogueFor(built, terms));
  });

  test('is not that of another document', async () => {
    const file = join(__dirname, '../../support/other-api.yaml');
    expect((await loadSpecification({ file, allow: [] })).catalogue).toBeUndefined();
  });
});
