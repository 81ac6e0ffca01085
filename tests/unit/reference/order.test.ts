import { createReference } from '../../../src/reference/index.ts';
import { type Change, send, upgradeTo } from './support.ts';

test('checks come in the order that the app states', async () => {
  const reference = createReference();
  const { defaults } = reference;
  const valuesIn = (state: string, params = {}) => reference.states.setUp(state, params)?.values ?? {};
  const accountOf = ({ accountId, token }: Change): Change => ({
    ...(accountId !== undefined && { accountId }),
    ...(token != null && { token }),
  });
  const observer = valuesIn('the token may only read');
  const broken = valuesIn('the instance has a fault');

  /** Everything is wrong with it; each row below mends what the row before it was refused for. */
  let change: Change = {
    ...valuesIn('the service is unavailable'),
    version: 'v9.9',
    method: 'MKCOL',
    token: 'nobody',
    instanceId: 'absent',
    contentType: 'text/plain',
    body: '{',
  };
  const mending: readonly (readonly [status: number, Change])[] = [
    [501, {}],
    [503, { method: 'PUT' }],
    [401, { accountId: 'another' }],
    [404, { ...(observer.token !== undefined && { token: observer.token }) }],
    [405, { version: defaults.version }],
    [403, { method: 'POST' }],
    [403, accountOf(observer)],
    [413, accountOf(valuesIn('the account is over its limit'))],
    [501, accountOf(valuesIn('upgrades are not implemented'))],
    [415, accountOf(broken)],
    [404, { contentType: 'application/json' }],
    [400, broken],
    [500, { body: upgradeTo('mysql', '8.0') }],
    [422, valuesIn('the instance is busy', { status: 'BUILD' })],
    [422, valuesIn('the instance is replicated', { role: 'source' })],
    [422, defaults],
    [202, { body: upgradeTo('mysql', '5.7') }],
  ];
  const statuses: number[] = [];
  for (const [, mended] of mending) {
    change = { ...change, ...mended };
    statuses.push((await send(reference, change)).status);
  }
  expect(statuses).toEqual(mending.map(([status]) => status));
});
