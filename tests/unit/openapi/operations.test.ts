import type { OpenAPIV3_1 } from 'openapi-types';
import type { Json } from '../../../src/model/json.ts';
import { operationsOf } from '../../../src/openapi/operations-of.ts';
import { found, only, otherApi, ownApi } from '../../support/apis.ts';

/** A document of one operation; each part takes what is to be different. */
function documentWith(
  parts: {
    document?: object;
    item?: object;
    operation?: object;
    body?: object;
    example?: object;
    response?: object;
    header?: object;
    parameter?: object;
    scheme?: object;
    property?: object;
  } = {},
): OpenAPIV3_1.Document {
  const property = { type: 'string', ...parts.property };
  const schema = { type: 'object', required: ['title'], properties: { title: property } };
  const parameter = { name: 'shelf', in: 'path', schema: { type: 'string' }, ...parts.parameter };
  const document = {
    openapi: '3.1.0',
    info: { title: 'x', version: '1.0.0' },
    components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'Key', ...parts.scheme } } },
    security: [{ key: [] }],
    paths: {
      '/shelves/{shelf}': {
        parameters: [parameter],
        post: {
          operationId: 'add',
          requestBody: {
            content: {
              'application/json': { schema, examples: { one: { value: { title: 'x' }, ...parts.example } } },
            },
            ...parts.body,
          },
          responses: {
            201: {
              description: 'Made.',
              headers: { Left: { schema: {}, ...parts.header } },
              ...parts.response,
            },
          },
          ...parts.operation,
        },
        ...parts.item,
      },
    },
    ...parts.document,
  };
  return document satisfies object as OpenAPIV3_1.Document;
}

const post = 'paths//shelves/{shelf}/post';

test('a plain document is read', () => {
  const operation = only(operationsOf(documentWith()));
  expect(operation).toMatchObject({ id: 'add', method: 'POST', pathMethods: ['POST'], requirements: [] });
  expect(operation.body).toMatchObject({ required: false, mediaTypes: ['application/json'] });
  expect(operation.credential).toEqual({
    place: { in: 'header', name: 'Key', form: 'plain' },
    others: {},
    invalid: { requirements: [], tolerates: [] },
  });
  expect(operation.resourceParameter).toBeUndefined();
});

describe('a document is refused, the place named,', () => {
  const tolerating = (tolerance: Json) => ({ 'x-invalid': { tolerates: [tolerance] } });
  const unknown = (value: Json) => ({ 'x-unknown-values': [value] });
  const state = (value: Json) => ({ 'x-provider-states': [value] });
  const cases: readonly (readonly [name: string, document: () => OpenAPIV3_1.Document, where: string])[] = [
    [
      'without a path',
      () => documentWith({ document: { paths: {} } }),
      'at paths, it documents no operation',
    ],
    ['without operationId', () => documentWith({ operation: { operationId: undefined } }), post],
    ['with a slash in operationId', () => documentWith({ operation: { operationId: 'a/b' } }), post],
    [
      'x-requirements no list',
      () => documentWith({ operation: { 'x-requirements': 'A' } }),
      `${post}/x-requirements`,
    ],
    [
      'x-requirements of numbers',
      () => documentWith({ operation: { 'x-requirements': [1] } }),
      'a list of strings',
    ],
    [
      'x-resource-parameter',
      () => documentWith({ operation: { 'x-resource-parameter': 1 } }),
      `${post}/x-resource-parameter`,
    ],
    [
      'x-rate-limit',
      () =>
        documentWith({ operation: { 'x-rate-limit': { requests: 0, perSeconds: 60, requirement: 'R' } } }),
      `${post}/x-rate-limit/requests`,
    ],
    [
      'x-check-requirements',
      () => documentWith({ document: { 'x-check-requirements': { a: 1 } } }),
      'document/x-check-requirements/a',
    ],
    [
      'x-undocumented-methods',
      () => documentWith({ item: { 'x-undocumented-methods': 405 } }),
      'paths//shelves/{shelf}/x-undocumented-methods',
    ],
    [
      'x-unrecognised-method',
      () => documentWith({ item: { 'x-unrecognised-method': { status: '501' } } }),
      'paths//shelves/{shelf}/x-unrecognised-method/status',
    ],
    [
      'x-invalid of the body',
      () => documentWith({ body: { 'x-invalid': [] } }),
      `${post}/requestBody/x-invalid`,
    ],
    [
      'x-invalid with an invalid status',
      () => documentWith({ body: { 'x-invalid': { status: 4000 } } }),
      'a status code, found 4000',
    ],
    [
      'x-unsupported-media-type',
      () => documentWith({ body: { 'x-unsupported-media-type': 'x' } }),
      `${post}/requestBody/x-unsupported-media-type`,
    ],
    [
      'x-missing-media-type',
      () => documentWith({ body: { 'x-missing-media-type': { anyBody: true } } }),
      `${post}/requestBody/x-missing-media-type/anyBody`,
    ],
    [
      'x-invalid of the credential',
      () => documentWith({ scheme: { 'x-invalid': { requirements: 'A' } } }),
      'securitySchemes/key/x-invalid/requirements',
    ],
    [
      'tolerates no list',
      () => documentWith({ body: { 'x-invalid': { tolerates: {} } } }),
      'x-invalid/tolerates',
    ],
    [
      'a tolerance without ambiguity',
      () => documentWith({ body: tolerating({ status: 404 }) }),
      'tolerates/0/ambiguity',
    ],
    [
      'a tolerance without status',
      () => documentWith({ body: tolerating({ ambiguity: 'A' }) }),
      'tolerates/0/status',
    ],
    [
      'a tolerance that is a number',
      () => documentWith({ body: tolerating(404) }),
      'tolerates/0, expected an object',
    ],
    [
      'x-provider-state without name',
      () => documentWith({ example: { 'x-provider-state': {} } }),
      'examples/one/x-provider-state/name',
    ],
    [
      'x-provider-state with a number',
      () => documentWith({ example: { 'x-provider-state': { name: 'n', params: { a: 1 } } } }),
      'x-provider-state/params/a',
    ],
    [
      'x-unknown-values no list',
      () => documentWith({ parameter: { 'x-unknown-values': {} } }),
      'parameters/shelf/x-unknown-values',
    ],
    [
      'an unknown value without slug',
      () => documentWith({ parameter: unknown({ title: 't', value: 'v' }) }),
      'x-unknown-values/0/slug',
    ],
    [
      'an unknown value without title',
      () => documentWith({ parameter: unknown({ slug: 's', value: 'v' }) }),
      'x-unknown-values/0/title',
    ],
    [
      'an unknown value of nothing',
      () => documentWith({ parameter: unknown({ slug: 's', title: 't' }) }),
      'x-unknown-values/0, expected either a value or a state',
    ],
    [
      'an unknown value of both',
      () => documentWith({ parameter: unknown({ slug: 's', title: 't', value: 'v', state: 'n' }) }),
      'either a value or a state',
    ],
    ['x-citation', () => documentWith({ response: { 'x-citation': 1 } }), `${post}/responses/201/x-citation`],
    ['x-fault', () => documentWith({ response: { 'x-fault': {} } }), `${post}/responses/201/x-fault`],
    [
      'x-throttle',
      () => documentWith({ response: { 'x-throttle': 'yes' } }),
      `${post}/responses/201/x-throttle`,
    ],
    [
      'x-provider-states without slug',
      () => documentWith({ response: state({ name: 'n', title: 't' }) }),
      'responses/201/x-provider-states/0/slug',
    ],
    [
      'x-provider-states with uses',
      () => documentWith({ response: state({ name: 'n', title: 't', slug: 's', uses: 'a' }) }),
      'x-provider-states/0/uses',
    ],
    ['x-should of a header', () => documentWith({ header: { 'x-should': true } }), 'headers/Left/x-should'],
    [
      'x-requirement of a header',
      () => documentWith({ header: { 'x-requirement': [] } }),
      'headers/Left/x-requirement',
    ],
  ];

  test.each(cases)('%s', (_name, document, where) => {
    expect(() => operationsOf(document())).toThrow(
      expect.objectContaining({
        kind: 'configuration',
        exitCode: 2,
        message: expect.stringMatching(/^The OpenAPI document is not usable: at /),
      }),
    );
    expect(() => operationsOf(document())).toThrow(where);
  });
});

