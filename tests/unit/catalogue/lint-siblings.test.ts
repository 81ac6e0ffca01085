import { bytesOf, type Case } from '../../../src/catalogue/case.ts';
import { catalogueOf } from '../../../src/catalogue/catalogue.ts';
import type { Operation } from '../../../src/openapi/operations.ts';
import { validatorOf } from '../../../src/openapi/schema.ts';
import { rounded } from '../../../src/util/exact-json.ts';
import { otherApi, ownApi } from '../../support/apis.ts';

/**
 * A body that is refused must be wrong for every operation of its method and path, and no page may show it (decision 0043).
 * Looked for here in another way than the rules do: by what each case sends.
 */

interface Api {
  readonly operations: ReadonlyMap<string, Operation>;
  readonly cases: readonly Case[];
}

const apis: readonly (readonly [string, () => Promise<Api>])[] = [
  ['the API that ships', async () => (await ownApi()).whole],
  ['another API', async () => catalogueOf(await otherApi())],
];

const placeOf = ({ method, path }: Operation): string => `${method} ${path}`;

/** The body that a case sends with the method and the media type of its operation, if it is JSON. */
function bodyOf({ request }: Case, { method, body }: Operation): { readonly value: unknown } | undefined {
  if (!request.body || request.method !== method || request.contentType !== body?.jsonType) return undefined;
  try {
    return { value: JSON.parse(Buffer.from(bytesOf(request.body)).toString()) };
  } catch {
    return undefined;
  }
}

const isValid = ({ body }: Operation, value: unknown): boolean =>
  body !== undefined && !validatorOf(body.schema)(value).some(({ advisory }) => !advisory);

const isShown = ({ body }: Operation, value: unknown): boolean =>
  [...(body?.examples ?? []).map((example) => example.value), ...(body?.refusedExamples ?? [])].some(
    (example) => JSON.stringify(rounded(example)) === JSON.stringify(value),
  );

const needsMore = ({ parameters }: Operation): boolean =>
  parameters.some(({ in: place, required }) => place === 'query' && required);

test('the API that ships has siblings, and what they accept is left out', async () => {
  const { operations, cases } = (await ownApi()).whole;
  const places = [...operations.values()].map(placeOf);
  expect(new Set(places).size).toBeLessThan(places.length);
  const ofReplica = cases.filter(({ operationId }) => operationId === 'createReplica');
  // A body without it makes an instance that is no replica, and pages show it as an empty text.
  expect(ofReplica.filter(({ id }) => /replica-of-(?:missing|empty)$/.test(id))).toEqual([]);
  expect(ofReplica.some(({ derivedBy }) => derivedBy === 'property-faults')).toBe(true);
});

test.each(apis)(
  'of %s, no derived body is refused that a sibling accepts or a page shows',
  async (_, api) => {
    const { operations, cases } = await api();
    const all = [...operations.values()];
    const wrong = cases.flatMap((one) => {
      const own = operations.get(one.operationId);
      const body = own && bodyOf(one, own);
      if (!own || !body || one.derivedBy === 'rows' || one.status < 400 || one.status > 499) return [];
      // Where its own operation accepts the body, the fault is elsewhere.
      if (isValid(own, body.value)) return [];
      const siblings = all.filter((other) => placeOf(other) === placeOf(own));
      return siblings
        .filter((other) => (isValid(other, body.value) && !needsMore(other)) || isShown(other, body.value))
        .map((other) => `${one.id}: ${other.id}`);
    });
    expect(wrong).toEqual([]);
  },
);
