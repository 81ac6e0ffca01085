import type { CredentialPlace } from '../../../src/openapi/operations.ts';
import { interactionOf, unsupported } from '../../../src/pact/interaction.ts';
import { caseOf, operationOf, responseOf } from '../../support/runs.ts';

const placed = (place: CredentialPlace) => caseOf({ request: { credentialPlace: place, accept: '*/*' } });
const options = { examples: { token: 'secret' }, invariants: [] };

test.each<[string, CredentialPlace, unknown]>([
  ['a field', { in: 'header', name: 'X-Key', form: 'plain' }, { 'X-Key': 'secret' }],
  ['bearer', { in: 'header', name: 'Authorization', form: 'bearer' }, { Authorization: 'Bearer secret' }],
  ['a cookie', { in: 'cookie', name: 'sid', form: 'plain' }, { Cookie: 'sid=secret' }],
])('an interaction has the credential in %s', (_, place, expected) => {
  const { headers } = interactionOf(placed(place), operationOf(), options).request;
  const given = Object.entries(headers).filter(([name]) => name !== 'Accept');
  expect(given.map(([name, value]) => [name, JSON.stringify(value)])).toEqual(
    Object.entries(Object(expected)).map(([name, value]) => [name, expect.stringContaining(String(value))]),
  );
});

test.each<[CredentialPlace, string]>([
  [{ in: 'query', name: 'key', form: 'plain' }, 'stands in the query'],
  [{ in: 'header', name: 'Authorization', form: 'basic' }, 'stands in base64'],
])('a credential that a contract cannot hold is no interaction', (place, why) => {
  expect(unsupported(placed(place))).toContain(why);
  const absent = caseOf({ request: { credentialPlace: place, accept: '*/*', credential: 'absent' } });
  expect(unsupported(absent)).toBeUndefined();
});

test('any code of a range is accepted, with any of its media types', () => {
  const [, response] = responseOf(400, { mediaTypes: ['application/*'] });
  const operation = operationOf({ responses: new Map(), otherResponses: new Map([['4XX', response]]) });
  const item = { ...caseOf({ request: { accept: '*/*' } }), range: '4XX' };
  const { statuses, response: answer } = interactionOf(item, operation, options);
  expect(statuses).toHaveLength(100);
  expect(statuses.slice(0, 3)).toEqual([400, 401, 402]);
  expect(answer).toEqual({ headers: {} });
});
