import fc from 'fast-check';
import type { Case } from '../../../src/catalogue/case.ts';
import { catalogueOf } from '../../../src/catalogue/catalogue.ts';
import { mayChange, riskOf } from '../../../src/catalogue/risk.ts';
import type { Risk } from '../../../src/model/result.ts';
import type { Effect, Operation } from '../../../src/openapi/operations.ts';
import { operationsOf } from '../../../src/openapi/operations-of.ts';
import { found, only, otherApi, ownApi } from '../../support/apis.ts';
import { operationOf } from '../../support/runs.ts';

interface Sent {
  readonly method: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly statuses?: readonly number[];
  readonly absent?: boolean;
}

/** What `DELETE /shelves/{shelf}`, or whichever operation it is, makes of a request. */
function riskIn(different: { [K in keyof Operation]?: Operation[K] | undefined }, sent: Sent): Risk {
  const { resourceParameter, ...rest } = { resourceParameter: 'shelf', ...different };
  const operation = operationOf(
    Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
  );
  const { resourceParameter: _, ...bare } = operation;
  const request = { method: sent.method, parameters: sent.parameters ?? {} };
  return riskOf(
    resourceParameter === undefined ? bare : { ...bare, resourceParameter },
    request,
    sent.statuses ?? [404],
    sent.absent ?? false,
  );
}

const collection = { method: 'POST', resourceParameter: undefined };
const action = { method: 'POST' };
const absent = { parameters: { shelf: 'nowhere' } };

test.each<[string, Parameters<typeof riskIn>[0], Sent, Risk]>([
  ['GET', { method: 'GET' }, { method: 'GET', statuses: [200] }, 'none'],
  ['HEAD of what has none', action, { method: 'HEAD' }, 'none'],
  ['OPTIONS', action, { method: 'OPTIONS' }, 'none'],
  [
    'GET that the document calls a change',
    { method: 'GET', effect: 'change' },
    { method: 'GET' },
    'if-deviant',
  ],
  ['an action that must be refused', action, { method: 'POST' }, 'if-deviant'],
  ['an action that may be accepted', action, { method: 'POST', statuses: [404, 202] }, 'change'],
  ['an action on nothing', action, { method: 'POST', ...absent }, 'none'],
  ['an action where the state has nothing', action, { method: 'POST', absent: true }, 'none'],
  ['an action in another account', action, { method: 'POST', parameters: { account: 'x' } }, 'if-deviant'],
  ['POST to a collection', collection, { method: 'POST', statuses: [201] }, 'create'],
  ['POST to a collection that must be refused', collection, { method: 'POST' }, 'create'],
  [
    'POST to a collection of another account',
    collection,
    { method: 'POST', parameters: { account: 'x' } },
    'create',
  ],
  ['a search by POST', { ...collection, effect: 'none' }, { method: 'POST', statuses: [200] }, 'none'],
  ['POST that removes', { method: 'POST', effect: 'destroy' }, { method: 'POST' }, 'destroy'],
  ['POST into a shelf', { method: 'POST', effect: 'create' }, { method: 'POST' }, 'create'],
  ['POST into no shelf', { method: 'POST', effect: 'create' }, { method: 'POST', ...absent }, 'none'],
  ['DELETE', { method: 'DELETE' }, { method: 'DELETE', statuses: [204] }, 'destroy'],
  ['DELETE that must be refused', { method: 'DELETE' }, { method: 'DELETE' }, 'destroy'],
  [
    'DELETE in another account',
    { method: 'DELETE' },
    { method: 'DELETE', parameters: { account: 'x' } },
    'destroy',
  ],
  ['DELETE of nothing', { method: 'DELETE' }, { method: 'DELETE', ...absent }, 'none'],
  [
    'DELETE of an id that may be read as another',
    { method: 'DELETE' },
    { method: 'DELETE', parameters: { shelf: "1' or '1" } },
    'destroy',
  ],
  [
    'DELETE of what holds it',
    { method: 'DELETE' },
    { method: 'DELETE', parameters: { shelf: '..' } },
    'destroy',
  ],
  ['DELETE of an empty id', { method: 'DELETE' }, { method: 'DELETE', parameters: { shelf: '' } }, 'destroy'],
  ['DELETE of an action, which has none', action, { method: 'DELETE' }, 'destroy'],
  [
    'DELETE of something without a name',
    { method: 'DELETE', resourceParameter: undefined },
    { method: 'DELETE', ...absent },
    'destroy',
  ],
  ['PUT', { method: 'PUT' }, { method: 'PUT', statuses: [200] }, 'change'],
  ['PUT that must be refused', { method: 'PUT' }, { method: 'PUT' }, 'if-deviant'],
  ['PUT of what is not there', { method: 'PUT' }, { method: 'PUT', ...absent }, 'create'],
  ['PATCH of what is not there', { method: 'PATCH' }, { method: 'PATCH', absent: true }, 'create'],
  ['PUT in another account', { method: 'PUT' }, { method: 'PUT', parameters: { account: 'x' } }, 'create'],
  [
    'PUT that makes nothing, by the document',
    { method: 'PUT', effect: 'change' },
    { method: 'PUT', ...absent },
    'none',
  ],
  [
    'PUT of what is not there, beside an action that changes, by the document',
    { method: 'POST', effect: 'change' },
    { method: 'PUT', ...absent },
    'create',
  ],
  [
    'an action on an id that may be read as another',
    action,
    { method: 'POST', parameters: { shelf: "1' or '1" } },
    'none',
  ],
  ['an action on an empty id', action, { method: 'POST', parameters: { shelf: '' } }, 'if-deviant'],
  ['PUT that only reads', { method: 'PUT', effect: 'none' }, { method: 'PUT', ...absent }, 'none'],
  ['PUT of an action, which has none', action, { method: 'PUT' }, 'if-deviant'],
  ['PUT of a collection that has POST', collection, { method: 'PUT' }, 'create'],
  ['an unrecognised method of what has DELETE', { method: 'DELETE' }, { method: 'FROBNICATE' }, 'destroy'],
  [
    'POST of a collection that has GET',
    { method: 'GET', resourceParameter: undefined },
    { method: 'POST' },
    'create',
  ],
])('%s', (_what, operation, sent, risk) => expect(riskIn(operation, sent)).toBe(risk));

