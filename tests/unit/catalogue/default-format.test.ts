import { baseRequestOf } from '../../../src/catalogue/base-request.ts';
import { type CaseDefinition, text } from '../../../src/catalogue/case.ts';
import { defaultFormat } from '../../../src/catalogue/derive/default-format.ts';
import type { ProviderState, StateScope } from '../../../src/model/provider-state.ts';
import { operationOf, responseOf } from '../../support/runs.ts';

/** Which request of an error is asked again without a format. */

const own: ProviderState = { name: 'a loan', params: { times: '1' } };

const definition = (subject: string, different: Partial<CaseDefinition> = {}): CaseDefinition => ({
  ...{ slug: 'any', title: 'Any', subject, status: 400, requirements: ['R'], ...different },
});

const chosenOf = (definitions: readonly CaseDefinition[], state?: ProviderState) => {
  const operation = operationOf({
    responses: new Map([responseOf(202), responseOf(400)]),
    defaultFormat: { requirements: ['FORMAT'], tolerates: [] },
    ...(state && { state }),
  });
  const known = {
    definitions,
    scopeOf: (name: string): StateScope => (name === 'a full account' ? 'account' : 'instance'),
  };
  return defaultFormat.derive(operation, baseRequestOf(operation), known);
};

const first = definition('the first', { state: { name: 'another', params: {} } });
const plain = definition('plain');
const withBody = (body: string, contentType?: string) => ({
  request: { body: text(body), ...(contentType !== undefined && { contentType }) },
});

test.each<[what: string, definitions: readonly CaseDefinition[], chosen: string | undefined]>([
  ['what cannot be parsed', [plain, definition('torn', withBody('{'))], 'torn'],
  ['not what can be parsed', [plain, definition('whole', withBody('{}'))], 'plain'],
  ['not what is in another format', [plain, definition('form', withBody('a=b', 'text/plain'))], 'plain'],
  ['what is absent', [plain, definition('absent', { absentResource: true })], 'absent'],
  ['what needs no other state', [first, plain], 'plain'],
  ['what has the same state', [first, definition('same', { state: own })], 'same'],
  [
    'not what has other parameters of the state',
    [first, definition('two', { state: { ...own, params: { times: '2' } } })],
    'the first',
  ],
  ['else the first', [first, definition('second', { state: { name: 'third', params: {} } })], 'the first'],
  ['not HEAD', [definition('head', { request: { method: 'HEAD' } }), plain], 'plain'],
  ['not what may have any body', [definition('any', { anyBody: 'AMB' }), plain], 'plain'],
  ['not what only a should asks for', [definition('should', { strength: 'should' }), plain], 'plain'],
  ['not another status', [definition('other', { status: 404 }), plain], 'plain'],
  ['not a wide state', [definition('wide', { state: { name: 'a full account', params: {} } })], undefined],
  ['nothing, where there is nothing', [], undefined],
])('%s', (_, definitions, chosen) => {
  const subjects = chosenOf(definitions, own).map(({ subject }) => subject);
  expect(subjects).toStrictEqual(chosen === undefined ? [] : [chosen, chosen]);
});

test('where the valid request has no state, each state is another one', () =>
  expect(chosenOf([first, definition('second', { state: own })])[0]?.subject).toBe('the first'));

test('the format is all that is different', () =>
  expect(chosenOf([definition('torn', withBody('{'))])).toEqual([
    {
      ...definition('torn'),
      slug: 'without-accept',
      title: 'An answer with status 400 is in JSON where the request has no Accept',
      requirements: ['R', 'FORMAT'],
      request: { body: text('{'), accept: null },
    },
    {
      ...definition('torn'),
      slug: 'accept-anything',
      title: 'An answer with status 400 is in JSON where the request accepts any format',
      requirements: ['R', 'FORMAT'],
      request: { body: text('{'), accept: '*/*' },
    },
  ]));
