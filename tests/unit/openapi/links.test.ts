import { operationsOf } from '../../../src/openapi/operations-of.ts';

test.each<[string, object, string | undefined]>([
  ['a resource that its path names', { 'x-resource-parameter': 'shelf' }, '/shelf'],
  ['what is not in its path, where that names no resource', {}, '/id'],
  [
    'the same where it makes something of its resource',
    { 'x-resource-parameter': 'room', 'x-risk': 'create' },
    '/id',
  ],
  ['nothing else', { 'x-resource-parameter': 'room' }, undefined],
])('a link gives the id of %s', (_what, extensions, pointer) => {
  const parameters = { shelf: '$response.body#/shelf', book: '$response.body#/id' };
  const [operation] = operationsOf({
    openapi: '3.1.0',
    info: { title: 'Books', version: '1' },
    paths: {
      '/{room}/{shelf}/books': {
        parameters: ['room', 'shelf'].map((name) => ({ name, in: 'path', required: true })),
        post: {
          operationId: 'add',
          ...extensions,
          responses: {
            201: { description: 'Added.', links: { made: { operationId: 'read', parameters } } },
          },
        },
      },
    },
  });
  expect(operation?.responses.get(201)?.created).toBe(pointer);
});
