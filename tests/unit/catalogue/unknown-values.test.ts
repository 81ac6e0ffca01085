/** The made-up value of a path parameter has the form of the documented ones: only then is 404 sure. */
import type { OpenAPIV3_1 } from 'openapi-types';
import { catalogueOf } from '../../../src/catalogue/catalogue.ts';
import { operationsOf } from '../../../src/openapi/operations-of.ts';
import { found } from '../../support/apis.ts';

const uuid = '00000000-0000-4000-8000-000000000000';
const number = '2147483647';

type Shown = Pick<OpenAPIV3_1.ParameterObject, 'schema' | 'example'>;

const rows: readonly (readonly [shown: string, parameter: Shown, value: string])[] = [
  ['text of digits', { schema: { type: 'string' }, example: '1' }, number],
  ['text', { schema: { type: 'string' }, example: 'north' }, uuid],
  ['nothing', { schema: { type: 'string' } }, uuid],
  ['a number', { schema: { type: 'integer' }, example: 1 }, number],
  [
    'text of digits, and the schema wants a UUID',
    { schema: { type: 'string', pattern: '-' }, example: '1' },
    uuid,
  ],
];

test.each(rows)('the documented value is %s', (_name, parameter, value) => {
  const document: OpenAPIV3_1.Document = {
    openapi: '3.1.0',
    info: { title: 'A library', version: '1' },
    paths: {
      '/shelves/{shelf}': {
        parameters: [{ name: 'shelf', in: 'path', required: true, ...parameter }],
        get: {
          operationId: 'readShelf',
          responses: { 200: { description: 'Shown.' }, 404: { description: 'No such shelf.' } },
        },
      },
    },
  };
  const { cases } = catalogueOf(operationsOf(document));
  const unknown = found(cases.find(({ id }) => id === 'readShelf/404/unknown-shelf'));
  expect(unknown.request.parameters).toEqual({ shelf: value });
});
