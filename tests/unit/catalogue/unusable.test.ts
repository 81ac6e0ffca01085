import { writeFile } from 'node:fs/promises';
import { catalogueFor } from '../../../src/app/derive-catalogue.ts';
import { loadSpecification } from '../../../src/app/specification.ts';
import { withCompiledSchemas } from '../../../src/catalogue/compiled-schemas.ts';
import { gaps } from '../../../src/catalogue/gaps.ts';
import { refuseUnusable, unusableWithin } from '../../../src/catalogue/left-out.ts';
import { withOperation } from '../../support/documents.ts';
import { inNewDirectory } from '../../support/run.ts';

const responses = { 200: { description: 'ok' }, 405: { description: 'no' } };
const schema = (value: unknown) => ({ content: { 'application/json': { schema: value } } });

const document = withOperation(
  {},
  {
    openapi: '3.2.0',
    paths: {
      '/a': {
        get: { operationId: 'fine', responses },
        put: {
          operationId: 'broken',
          responses: { ...responses, 200: { description: 'ok', ...schema({ pattern: '(?i)a' }) } },
        },
        query: { operationId: 'search', responses },
      },
    },
  },
);

const loaded = () =>
  inNewDirectory(async (file) => {
    await writeFile(file('d.json'), JSON.stringify(document));
    const specification = await loadSpecification({ file: file('d.json'), allow: [] });
    return withCompiledSchemas(catalogueFor(specification));
  });

test('what cannot be used, and what is not covered, is named with its place', async () => {
  expect(gaps(await loaded())).toEqual([
    expect.stringMatching(
      /^The operation broken \(PUT \/a\) cannot be used: at #\/paths\/~1a\/put\/.*\/pattern, the pattern .*write each letter/,
    ),
    expect.stringMatching(/^The operation search \(QUERY \/a\) cannot be used: at #\/paths\/~1a\/query, /),
    expect.stringMatching(/^Not covered: the method QUERY \(at #\/paths\/~1a\)/),
  ]);
});

test('its methods count as documented', async () => {
  const { cases } = await loaded();
  const ids = cases.map(({ id }) => id).filter((id) => id.includes('/method-'));
  expect(ids).toEqual(['fine/405/method-post', 'fine/405/method-patch', 'fine/405/method-delete']);
});

test.each<[only: string[], skip: string[], left: string[]]>([
  [[], [], ['broken', 'search']],
  [[], ['broken/*'], ['search']],
  [[], ['broken/*', 'search/*'], []],
  [['fine/*'], [], []],
  [['*'], ['s*'], ['broken']],
  [[], ['405'], ['broken', 'search']],
])('with --only %j and --skip %j, a run refuses %j', async (only, skip, left) => {
  const within = unusableWithin((await loaded()).unusable ?? [], { only, skip });
  expect(within.map(({ id }) => id)).toEqual(left);
  const refused = () => refuseUnusable(within);
  if (left[0] === undefined) expect(refused).not.toThrow();
  else
    expect(refused).toThrow(
      expect.objectContaining({ exitCode: 2, message: expect.stringContaining(left[0]) }),
    );
});