/** The risk by decision 0033, in other words than the code's. */
function derived({ method, resourceParameter, effect }: Operation, item: Case): Risk {
  const { method: sent, parameters } = item.request;
  const own = sent === method;
  const graver = (...risks: Effect[]) =>
    (['destroy', 'create', 'change'] as const).find((one) => risks.includes(one)) ?? 'none';
  const usual = (name: string): Effect => {
    if (['GET', 'HEAD', 'OPTIONS', 'TRACE'].includes(name)) return 'none';
    if (name === 'DELETE') return 'destroy';
    return name === 'POST' && !resourceParameter ? 'create' : 'change';
  };
  const said = effect ?? usual(method);
  const does = own ? said : usual(sent) === 'none' ? 'none' : graver(usual(sent), said);
  if (does === 'none') return 'none';
  const madeUp = Object.keys(parameters);
  const missing = item.states.some(({ name }) => name === 'no such instance');
  const upserts = sent === 'PUT' || sent === 'PATCH';
  if (upserts && !(own && effect) && (madeUp.length > 0 || missing)) return 'create';
  if (missing || (resourceParameter && madeUp.includes(resourceParameter))) return 'none';
  if (does !== 'change') return does;
  const accepted = [item.expect, ...item.tolerates.map(({ status }) => status)].some((code) => code < 300);
  return accepted ? 'change' : 'if-deviant';
}

const differing = (operations: readonly Operation[], cases: readonly Case[]) =>
  cases.flatMap((item) => {
    const operation = found(operations.find(({ id }) => id === item.operationId));
    const wanted = derived(operation, item);
    return item.risk === wanted ? [] : [[item.id, item.risk, wanted]];
  });

test('every case of the documents has it', async () => {
  const { operation, catalogue } = await ownApi();
  expect(differing([operation], catalogue.cases)).toEqual([]);
  const others = await otherApi();
  expect(differing(others, catalogueOf(others).cases)).toEqual([]);
});

const documents = fc.record({
  method: fc.constantFrom('get', 'put', 'post', 'delete', 'patch'),
  named: fc.boolean(),
  risk: fc.constantFrom(undefined, 'none', 'change', 'create', 'destroy'),
  path: fc.constantFrom(
    '/things',
    '/{account}/things',
    '/{account}/things/{thing}',
    '/{account}/things/{thing}/act',
  ),
});

test('every case of any operation has it, and no bad credential lowers it', () => {
  fc.assert(
    fc.property(documents, ({ method, named, risk, path }) => {
      const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
      const answers = [200, 400, 401, 404, 405, 415, 501].map((status) => [
        status,
        { description: 'An answer.' },
      ]);
      const operations = operationsOf({
        openapi: '3.1.0',
        info: { title: 'Things', version: '1' },
        security: [{ key: [] }],
        components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } } },
        paths: {
          [path]: {
            parameters: names.map((name) => ({
              name,
              in: 'path',
              required: true,
              schema: { type: 'string' },
            })),
            [method]: {
              operationId: 'act',
              ...(named && path.includes('{thing}') && { 'x-resource-parameter': 'thing' }),
              ...(risk !== undefined && { 'x-risk': risk }),
              requestBody: {
                required: true,
                content: {
                  'application/json': { schema: { type: 'object' }, examples: { one: { value: {} } } },
                },
              },
              responses: Object.fromEntries(answers),
            },
          },
        },
      });
      const { cases } = catalogueOf(operations);
      expect(differing(operations, cases)).toEqual([]);
      const operation = only([...operations]);
      const credentials = cases.filter(({ id }) => id.includes('/credential-'));
      expect(credentials).toHaveLength(4);
      const accepted = riskOf(operation, { method: operation.method, parameters: {} }, [200], false);
      for (const item of credentials) {
        expect(item.risk === 'none').toBe(accepted === 'none');
        expect(mayChange(item.risk)).toBe(accepted === 'create' || accepted === 'destroy');
      }
    }),
  );
});

test.each(['maybe', true, ''])('x-risk: %j is refused', (value) => {
  const document = {
    openapi: '3.1.0',
    info: { title: 'Things', version: '1' },
    paths: { '/things': { get: { operationId: 'act', 'x-risk': value, responses: {} } } },
  };
  expect(() => operationsOf(document)).toThrow(
    'at paths//things/get/x-risk, expected one of none, change, create, destroy',
  );
});
