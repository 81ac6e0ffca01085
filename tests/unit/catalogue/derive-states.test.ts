import { providerStates } from '../../../src/catalogue/derive/provider-states.ts';
import { only } from '../../support/apis.ts';
import { operationOf, responseOf } from '../../support/runs.ts';
import { derivedBy, type Members, smallOperation } from '../../support/small-operations.ts';

const key = { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } } };

describe('states of answers', () => {
  const state = { slug: 'lost', title: 'A lost one', name: 'a lost one' };
  const ofAnswers = (states: Members, invalid?: Members) => {
    const responses = Object.entries(states).map(([code, more]) => [
      code,
      { description: 'So.', 'x-provider-states': [{ ...state, ...Object(more) }] },
    ]);
    const securitySchemes = { key: { ...key.securitySchemes.key, ...(invalid && { 'x-invalid': invalid }) } };
    return smallOperation(
      { security: [{ key: [] }], responses: Object.fromEntries(responses) },
      { components: { securitySchemes } },
    );
  };
  const definition = { slug: 'lost', title: 'A lost one', subject: 'a request in the state "a lost one"' };
  const whole = (status: number) => ({
    ...{ ...definition, state: { name: 'a lost one', params: {} } },
    ...{ status, requirements: [], tolerates: [] },
  });
  const expired = { request: { credential: 'expired' } };

  test('are those of codes and of ranges', () =>
    expect(derivedBy(providerStates, ofAnswers({ 404: {}, '5XX': { status: 503 } }))).toStrictEqual([
      whole(404),
      whole(503),
    ]));

  test('say what a request uses of them', () =>
    expect(
      only([...derivedBy(providerStates, ofAnswers({ 404: { uses: ['id'], notThrottled: true } }))]),
    ).toStrictEqual({ ...whole(404), uses: ['id'], notThrottled: true }));

  test.each([
    ['401 without another word', undefined, [{ ...whole(401), ...expired }, whole(403)]],
    ['what the document says', { status: 403 }, [whole(401), { ...whole(403), ...expired }]],
  ])('an expired credential leads to %s', (_, invalid, definitions) =>
    expect(derivedBy(providerStates, ofAnswers({ 401: {}, 403: {} }, invalid))).toStrictEqual(definitions),
  );

  test('no credential leads to 401 as well', () => {
    const response = responseOf(401, { states: [{ ...state, params: {}, requirements: [], tolerates: [] }] });
    const operation = operationOf({ responses: new Map([response]) });
    expect(derivedBy(providerStates, operation)).toEqual([{ ...whole(401), ...expired }]);
  });

  test('of a range without a code lead to none', () => {
    const [, response] = responseOf(500, {
      states: [{ ...state, params: {}, requirements: [], tolerates: [] }],
    });
    const operation = operationOf({ responses: new Map(), otherResponses: new Map([['5XX', response]]) });
    expect(derivedBy(providerStates, operation)).toEqual([]);
  });
});