describe('of a document', () => {
  test('links give the pointer to the created resource', async () => {
    const pointers = (await otherApi()).map(({ id, responses }) => [id, responses.get(201)?.created]);
    expect(Object.fromEntries(pointers)).toEqual({
      readLoan: undefined,
      renewLoan: '/loan/number',
      createLoan: undefined,
    });
    const { operation } = await ownApi();
    expect(operation.responses.get(202)?.created).toBe('/instance/id');
  });

  test('only numeric statuses are documented ones', async () => {
    const read = found((await otherApi()).find(({ id }) => id === 'readLoan'));
    expect([...read.responses.keys()]).toEqual([200, 401, 404]);
  });

  test('security of an operation replaces that of the document', async () => {
    const credentials = (await otherApi()).map(({ id, credential }) => [id, credential?.place.name]);
    expect(Object.fromEntries(credentials)).toEqual({
      readLoan: 'X-Library-Card',
      renewLoan: 'X-Library-Card',
      createLoan: undefined,
    });
  });

  test('throttle statuses and requirements of checks are read', async () => {
    const renew = found((await otherApi()).find(({ id }) => id === 'renewLoan'));
    const throttles = [...renew.responses.values()].filter(({ throttle }) => throttle);
    expect(throttles.map(({ status }) => status)).toEqual([429]);
    expect(renew.checkRequirements).toEqual({
      head_body_absence: 'NO-HEAD-BODY',
      content_type_conformance: 'TYPED',
    });
    expect(renew.pathMethods).toEqual(['GET', 'PUT']);
  });
});

describe('a header field is read by the type in its schema', () => {
  test.each([
    ['X-Renewals-Left', '3', true],
    ['X-Renewals-Left', '0', true],
    ['X-Renewals-Left', '-1', false],
    ['X-Renewals-Left', '1.5', false],
    ['X-Renewals-Left', 'many', false],
    ['X-Renewals-Left', '', false],
    ['X-Final', 'true', true],
    ['X-Final', 'yes', false],
    ['X-Copies', 'a, b', true],
    ['X-Copies', 'a', true],
    ['X-Copies', 'a, b, c', false],
    ['Location', 'https://library.example/7', true],
    ['Location', '/7', false],
    ['X-Shelf', '12', true],
  ])('%s: %s fits: %s', async (name, value, fits) => {
    const renew = found((await otherApi()).find(({ id }) => id === 'renewLoan'));
    const header = found(renew.responses.get(201)?.headers.find((item) => item.name === name));
    expect(header.validate(value).length === 0).toBe(fits);
  });
});
